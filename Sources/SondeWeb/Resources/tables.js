// The tables of an endpoint's page: new lines come in at the top.
import { count, duration, showTime, size } from "./format.js";

const longest = { probes: 50, errors: 10 };

function setText(root, selector, text) {
  root.querySelector(selector).textContent = text;
}

function addOnTop(list, element, most) {
  list.prepend(element);
  while (list.children.length > most) list.lastElementChild.remove();
}

function tag(word) {
  const element = document.createElement("span");
  element.className = `tag ${word}`;
  element.textContent = word;
  return element;
}

export function addProbe({ result, verdict }) {
  const line = document.getElementById("probe-row").content.cloneNode(true).firstElementChild;
  line.classList.toggle("failed", !result.success);
  showTime(line.querySelector("time"), result.timestamp);
  setText(line, ".status", result.status_code ?? "–");
  setText(line, ".whole", duration(result.response_time_ms));
  for (const [index, name] of ["dns", "connect", "tls", "ttfb", "transfer"].entries()) {
    line.querySelectorAll(".phase")[index].textContent = duration(result[`${name}_ms`]);
  }
  setText(line, ".size", size(result.response_size_bytes));
  const severity = result.success ? verdict.severity : "failed";
  if (severity) line.querySelector(".verdict").prepend(tag(severity), " ");
  setText(line, ".score", verdict.anomaly_score === null ? "" : verdict.anomaly_score.toFixed(2));
  setText(line, ".verdict .reason", result.error_message ?? (severity && verdict.reasons[0]) ?? "");
  addOnTop(document.getElementById("probes"), line, longest.probes);
  document.getElementById("no-probes").hidden = true;
  if (!result.success) addError(result);
}

/** The same error again is counted where it stands. */
function addError(result) {
  const list = document.getElementById("errors");
  const status = String(result.status_code ?? "no response");
  const top = list.firstElementChild;
  const text = (selector) => top?.querySelector(selector).textContent;
  if (top && text(".status") === status && text(".reason") === result.error_message) {
    top.dataset.count = Number(top.dataset.count) + 1;
    setText(top, ".count", `${count(top.dataset.count)} times`);
    showTime(top.querySelector(".last"), result.timestamp);
    return;
  }
  const line = document.getElementById("error-line").content.cloneNode(true).firstElementChild;
  line.dataset.count = 1;
  for (const time of line.querySelectorAll("time")) showTime(time, result.timestamp);
  setText(line, ".status", status);
  setText(line, ".reason", result.error_message);
  addOnTop(list, line, longest.errors);
  document.getElementById("no-errors").hidden = true;
}

/** What Sonde tells at once is in its store, from which pages are made, within a quarter of a second. */
export function nowAndOnceStored(renew) {
  setTimeout(renew, 500);
  return renew();
}

/** Takes the tables and facts from the page loaded anew, where too much changed to renew it piece by piece. */
export async function renewFrom(address, ids) {
  const response = await fetch(address);
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const id of ids) {
    const [old, young] = [document.getElementById(id), fresh.getElementById(id)];
    if (!old || !young) continue;
    for (const element of young.querySelectorAll("time[datetime]")) showTime(element);
    // What is as it was keeps its place in a reader's hands.
    if (!old.isEqualNode(young)) old.replaceWith(young);
  }
}
