// The window in which somebody authorized Hub is no longer needed. Browsers let a page close its own window only where a script opened it.
window.close();
