// One endpoint's page: the charts of the chosen range, and what happens now.
import { Charts, describe } from "./charts.js";
import { takeFeedback } from "./feedback.js";
import { duration, showTimes } from "./format.js";
import { connect, showReloaded } from "./live.js";
import { anomalyMark, chartData, incidentSpan, load, row, stepFor } from "./series.js";
import { addProbe, nowAndOnceStored, renewFrom } from "./tables.js";

const page = document.getElementById("endpoint");
const name = page.dataset.name;
const interval = Number(page.dataset.interval);
const readout = document.getElementById("readout");
const chartElement = document.getElementById("times");
const ranges = document.getElementById("ranges");

let seconds = 3600;
/** Whether the right edge of the charts is now. */
let following = true;
let view = null;
let request = 0;
let lastLoad = 0;
let isLoading = false;
let lastFacts = Date.now();

const canDraw = chartElement && typeof Dygraph !== "undefined";
const charts = canDraw && new Charts(chartElement, document.getElementById("phases"), {
  window: (from, to) => { following = false; loadSoon(from, to); },
  reset: () => choose(seconds),
  point: (at) => {
    readout.textContent = at === null ? hint() : describe(view?.rows.find((one) => one.at === at), view);
  },
});

function hint() {
  const cut = view?.areAnomaliesCut ? " Of the anomalies only the newest are shown; zoom in for the others." : "";
  if (matchMedia("(pointer: coarse)").matches) return `Tap the chart to read it.${cut}`;
  if (!following) return `Zoomed in. A double click shows the whole range.${cut}`;
  return `Point at the chart to read it; drag to zoom.${cut}`;
}

let soon = null;
function loadSoon(from, to) {
  clearTimeout(soon);
  soon = setTimeout(() => loadWindow(from, to), 200);
}

function setLoading(flag) {
  isLoading = flag;
  chartElement.parentElement.setAttribute("aria-busy", String(flag));
}

/** Loads what `from` to `to` holds and shows `window`, or as much as there is data for. */
async function loadWindow(from, to, window = [from, to]) {
  const mine = ++request;
  lastLoad = Date.now();
  setLoading(true);
  try {
    const step = stepFor((to - from) / 1000, interval, chartElement.clientWidth);
    const loaded = await load(name, from, to, step, interval);
    if (mine !== request) return;
    view = loaded;
    draw(window ?? fitted(from, to));
  } catch (error) {
    if (mine === request) showNoData(`The charts cannot be drawn: ${error.message}`);
  }
  if (mine === request) setLoading(false);
}

/** Where probing began within the range the chart begins with it, but shows at least a twelfth of the range. */
function fitted(from, to) {
  const first = view.rows[0]?.at ?? from;
  return [Math.max(from, Math.min(first, to - (to - from) / 12)), to];
}

function draw(window) {
  if (!readout.matches(":has(~ .chart:hover)")) readout.textContent = hint();
  const isEmpty = view.rows.length === 0;
  showNoData(isEmpty ? "No probe in this range." : null);
  for (const element of document.querySelectorAll(".chart")) element.hidden = isEmpty;
  if (!isEmpty) charts.show(chartData(view), window);
}

function showNoData(sentence) {
  const place = document.getElementById("no-data");
  place.hidden = sentence === null;
  place.textContent = sentence ?? "";
}

function choose(chosen) {
  seconds = chosen;
  following = true;
  for (const button of ranges.children) {
    button.setAttribute("aria-pressed", String(Number(button.dataset.seconds) === chosen));
  }
  const now = Date.now();
  return loadWindow(now - chosen * 1000, now, null);
}

/** A probe joins the charts while they follow the present; where they show steps they are loaded anew at times. */
function follow(event) {
  if (!charts || !following || isLoading) return;
  const now = Date.now();
  const from = now - seconds * 1000;
  const isCoarse = !view || view.step;
  if (isCoarse && now - lastLoad > Math.max(15_000, (view?.step ?? 0) * 1000)) return loadWindow(from, now, null);
  if (!view) return;
  view.rows = [...view.rows.filter((one) => one.at >= from), row(event.result, view.width)];
  draw(fitted(from, now));
}

function showState(event) {
  const badge = document.getElementById("state");
  badge.dataset.state = event.state;
  badge.querySelector("use").setAttribute("href", `#state-${event.state}`);
  badge.querySelector(".word").textContent = event.state[0].toUpperCase() + event.state.slice(1);
  const isTrouble = event.state === "down" || event.state === "degraded";
  document.title = isTrouble ? `${name} is ${event.state} · Sonde` : `${name} · Sonde`;
  document.getElementById("last").textContent = duration(event.result.response_time_ms);
  const { error_message: message, status_code: code } = event.result;
  document.getElementById("last-more").textContent = message ?? `status ${code}`;
  if (Date.now() - lastFacts < 15_000) return;
  lastFacts = Date.now();
  renewFrom(location.href, ["facts"]);
}

function incidentChanged(incident) {
  if (view) {
    view.incidents = [incidentSpan(incident), ...view.incidents.filter(({ id }) => id !== incident.id)];
  }
  return nowAndOnceStored(() => renewFrom(location.href, ["incident", "facts", "incidents-card"]));
}

function missed() {
  if (charts && following) choose(seconds);
  const parts = ["incident", "facts", "probes", "no-probes", "errors-card", "incidents-card", "conditions"];
  return renewFrom(location.href, parts);
}

/** Arrow keys move by a quarter, plus and minus zoom, Escape shows the whole range. */
function key(event) {
  if (!charts?.window) return;
  const [from, to] = charts.window;
  const quarter = (to - from) / 4;
  const moves = {
    ArrowLeft: [-quarter, -quarter], ArrowRight: [quarter, quarter], "+": [quarter, -quarter], "-": [-quarter, quarter],
  };
  if (event.key === "Escape") return choose(seconds);
  const move = moves[event.key];
  if (!move) return;
  event.preventDefault();
  following = false;
  loadWindow(from + move[0], Math.min(to + move[1], Date.now()));
}

showTimes();
takeFeedback();
if (charts) {
  ranges.hidden = false;
  document.getElementById("charts").hidden = false;
  ranges.addEventListener("click", ({ target }) => target.dataset.seconds && choose(Number(target.dataset.seconds)));
  chartElement.addEventListener("keydown", key);
  choose(seconds);
}
connect(() => `/api/v1/events?endpoint=${encodeURIComponent(name)}`, {
  probe: (event) => { addProbe(event); showState(event); follow(event); },
  anomaly: (anomaly) => view?.anomalies.push(anomalyMark(anomaly)),
  opened: incidentChanged,
  raised: incidentChanged,
  closed: incidentChanged,
  excused: incidentChanged,
  learned: () => renewFrom(location.href, ["facts"]),
  trouble: () => renewFrom(location.href, ["troubles"]),
  recovered: () => renewFrom(location.href, ["troubles"]),
  reloaded: showReloaded,
}, missed);
