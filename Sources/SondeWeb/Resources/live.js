// The connection to Sonde: one stream of events for the page, kept up, and told to the reader when it is lost.

const link = document.getElementById("link");

function show(state, words) {
  link.hidden = false;
  if (link.dataset.state === state) return;
  link.dataset.state = state;
  link.textContent = words;
}

/**
 * Listens at `address()`; `handlers` holds a function per event name. While the page is hidden it does not listen;
 * `onReturn` is called whenever it listens again after a pause, for what was missed.
 */
export function connect(address, handlers, onReturn = () => {}) {
  let source = null;
  let retry = null;
  let paused = false;

  function open() {
    clearTimeout(retry);
    source?.close();
    source = new EventSource(address());
    source.onopen = () => {
      show("live", "Live");
      if (paused) onReturn();
      paused = false;
    };
    source.onerror = () => {
      paused = true;
      show("lost", "Connection to Sonde lost, retrying");
      // A refusal, unlike a lost connection, ends an EventSource for good.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(open, 3000);
    };
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => handle(JSON.parse(event.data)));
    }
  }

  function close() {
    clearTimeout(retry);
    source?.close();
    source = null;
    paused = true;
  }

  // Browsers allow six connections to a server; hidden tabs must not use them up.
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && open());
  if (!document.hidden) open();
}

/** Shows Sonde's own troubles, or hides the banner when there are none. */
export function showTroubles(troubles) {
  const banner = document.getElementById("troubles");
  const list = banner.querySelector("ul");
  list.replaceChildren(...troubles.map((trouble) => {
    const item = document.createElement("li");
    item.textContent = trouble;
    return item;
  }));
  banner.hidden = troubles.length === 0;
}

export function showReloaded() {
  document.getElementById("reloaded").hidden = false;
}
