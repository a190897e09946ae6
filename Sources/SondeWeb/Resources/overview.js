// The overview: rows that change are renewed where they stand; a row moves only when its state changes and nobody
// is using the list.
import { count, showTime, showTimes } from "./format.js";
import { connect, showReloaded, showTroubles } from "./live.js";

const table = document.getElementById("apis");
const body = table?.tBodies[0];
const rows = new Map([...(body?.rows ?? [])].map((row) => [row.dataset.key, row]));
const ranks = { down: 0, degraded: 1, pending: 2, up: 3, disabled: 4 };

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function renew(row, data) {
  const part = (name) => row.querySelector(`.${name}`);
  const moved = row.dataset.state !== data.state;
  row.dataset.state = data.state;
  part("dot").firstElementChild.setAttribute("href", `#state-${data.state}`);
  setText(part("word"), data.stateWord);
  setText(part("last"), data.last);
  part("line").setAttribute("d", data.line);
  part("ticks").setAttribute("d", data.ticks);
  setText(part("uptime"), data.uptime);
  const learning = part("learning").firstElementChild;
  setText(learning, data.learning);
  learning.className = data.isLearned ? "learned" : "";
  const reason = part("reason");
  setText(reason, data.note ?? "");
  if (data.incident) reason.setAttribute("href", data.incident);
  else reason.removeAttribute("href");
  setText(part("flags"), data.flags);
  renewSince(part("since"), data.since);
  return moved;
}

function renewSince(place, since) {
  if (!since) return place.replaceChildren();
  const time = place.querySelector("time") ?? document.createElement("time");
  time.dataset.prefix = "since ";
  showTime(time, since);
  place.replaceChildren(time);
}

function showTotals(totals) {
  for (const element of document.querySelectorAll("[data-total]")) {
    setText(element, count(totals[element.dataset.total]));
  }
  document.title = totals.down > 0 ? `${totals.down} down · Sonde` : "Sonde";
}

/** Puts the worst first again, those of one state in their old order. */
function sortAgain() {
  const isWhole = table.dataset.sort === "worst" && table.dataset.pages === "1";
  if (!isWhole || table.matches(":hover, :focus-within")) return;
  const sorted = [...body.rows].sort((a, b) => ranks[a.dataset.state] - ranks[b.dataset.state]);
  body.append(...sorted);
}

function show(message) {
  showTotals(message.totals);
  showTroubles(message.troubles);
  let moved = false;
  for (const data of message.rows) {
    const row = rows.get(data.key);
    if (row?.dataset.name === data.name) moved = renew(row, data) || moved;
  }
  if (moved) sortAgain();
}

showTimes();
connect(() => `/live/overview?rows=${[...rows.keys()].join(",")}`, { rows: show, reloaded: showReloaded });
