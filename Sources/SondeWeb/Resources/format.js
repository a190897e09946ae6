// Numbers and times as people read them; the server words its own parts the same way.

function rounded(value, steps) {
  return String(Math.round(value * steps) / steps);
}

/** A duration given in milliseconds: `850 µs`, `12.3 ms`, `212 ms`, `4.02 s`. */
export function duration(ms) {
  if (ms === null || ms === undefined) return "–";
  if (ms === 0) return "0 ms";
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  if (ms < 100) return `${rounded(ms, 10)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${rounded(ms / 1000, 100)} s`;
  return `${Math.round(ms / 60_000)} min`;
}

export function size(bytes) {
  if (bytes === null || bytes === undefined) return "–";
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${rounded(bytes / 1e3, 10)} kB`;
  if (bytes < 1e9) return `${rounded(bytes / 1e6, 10)} MB`;
  return `${rounded(bytes / 1e9, 10)} GB`;
}

export function count(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

const minutes = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const clock = new Intl.DateTimeFormat(undefined, { ...minutes, second: "2-digit" });
const dayAndClock = new Intl.DateTimeFormat(undefined, { ...minutes, day: "numeric", month: "short" });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

/** The reader's own time of day; with the date when it is not today's. */
export function time(date) {
  const today = date.toDateString() === new Date().toDateString();
  return (today ? clock : dayAndClock).format(date);
}

/** Shows `element`, a <time>, in the reader's own time zone. */
export function showTime(element, iso = element.dateTime) {
  const date = new Date(iso);
  if (!iso || Number.isNaN(date.getTime())) return;
  element.dateTime = iso;
  element.textContent = (element.dataset.prefix ?? "") + time(date);
  element.title = whole.format(date);
}

export function showTimes(root = document) {
  for (const element of root.querySelectorAll("time[datetime]")) showTime(element);
}
