// The page of one incident: what is new comes by itself; what somebody is filling in is left alone.
import { showTimes } from "./format.js";
import { connect, showReloaded, showTroubles } from "./live.js";
import { nowAndOnceStored, renewFrom } from "./tables.js";

const parts = [
  "incident-title", "incident-what", "incident-actions", "timeline", "no-timeline", "notices", "no-notices", "members",
];
let lastRenewal = Date.now();

function renew() {
  lastRenewal = Date.now();
  const idle = parts.filter((id) => !document.getElementById(id)?.contains(document.activeElement));
  return renewFrom(location.href, idle);
}

const changed = () => nowAndOnceStored(renew);

showTimes();
// What was just asked for may not have been stored when this page was made.
setTimeout(renew, 500);
connect(() => "/live/overview?rows=", {
  rows: (message) => {
    showTroubles(message.troubles);
    if (Date.now() - lastRenewal > 10_000) renew();
  },
  opened: changed,
  raised: changed,
  closed: changed,
  excused: changed,
  reloaded: showReloaded,
}, renew);
