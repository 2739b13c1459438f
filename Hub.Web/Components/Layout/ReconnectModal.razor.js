// Blazor reports the connection's state here; "rejected" and "failed to resume" mean that the server has forgotten the page.
const modal = document.getElementById("components-reconnect-modal");

modal.addEventListener("components-reconnect-state-changed", ({ detail: { state } }) => {
  if (state === "show") {
    modal.showModal();
  } else if (state === "hide") {
    modal.close();
    sendAgain();
  } else if (state === "failed") {
    document.addEventListener("visibilitychange", retryWhenVisible);
  } else if (state === "rejected") {
    giveUp();
  }
});

// Sends searches and choices made while the connection was lost. Fields of forms are read when the form is sent; see forms.js.
function sendAgain() {
  const send = (selector, name) => document.querySelectorAll(selector).forEach(input => input.dispatchEvent(new Event(name, { bubbles: true })));
  send("input[data-search]", "input");
  send("input[type=radio]:checked, input[type=checkbox]:not(:disabled), select", "change");
}

// After Escape, the page would look alive but not react.
modal.addEventListener("cancel", event => event.preventDefault());

document.getElementById("components-reconnect-button").addEventListener("click", retry);
document.getElementById("components-resume-button").addEventListener("click", resume);
document.getElementById("reconnect-reload").addEventListener("click", () => location.reload());

async function retry() {
  document.removeEventListener("visibilitychange", retryWhenVisible);
  try {
    // False: the server no longer has the circuit. It may still be able to resume it.
    if (!await Blazor.reconnect()) {
      await resume();
    }
  } catch {
    document.addEventListener("visibilitychange", retryWhenVisible);
  }
}

async function resume() {
  try {
    if (await Blazor.resumeCircuit()) {
      modal.close();
    } else {
      giveUp();
    }
  } catch {
    giveUp();
  }
}

// Does not reload by itself: that would lose what was typed. Not modal, so that it can be copied.
function giveUp() {
  modal.className = "components-reconnect-resume-failed";
  modal.close();
  modal.show();
}

function retryWhenVisible() {
  if (document.visibilityState === "visible") {
    retry();
  }
}
