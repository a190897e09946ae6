// From times and values to pixels, and the lines between which people read them.

/** The window of time that is shown, kept within the record. */
class TimeWindow {
  constructor(from, to) {
    this.reset(from, to);
  }

  reset(from, to) {
    const margin = Math.max((to - from) * 0.01, 1);
    [this.least, this.greatest] = [from - margin, to + margin];
    this.showAll();
  }

  showAll() {
    [this.from, this.to] = [this.least, this.greatest];
  }

  get isWhole() {
    return this.from <= this.least && this.to >= this.greatest;
  }

  /** Shows the span as far as it lies within the record, and never less than ten milliseconds. */
  show(from, to) {
    const middle = (from + to) / 2;
    const span = Math.min(Math.max(to - from, 10), this.greatest - this.least);
    const start = Math.min(Math.max(middle - span / 2, this.least), this.greatest - span);
    [this.from, this.to] = [start, start + span];
  }

  /** `factor` below 1 shows less; the time `around` stays where it is. */
  zoom(factor, around = (this.from + this.to) / 2) {
    this.show(around - (around - this.from) * factor, around + (this.to - around) * factor);
  }

  /** Moves by a part of what is shown. */
  pan(part) {
    const step = (this.to - this.from) * part;
    this.show(this.from + step, this.to + step);
  }

  /** Moves as little as shows a time. */
  reveal(time) {
    if (time < this.from || time > this.to) this.pan((time - (this.from + this.to) / 2) / (this.to - this.from));
  }
}

/** Where times and values lie in the area of the chart. */
class Scale {
  /** `area` is {left, top, width, height} in pixels; `values` is [low, high]. */
  constructor(area, window, [low, high], isLogarithmic) {
    this.area = area;
    [this.from, this.to] = [window.from, window.to];
    this.isLogarithmic = isLogarithmic && low > 0;
    [this.low, this.high] = [this.#height(low), this.#height(high)];
  }

  #height(value) {
    return this.isLogarithmic ? Math.log10(Math.max(value, 1e-12)) : value;
  }

  x(time) {
    return this.area.left + (time - this.from) / (this.to - this.from) * this.area.width;
  }

  /** Never so far outside that a browser would draw for minutes. */
  y(value) {
    const part = (this.#height(value) - this.low) / (this.high - this.low);
    return this.area.top + this.area.height * Math.min(Math.max(1 - part, -5), 6);
  }

  time(x) {
    return this.from + (x - this.area.left) / this.area.width * (this.to - this.from);
  }

  /** Round values to draw lines at. */
  valueTicks() {
    return this.isLogarithmic ? this.#decades() : this.#steps(this.area.height / 50);
  }

  #decades() {
    const ticks = [];
    const digits = this.high - this.low > 3 ? [1] : [1, 2, 5];
    for (let power = Math.floor(this.low); power <= this.high; power += 1) {
      for (const digit of digits) ticks.push(digit * 10 ** power);
    }
    const inside = ticks.filter((value) => Math.log10(value) >= this.low && Math.log10(value) <= this.high);
    return inside.length > 1 ? inside : this.#steps(5).map((power) => 10 ** power);
  }

  #steps(most) {
    const rough = (this.high - this.low) / Math.max(2, most);
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((digit) => digit * power).find((size) => size >= rough);
    const first = Math.ceil(this.low / step);
    const ticks = [];
    for (let index = first; index * step <= this.high && ticks.length < 50; index += 1) {
      ticks.push(Number((index * step).toPrecision(12)));
    }
    return ticks;
  }

  /** Round times to draw lines at, with what to write there. */
  timeTicks() {
    const rough = (this.to - this.from) / Math.max(2, this.area.width / 95);
    const step = timeSteps.find((size) => size >= rough);
    return step ? this.#clockTicks(step) : this.#calendarTicks(rough / (30.4 * day));
  }

  #clockTicks(step) {
    // Weeks begin on Mondays, and 1970 began on a Thursday.
    const offset = step % (7 * day) === 0 ? 4 * day : 0;
    const ticks = [];
    for (let time = Math.ceil((this.from - offset) / step) * step + offset; time <= this.to; time += step) {
      ticks.push({ time, label: time % day === 0 ? dayOfYear(time) : clock(time, step) });
    }
    return ticks;
  }

  #calendarTicks(rough) {
    const step = [1, 2, 3, 6, 12, 24, 60, 120].find((size) => size >= rough) ?? 1200;
    const first = new Date(this.from);
    let month = Math.ceil((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step;
    const ticks = [];
    for (let most = 50; most > 0; most -= 1, month += step) {
      const time = Date.UTC(Math.floor(month / 12), month % 12);
      if (time > this.to) break;
      const year = Math.floor(month / 12);
      if (time >= this.from) ticks.push({ time, label: step % 12 === 0 ? `${year}` : `${months[month % 12]} ${year}` });
    }
    return ticks;
  }
}

const timeSteps = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, second, 2 * second, 5 * second, 10 * second, 15 * second, 30 * second,
  minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour,
  day, 2 * day, 7 * day, 14 * day,
];
