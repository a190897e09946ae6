// The list of incidents: opened and closed ones come by themselves, as a page loaded anew.
import { showTimes } from "./format.js";
import { connect, showReloaded, showTroubles } from "./live.js";

async function renew() {
  const response = await fetch(location.href);
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("main");
  showTimes(fresh);
  document.getElementById("main").replaceChildren(...fresh.childNodes);
}

showTimes();
connect(() => "/live/overview?rows=", {
  rows: (message) => showTroubles(message.troubles),
  opened: renew,
  raised: renew,
  closed: renew,
  reloaded: showReloaded,
}, renew);
