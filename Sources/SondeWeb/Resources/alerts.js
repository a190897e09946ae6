// The page of alerts: what the channels do is shown anew while probes come in, at most every ten seconds.
import { showTimes } from "./format.js";
import { connect, showReloaded, showTroubles } from "./live.js";
import { renewFrom } from "./tables.js";

const parts = ["channels", "letters", "silences"];
let lastRenewal = Date.now();

function renew() {
  lastRenewal = Date.now();
  return renewFrom(location.href, parts);
}

showTimes();
connect(() => "/live/overview?rows=", {
  rows: (message) => {
    showTroubles(message.troubles);
    if (Date.now() - lastRenewal > 10_000) renew();
  },
  opened: renew,
  closed: renew,
  reloaded: showReloaded,
}, renew);
