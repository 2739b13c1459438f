// Opens the window in which somebody authorizes Hub at a provider. How that went, Hub asks the server and never that window: providers cut
// the tie between it and this page.
(() => {
  let opened = null;

  window.hubAuthorization = {
    // The window takes the ticket from its own address and needs no tie to this page. False where the browser blocked it, and also where it opened
    // it for a frame but gave no tie to it, because the page around the frame is isolated (Cross-Origin-Opener-Policy).
    open: ticket => {
      const [width, height] = [Math.min(720, screen.availWidth), Math.min(820, screen.availHeight)];
      const place = `popup,width=${width},height=${height},left=${(screen.availWidth - width) / 2},top=${(screen.availHeight - height) / 2}`;
      opened = window.open(new URL(`connect/oauth2/window?language=${document.documentElement.lang}#${ticket}`, document.baseURI), "_blank", place);
      return opened !== null;
    },
    openHere: ticket => {
      const form = document.createElement("form");
      form.method = "post";
      form.action = `connect/oauth2/start?language=${document.documentElement.lang}`;
      for (const [name, value] of Object.entries({ ticket, here: "1" })) {
        const input = document.createElement("input");
        input.type = "hidden";
        input.name = name;
        input.value = value;
        form.append(input);
      }

      document.body.append(form);
      form.submit();
      form.remove();
    },
    close: () => {
      opened?.close();
      opened = null;
    },
  };
})();
