// Numbers and times as people read them. All times are milliseconds since 1970 and shown in UTC.

const second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

function rounded(value, steps) {
  return String(Math.round(value * steps) / steps);
}

/** A stretch of time given in milliseconds: `850 µs`, `12.3 ms`, `4.02 s`, `35 min`, `5.5 h`, `12 d`. */
function duration(ms) {
  const size = Math.abs(ms);
  if (size === 0) return "0 ms";
  if (size < 1) return `${Math.round(ms * 1000)} µs`;
  if (size < 100) return `${rounded(ms, 10)} ms`;
  if (size < second) return `${Math.round(ms)} ms`;
  if (size < minute) return `${rounded(ms / second, 100)} s`;
  if (size < hour) return `${rounded(ms / minute, size < 10 * minute ? 10 : 1)} min`;
  if (size < 2 * day) return `${rounded(ms / hour, 10)} h`;
  return `${rounded(ms / day, 10)} d`;
}

const grouped = new Intl.NumberFormat("en", { maximumSignificantDigits: 5 });

/** A plain number to five significant digits. */
function number(value) {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 1e-4)) return value.toExponential(3).replace(/\.?0+e/, "e");
  return grouped.format(value);
}

/** How values of a series are written. */
function writer(isResponseTime) {
  return isResponseTime ? duration : number;
}

function count(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** `1 page`, `2 pages`. */
function several(value, noun) {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (value) => String(value).padStart(2, "0");

function clock(time, precision = second) {
  const date = new Date(time);
  const minutes = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  if (precision >= minute) return minutes;
  const seconds = `${minutes}:${two(date.getUTCSeconds())}`;
  return precision >= second ? seconds : `${seconds}.${String(date.getUTCMilliseconds()).padStart(3, "0")}`;
}

/** `12 Mar`. */
function dayOfYear(time) {
  const date = new Date(time);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
}

/** `12 Mar 2026`. */
function fullDay(time) {
  return `${dayOfYear(time)} ${new Date(time).getUTCFullYear()}`;
}

/** `12 Mar 2026 10:04:05`, with milliseconds where there are any. */
function moment(time) {
  return `${fullDay(time)} ${clock(time, time % second === 0 ? second : 1)}`;
}

/** `12 Mar 2026 10:04`. */
function toMinute(time) {
  return `${fullDay(time)} ${clock(time, minute)}`;
}

/** How rare a surprise is: `1 in 1 600`. */
function rarity(surprise) {
  return surprise > 12 ? `1 in 10^${Math.round(surprise)}` : `1 in ${count(Number((10 ** surprise).toPrecision(2)))}`;
}
