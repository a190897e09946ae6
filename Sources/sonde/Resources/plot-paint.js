// Draws one series on a canvas.

/** The colours of the style sheet, read anew whenever the scheme changes. */
class Colours {
  constructor(onChange) {
    this.#read();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#read();
      onChange();
    });
  }

  #read() {
    const style = getComputedStyle(document.documentElement);
    const names = ["ink", "muted", "line", "card", "chart", "band", "mark", "down", "accent"];
    for (const name of [...names, "medium", "high", "critical"]) {
      this[name] = style.getPropertyValue(`--${name}`).trim();
    }
  }

  /** Of a page: those of a severity that is not known are drawn as high. */
  severity(name) {
    return ["medium", "high", "critical"].includes(name) ? this[name] : this.high;
  }
}

/** One drawing of a series. */
class Painting {
  constructor(canvas, colours, series, scale) {
    Object.assign(this, { canvas, colours, series, scale, area: scale.area });
    this.range = series.indices(scale.from, scale.to);
  }

  all() {
    this.#valueGrid();
    this.#timeGrid();
    this.#clipped(() => {
      for (const page of this.series.pages) this.#page(page);
      this.#band();
      this.#extremes();
      this.#line();
      this.#failures();
      this.#marks();
    });
  }

  #clipped(draw) {
    this.canvas.save();
    this.canvas.beginPath();
    this.canvas.rect(this.area.left, this.area.top, this.area.width, this.area.height);
    this.canvas.clip();
    draw();
    this.canvas.restore();
  }

  #valueGrid() {
    const { canvas, area, colours } = this;
    Object.assign(canvas, { textAlign: "right", textBaseline: "middle" });
    for (const value of this.scale.valueTicks()) {
      const y = Math.round(this.scale.y(value)) + 0.5;
      canvas.fillStyle = colours.line;
      canvas.fillRect(area.left, y - 0.5, area.width, 1);
      canvas.fillStyle = colours.muted;
      canvas.fillText(this.series.write(value), area.left - 8, y);
    }
  }

  #timeGrid() {
    const { canvas, area, colours } = this;
    Object.assign(canvas, { textAlign: "center", textBaseline: "top" });
    for (const { time, label } of this.scale.timeTicks()) {
      const x = Math.round(this.scale.x(time));
      canvas.fillStyle = colours.line;
      canvas.fillRect(x, area.top + area.height, 1, 5);
      canvas.fillStyle = colours.muted;
      canvas.fillText(label, Math.min(Math.max(x, 24), area.left + area.width - 24), area.top + area.height + 8);
    }
  }

  #page(page) {
    const left = Math.max(this.area.left - 9, this.scale.x(page.from));
    const right = Math.min(this.area.left + this.area.width + 9, this.scale.x(this.series.endOf(page)));
    if (right < this.area.left || left > this.area.left + this.area.width) return;
    const width = Math.max(2, right - left);
    this.canvas.fillStyle = this.colours.severity(page.severity);
    this.canvas.globalAlpha = 0.16;
    this.canvas.fillRect(left, this.area.top, width, this.area.height);
    this.canvas.globalAlpha = 1;
    this.canvas.fillRect(left, this.area.top, width, 3);
  }

  /** Calls `draw` with the first index and the end of each run of buckets without a gap for which `belongs` holds. */
  #runs(belongs, draw) {
    let begin = null;
    const [first, end] = this.range;
    for (let index = first; index < end; index += 1) {
      const isIn = belongs(index);
      if (begin !== null && (!isIn || this.series.isAfterGap(index))) {
        draw(begin, index);
        begin = null;
      }
      if (isIn) begin ??= index;
    }
    if (begin !== null) draw(begin, end);
  }

  /** The corners of a run along a column: in the middle of each bucket, and to the very ends of the first and last. */
  #corners(column, begin, end) {
    const { series, scale } = this;
    const corners = [[scale.x(series.starts[begin]), scale.y(column[begin])]];
    for (let index = begin; index < end; index += 1) {
      corners.push([scale.x(series.middle(index)), scale.y(column[index])]);
    }
    corners.push([scale.x(series.ends[end - 1]), scale.y(column[end - 1])]);
    return corners;
  }

  #trace(corners) {
    corners.forEach(([x, y], index) => (index === 0 ? this.canvas.moveTo(x, y) : this.canvas.lineTo(x, y)));
  }

  #fillBetween(lower, upper, begin, end) {
    const corners = [...this.#corners(upper, begin, end), ...this.#corners(lower, begin, end).reverse()];
    // A run of one point would have no width.
    if (corners[0][0] === corners[corners.length / 2 - 1][0]) corners.forEach((corner, at) => {
      corner[0] += at % (corners.length - 1) === 0 ? -1.5 : 1.5;
    });
    this.canvas.beginPath();
    this.#trace(corners);
    this.canvas.closePath();
    this.canvas.fill();
  }

  #band() {
    const { canvas, colours, series } = this;
    if (series.low === null) return;
    canvas.fillStyle = canvas.strokeStyle = colours.band;
    this.#runs((index) => series.hasBand(index), (begin, end) => {
      canvas.globalAlpha = 0.22;
      this.#fillBetween(series.low, series.high, begin, end);
      canvas.globalAlpha = 0.55;
      canvas.lineWidth = 1;
      canvas.beginPath();
      this.#trace(this.#corners(series.low, begin, end));
      this.#trace(this.#corners(series.high, begin, end));
      canvas.stroke();
    });
    canvas.globalAlpha = 1;
  }

  /** How far the values of a bucket reach. */
  #extremes() {
    const { canvas, colours, series } = this;
    if (series.counts === null) return;
    canvas.fillStyle = canvas.strokeStyle = colours.chart;
    canvas.globalAlpha = 0.38;
    canvas.lineWidth = 1;
    this.#runs((index) => series.last[index] !== null, (begin, end) => {
      this.#fillBetween(series.least, series.greatest, begin, end);
      // Without a border a single extreme among many buckets would be too thin to see.
      canvas.stroke();
    });
    canvas.globalAlpha = 1;
  }

  #line() {
    const { canvas, colours, series, scale } = this;
    canvas.strokeStyle = canvas.fillStyle = colours.chart;
    Object.assign(canvas, { lineWidth: 1.4, lineJoin: "round" });
    const isRoomy = (this.range[1] - this.range[0]) * 8 < this.area.width;
    this.#runs((index) => series.last[index] !== null, (begin, end) => {
      canvas.beginPath();
      this.#trace(this.#corners(series.last, begin, end));
      canvas.stroke();
      if (!isRoomy && end - begin > 1) return;
      for (let index = begin; index < end; index += 1) {
        this.#dot(scale.x(series.middle(index)), scale.y(series.last[index]), 2);
      }
    });
  }

  #dot(x, y, radius) {
    this.canvas.beginPath();
    this.canvas.arc(x, y, radius, 0, 2 * Math.PI);
    this.canvas.fill();
  }

  #failures() {
    if (this.series.failed === null) return;
    this.canvas.fillStyle = this.colours.down;
    for (let index = this.range[0]; index < this.range[1]; index += 1) {
      if (this.series.failed[index] === 0) continue;
      // Where all failed the tick is as broad as they last.
      const [from, to] = this.series.last[index] === null ? [this.series.starts[index], this.series.ends[index]]
        : [this.series.middle(index), this.series.middle(index)];
      const width = Math.max(2, this.scale.x(to) - this.scale.x(from));
      this.canvas.fillRect(this.scale.x(from) - 1, this.area.top + this.area.height - 10, width, 10);
    }
  }

  /** Many marks want small dots, and of those on one spot only the most surprising is drawn. */
  #marks() {
    const { canvas, colours, scale } = this;
    const shown = this.series.marks.filter((mark) => mark.time >= scale.from && mark.time <= scale.to);
    const size = Math.max(0.6, Math.min(1, this.area.width / shown.length / 6));
    const taken = new Set();
    Object.assign(canvas, { fillStyle: colours.mark, strokeStyle: colours.card, lineWidth: 1 });
    for (const mark of shown.sort((one, other) => other.surprise - one.surprise)) {
      const [x, y] = this.spot(mark);
      const cell = `${Math.round(x / 3)} ${Math.round(y / 3)}`;
      if (taken.has(cell)) continue;
      taken.add(cell);
      this.#dot(x, y, size * markRadius(mark));
      if (size > 0.9) canvas.stroke();
    }
  }

  /** Where a mark is drawn; one without a value stands above the tick of its failure. */
  spot(mark) {
    const y = mark.value === null ? this.area.top + this.area.height - 14 : this.scale.y(mark.value);
    return [this.scale.x(mark.time), y];
  }

  /** The span between two pixels, as it is chosen by dragging. */
  selection(from, to) {
    this.canvas.fillStyle = this.colours.accent;
    this.canvas.globalAlpha = 0.18;
    this.canvas.fillRect(Math.min(from, to), this.area.top, Math.abs(to - from), this.area.height);
    this.canvas.globalAlpha = 1;
  }

  /** The bucket or mark that is read. */
  cursor({ time, index, mark }) {
    const { canvas, colours, area, scale } = this;
    const x = scale.x(time);
    canvas.fillStyle = colours.muted;
    canvas.fillRect(Math.round(x), area.top, 1, area.height);
    Object.assign(canvas, { fillStyle: colours.card, strokeStyle: mark ? colours.mark : colours.chart, lineWidth: 2 });
    const spot = mark ? this.spot(mark)
      : index !== null && this.series.last[index] !== null ? [x, scale.y(this.series.last[index])] : null;
    if (!spot) return;
    this.#dot(...spot, mark ? markRadius(mark) + 1 : 3.5);
    canvas.stroke();
  }
}

/** The greater the surprise, the larger the dot. */
function markRadius(mark) {
  return 3 + Math.min(Math.max((mark.surprise ?? 2) - 2, 0), 4) * 0.6;
}
