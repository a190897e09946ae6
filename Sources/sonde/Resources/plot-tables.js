// The list of APIs and the table of pages.

const mostRows = 200; // of the table, until all are asked for

/** The list to choose an API from, those with most pages and marks first. */
class Choice {
  constructor(summaries, onChoice) {
    this.list = document.getElementById("apis");
    this.onChoice = onChoice;
    this.order = summaries.map((_, index) => index).sort((one, other) => (
      summaries[other].pages.length - summaries[one].pages.length || summaries[other].marks - summaries[one].marks
        || one - other));
    this.buttons = new Map(this.order.map((index) => [index, this.#button(summaries[index], index)]));
    document.getElementById("choice-count").textContent = count(summaries.length);
    this.#listen(summaries);
  }

  #button(summary, index) {
    const button = element("button");
    button.type = "button";
    button.tabIndex = -1;
    button.dataset.index = index;
    const name = element("span", "name", summary.name);
    name.title = summary.name;
    button.append(name, labelled("marks", summary.marks, "mark"));
    if (summary.pages.length > 0) {
      button.append(labelled(`tag ${worst(summary.pages)}`, summary.pages.length, "page"));
    }
    const item = element("li");
    item.append(button);
    this.list.append(item);
    return button;
  }

  #listen(summaries) {
    const search = document.getElementById("search");
    search.hidden = summaries.length <= 10;
    search.addEventListener("input", () => this.#filter(search.value, summaries));
    search.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") this.#move(null, 1, event);
      if (event.key === "Enter") this.#visible()[0]?.click();
    });
    this.list.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.onChoice(Number(button.dataset.index));
    });
    this.list.addEventListener("keydown", (event) => {
      const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
      if (event.key in steps) this.#move(event.target, steps[event.key], event);
    });
  }

  #visible() {
    return [...this.buttons.values()].filter((button) => !button.parentElement.hidden);
  }

  #move(from, by, event) {
    const buttons = this.#visible();
    const index = Math.min(Math.max(buttons.indexOf(from) + by, 0), buttons.length - 1);
    buttons[index]?.focus();
    event.preventDefault();
  }

  #filter(text, summaries) {
    const wanted = text.trim().toLowerCase();
    for (const [index, button] of this.buttons) {
      button.parentElement.hidden = !summaries[index].name.toLowerCase().includes(wanted);
    }
    document.getElementById("no-match").hidden = this.#visible().length > 0;
    this.#setStop();
  }

  /** One of the buttons is reached with the tabulator: the chosen one, or else the first. */
  #setStop() {
    const visible = this.#visible();
    const chosen = this.buttons.get(this.chosen);
    const stop = visible.includes(chosen) ? chosen : visible[0];
    for (const button of this.buttons.values()) button.tabIndex = button === stop ? 0 : -1;
  }

  mark(index) {
    this.chosen = index;
    for (const [each, button] of this.buttons) button.setAttribute("aria-current", String(each === index));
    this.buttons.get(index).scrollIntoView({ block: "nearest" });
    this.#setStop();
  }
}

/** A count whose noun is heard but not seen, as it stands over the column. */
function labelled(className, value, noun) {
  const label = element("span", className, count(value));
  label.append(element("span", "unseen", several(value, noun).slice(count(value).length)));
  return label;
}

/** The gravest severity of some pages. */
function worst(pages) {
  return ["critical", "high", "medium"].find((severity) => pages.some((page) => page.severity === severity)) ?? "high";
}

/** The table of pages; choosing one shows it. */
class PageTable {
  constructor(summaries, onChoice) {
    this.body = document.getElementById("pages");
    this.table = this.body.parentElement;
    this.rest = document.getElementById("rest");
    this.every = summaries.flatMap((summary, index) => summary.pages.map((page) => ({ page, index, name: summary.name })))
      .sort((one, other) => one.page.from - other.page.from);
    this.scope = "one";
    this.onChoice = onChoice;
    this.#listen();
    document.getElementById("scope").hidden = summaries.length < 2;
  }

  #listen() {
    document.getElementById("scope").addEventListener("click", (event) => {
      const chosen = event.target.closest("button");
      if (!chosen) return;
      this.scope = chosen.dataset.scope;
      for (const button of chosen.parentElement.children) {
        button.setAttribute("aria-pressed", String(button === chosen));
      }
      this.fill();
    });
    this.rest.addEventListener("click", () => this.fill(Infinity));
    this.body.addEventListener("click", (event) => {
      const row = event.target.closest("tr");
      if (!row) return;
      const { page, index } = this.rows[row.sectionRowIndex];
      this.chosen = page;
      this.onChoice(index, page);
      this.#markChosen();
    });
  }

  /** Shows the pages of a series, if not those of all are shown. */
  show(index) {
    if (this.index === index) return;
    this.index = index;
    if (this.scope === "one" || !this.rows) this.fill();
  }

  fill(most = mostRows) {
    const all = this.scope === "one" ? this.every.filter(({ index }) => index === this.index) : this.every;
    this.rows = all.slice(0, most);
    this.table.className = `pages ${this.scope}`;
    this.body.replaceChildren(...this.rows.map((row) => this.#row(row)));
    this.table.hidden = all.length === 0;
    this.rest.hidden = this.rows.length === all.length;
    this.rest.textContent = `Show all ${count(all.length)}`;
    const none = document.getElementById("no-pages");
    none.hidden = all.length > 0;
    none.textContent = this.scope === "one" ? "Nobody would have been paged for this API."
      : "Nobody would have been paged.";
    this.#markChosen();
  }

  #row({ page, name }) {
    const row = element("tr");
    const opened = element("td");
    const button = element("button", "", moment(page.from));
    button.type = "button";
    button.title = "Show this page on the chart";
    opened.append(button);
    const severity = element("td");
    severity.append(element("span", `tag ${page.severity}`, page.severity));
    const reasons = element("td", "reasons");
    for (const reason of page.reasons) reasons.append(element("div", "", reason));
    row.append(
      opened, element("td", "api", name), severity, element("td", "", page.kind),
      element("td", "num lasted", page.to === null ? "still open" : duration(page.to - page.from)), reasons);
    return row;
  }

  #markChosen() {
    this.rows.forEach(({ page }, at) => this.body.rows[at].classList.toggle("chosen", page === this.chosen));
  }
}
