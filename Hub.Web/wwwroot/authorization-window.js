// The ticket stands in the fragment, which browsers send to nobody. It is taken from the address and sent as a form.
(() => {
  const form = document.getElementById("authorize");
  form.elements.ticket.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  form.submit();
})();
