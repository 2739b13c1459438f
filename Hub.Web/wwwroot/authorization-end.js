// The window in which somebody signed in has done its work. Browsers let a page close its own window only where a script opened it.
window.close();
