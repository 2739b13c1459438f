// Opens the window in which somebody signs in at a provider. What it shows, and how it went, Hub asks the server and never that window:
// providers cut the tie between it and this page.
(() => {
  let opened = null;

  const send = (ticket, target, here) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = "connect/oauth2/start";
    form.target = target;
    for (const [name, value] of Object.entries({ ticket, here: here ? "1" : "" })) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      form.append(input);
    }

    document.body.append(form);
    form.submit();
    form.remove();
  };

  window.hubSignIn = {
    // False where the browser blocked it.
    open: ticket => {
      const [width, height] = [Math.min(720, screen.availWidth), Math.min(820, screen.availHeight)];
      const name = `hub-sign-in-${Date.now()}`;
      opened = window.open("", name, `popup,width=${width},height=${height},left=${(screen.availWidth - width) / 2},top=${(screen.availHeight - height) / 2}`);
      if (!opened) {
        return false;
      }

      send(ticket, name, false);
      return true;
    },
    openHere: ticket => send(ticket, "_self", true),
    close: () => {
      opened?.close();
      opened = null;
    },
  };
})();
