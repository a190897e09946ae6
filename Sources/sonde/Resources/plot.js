// Puts the page together.

const byId = (id) => document.getElementById(id);

function sum(numbers) {
  return numbers.reduce((total, one) => total + one, 0);
}

function writeTotals(summaries) {
  const began = summaries.reduce((least, { from }) => (from !== null && from < least ? from : least), Infinity);
  const ended = summaries.reduce((most, { to }) => (to !== null && to > most ? to : most), -Infinity);
  byId("totals").textContent = [
    several(summaries.length, "API"), several(sum(summaries.map(({ points }) => points)), "point"),
    ...(began <= ended ? [`${toMinute(began)} to ${toMinute(ended)} UTC`] : []),
    several(sum(summaries.map(({ marks }) => marks)), "mark"),
    several(sum(summaries.map(({ pages }) => pages.length)), "page"),
  ].join(" · ");
}

function writeFacts(series) {
  const parts = [several(series.points, "point")];
  if (series.failures > 0) parts.push(`${count(series.failures)} failed`);
  parts.push(several(series.marks.length + series.leftOut, "mark"), several(series.pages.length, "page"));
  if (series.leftOut > 0) parts.push(`the ${count(series.leftOut)} least surprising marks are left out`);
  byId("facts").textContent = parts.join(" · ");
}

function start(summaries) {
  const chart = new Chart(byId("chart"));
  let chosen = null;
  const choose = (index) => {
    if (chosen === index) return;
    chosen = index;
    const series = new Series(index, summaries[index]);
    byId("series-title").textContent = series.name;
    writeFacts(series);
    chart.show(series);
    choice.mark(index);
    table.show(index);
  };
  const choice = new Choice(summaries, choose);
  const table = new PageTable(summaries, (index, page) => {
    choose(index);
    chart.showPage(page);
    byId("chart").closest("section").scrollIntoView({ block: "nearest" });
  });
  const onClick = (id, act) => byId(id).addEventListener("click", act);
  onClick("earlier", () => chart.change(() => chart.window.pan(-0.5)));
  onClick("later", () => chart.change(() => chart.window.pan(0.5)));
  onClick("closer", () => chart.change(() => chart.window.zoom(0.5)));
  onClick("farther", () => chart.change(() => chart.window.zoom(2)));
  onClick("all", () => chart.change(() => chart.window.showAll()));
  onClick("logarithmic", () => byId("logarithmic").setAttribute("aria-pressed", String(chart.toggleLogarithm())));
  byId("main").classList.toggle("single", summaries.length < 2);
  byId("choice").hidden = summaries.length < 2;
  byId("main").hidden = false;
  choose(choice.order[0]);
}

const summaries = read("summary");
writeTotals(summaries);
if (summaries.length > 0) start(summaries);
else byId("nothing").hidden = false;
