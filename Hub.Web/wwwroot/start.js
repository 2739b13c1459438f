// Starts Blazor. Its circuit opens a WebSocket at once and does not negotiate first: with several nodes the negotiation may reach another node than
// the connection. Where WebSockets do not get through it negotiates after all, which needs a proxy that keeps a browser at one node.
(() => {
  const script = document.currentScript;
  const webSockets = 1;
  const timeout = 10_000;
  let connected = false;
  let failure = null;

  const configure = (builder, address) => {
    builder.withUrl(address, { skipNegotiation: true, transport: webSockets });
    const options = builder.httpConnectionOptions;
    const build = builder.build.bind(builder);
    builder.build = () => {
      const connection = build();
      const start = connection.start.bind(connection);
      connection.start = async () => {
        // Some firewalls drop the WebSocket: it neither opens nor fails.
        const timer = setTimeout(() => connected || showFailure(), timeout);
        try {
          await start().catch(() => {
            Object.assign(options, { skipNegotiation: false, transport: undefined });
            return start();
          });
          connected = true;
          hideFailure();
        } catch (error) {
          connected || showFailure();
          throw error;
        } finally {
          clearTimeout(timer);
        }
      };
      return connection;
    };
  };

  // Shows ConnectionFailed.razor in place of what waits for the circuit.
  const showFailure = () => {
    const template = document.getElementById("hub-connection-failed");
    if (template) {
      failure = template.content.firstElementChild;
      template.replaceWith(template.content);
      document.documentElement.dataset.connection = "failed";
      dispatchEvent(new Event("hub-connection-failed"));
    }
  };

  // The connection opened late.
  const hideFailure = () => {
    failure?.remove();
    delete document.documentElement.dataset.connection;
  };

  // The circuit speaks the language of its document.
  const language = document.documentElement.lang;
  const inLanguage = address => `${address}${address.includes("?") ? "&" : "?"}language=${language}`;

  // Another tab may have chosen another language.
  const reloadInLanguage = () => document.documentElement.lang !== language && location.reload();

  window.hubStart = async ({ address = "_blazor", ...options } = {}) => {
    await Blazor.start({ ...options, circuit: { configureSignalR: builder => configure(builder, inLanguage(address)) } });
    Blazor.addEventListener("enhancedload", reloadInLanguage);
  };

  script.dataset.start === undefined || window.hubStart();
})();
