// What the chart says of the point that is read, to the eye and to a screen reader.

/** What is at a time: the bucket, the mark and the pages. `mark` is given where it was pointed at. */
function findAt(series, time, mark = null) {
  const index = series.nearest(time);
  const pages = series.pages.filter((page) => page.from <= time && time <= series.endOf(page));
  if (mark || index === null) return { time, index, mark, pages };
  const isIn = ({ time: at }) => at >= series.starts[index] && at <= series.ends[index];
  const within = series.marks.filter(isIn);
  const worst = within.reduce((one, other) => (one && one.surprise >= other.surprise ? one : other), null);
  return { time, index, mark: worst, pages };
}

/** Pairs of a word and what it stands for. */
function measuredFacts(series, { index, mark }) {
  if (index === null) return [["Measured", "nothing here"]];
  const { write } = series;
  const count = series.countOf(index);
  const failures = series.failuresOf(index);
  const facts = [];
  if (mark && mark.value !== null) facts.push(["Value", write(mark.value)]);
  else if (series.last[index] === null) facts.push(["Value", failures === 1 ? "failed" : `${failures} failed`]);
  else facts.push([count > 1 ? "Last value" : "Value", write(series.last[index])]);
  if (count > 1 && series.last[index] !== null) {
    facts.push([`${several(count, "point")}`, `${write(series.least[index])} to ${write(series.greatest[index])}`]);
  }
  if (failures > 0 && series.last[index] !== null) facts.push(["Failed", `${failures} of ${count}`]);
  if (series.hasBand(index)) {
    facts.push(["Expected", `${write(series.low[index])} to ${write(series.high[index])}`]);
  }
  return facts;
}

function markFacts(mark) {
  const facts = [];
  if (mark.surprise !== null) facts.push(["Surprise", `${mark.surprise.toFixed(2)} (${rarity(mark.surprise)})`]);
  if (mark.score !== null) facts.push(["Score", mark.score.toFixed(3)]);
  return facts;
}

function pageTitle(series, page) {
  const lasted = page.to === null ? "still open" : duration(page.to - page.from);
  return `Page: ${page.severity}, ${page.kind}, from ${moment(page.from)}, ${lasted}`;
}

/** When a bucket was: a moment, or from when to when. */
function whenOf(series, { index, time, mark }) {
  if (mark) return moment(mark.time);
  if (index === null) return moment(Math.round(time));
  const [start, end] = [series.starts[index], series.ends[index]];
  if (start === end) return moment(start);
  return `${moment(start)} to ${fullDay(start) === fullDay(end) ? clock(end) : moment(end)}`;
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function listOf(reasons) {
  const list = element("ul");
  for (const reason of reasons) list.append(element("li", "", reason));
  return list;
}

function definitions(facts) {
  const list = element("dl");
  for (const [word, meaning] of facts) list.append(element("dt", "", word), element("dd", "", meaning));
  return list;
}

/** Fills the tooltip. */
function fillTip(tip, series, found) {
  tip.replaceChildren(element("strong", "", whenOf(series, found)), definitions(measuredFacts(series, found)));
  if (found.mark) {
    const part = element("div", "part");
    part.append(element("strong", "", "Mark"), definitions(markFacts(found.mark)), listOf(found.mark.reasons));
    tip.append(part);
  }
  // Pages that overlap in great number would fill the screen.
  for (const page of found.pages.slice(0, 3)) {
    const part = element("div", `part page ${page.severity}`);
    part.append(element("strong", "", pageTitle(series, page)), listOf(page.reasons));
    tip.append(part);
  }
}

/** The same in one sentence. */
function sentence(series, found) {
  const facts = [...measuredFacts(series, found), ...(found.mark ? markFacts(found.mark) : [])];
  const parts = [whenOf(series, found), ...facts.map(([word, meaning]) => `${word}: ${meaning}`)];
  if (found.mark) parts.push(...found.mark.reasons);
  for (const page of found.pages) parts.push(pageTitle(series, page), ...page.reasons);
  return parts.join(". ");
}
