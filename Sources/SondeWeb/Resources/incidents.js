// The list of incidents: opened and closed ones come by themselves, as a page loaded anew.
import { takeFeedback } from "./feedback.js";
import { showTimes } from "./format.js";
import { connect, showReloaded, showTroubles } from "./live.js";
import { nowAndOnceStored } from "./tables.js";

async function renew() {
  const response = await fetch(location.href);
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("main");
  showTimes(fresh);
  document.getElementById("main").replaceChildren(...fresh.childNodes);
}

const changed = () => nowAndOnceStored(renew);

showTimes();
takeFeedback();
connect(() => "/live/overview?rows=", {
  rows: (message) => showTroubles(message.troubles),
  opened: changed,
  raised: changed,
  closed: changed,
  excused: changed,
  reloaded: showReloaded,
}, renew);
