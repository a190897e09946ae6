// The chart: what is shown, and how pointer and keys change it.

const mostAway = 9; // pixels between the pointer and a mark that it means

class Chart {
  constructor(host) {
    this.host = host;
    this.canvas = host.querySelector("canvas");
    this.tip = document.getElementById("tip");
    this.spoken = document.getElementById("spoken");
    this.window = new TimeWindow(0, day);
    this.colours = new Colours(() => this.draw());
    new ResizeObserver(() => this.draw()).observe(host);
    this.#listenToPointer();
    host.addEventListener("keydown", (event) => this.#press(event));
    host.addEventListener("blur", () => this.#point(null));
  }

  show(series) {
    this.series = series;
    this.window.reset(...series.span);
    this.#point(null);
    this.spoken.textContent = "";
    this.host.setAttribute("aria-label", `${series.name}: measured and expected values, marks and pages`);
  }

  /** Shows a page with about as much before and after it. */
  showPage(page) {
    const length = this.series.endOf(page) - page.from;
    const margin = Math.max(length, Number.isFinite(this.series.pause) ? 12 * this.series.pause : minute);
    this.change(() => this.window.show(page.from - margin, page.from + length + margin));
  }

  /** Alters the window and draws it. */
  change(alter) {
    alter();
    this.#point(null);
  }

  toggleLogarithm() {
    this.isLogarithmic = !this.isLogarithmic;
    this.draw();
    return this.isLogarithmic;
  }

  /** Draws once before the next frame, however often it is asked. */
  draw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      if (this.series) this.#paint();
    });
  }

  #paint() {
    const { clientWidth: width, clientHeight: height } = this.host;
    const density = devicePixelRatio || 1;
    Object.assign(this.canvas, { width: Math.round(width * density), height: Math.round(height * density) });
    const canvas = this.canvas.getContext("2d");
    canvas.scale(density, density);
    canvas.font = `12px ${getComputedStyle(document.body).fontFamily}`;
    const values = this.series.valueRange(this.window.from, this.window.to, this.isLogarithmic);
    const area = { left: 72, top: 8, width: Math.max(50, width - 84), height: Math.max(50, height - 36) };
    this.scale = new Scale(area, this.window, values, this.isLogarithmic);
    this.painting = new Painting(canvas, this.colours, this.series, this.scale);
    this.painting.all();
    if (this.dragging?.isZoom) this.painting.selection(this.dragging.from, this.dragging.to);
    else if (this.found) this.painting.cursor(this.found);
    this.host.dataset.from = Math.round(this.window.from);
    this.host.dataset.to = Math.round(this.window.to);
  }

  /** Reads what is at a time, or nothing; a bucket is read in its middle. */
  #point(time, mark = null) {
    this.found = time === null ? null : findAt(this.series, time, mark);
    this.tip.hidden = !this.found;
    if (this.found) {
      if (mark) this.found.time = mark.time;
      else if (this.found.index !== null) this.found.time = this.series.middle(this.found.index);
      fillTip(this.tip, this.series, this.found);
      this.#placeTip();
    }
    this.draw();
  }

  /** Beside the point, on the side with more room. */
  #placeTip() {
    const x = (this.found.time - this.window.from) / (this.window.to - this.window.from) * this.scale.area.width
      + this.scale.area.left;
    const isRight = x < this.host.clientWidth / 2;
    const left = isRight ? x + 14 : x - 14 - this.tip.offsetWidth;
    const most = Math.max(0, this.host.clientWidth - this.tip.offsetWidth);
    this.tip.style.transform = `translate(${Math.min(Math.max(0, left), most)}px, 12px)`;
  }

  // Pointer

  #listenToPointer() {
    const { host } = this;
    host.addEventListener("pointerdown", (event) => this.#grab(event));
    host.addEventListener("pointermove", (event) => (this.dragging ? this.#drag(event) : this.#hover(event)));
    host.addEventListener("pointerup", (event) => this.#release(event));
    host.addEventListener("pointercancel", () => this.#drop());
    host.addEventListener("pointerleave", () => this.dragging || this.#point(null));
    host.addEventListener("dblclick", () => this.change(() => this.window.showAll()));
    host.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  #x(event) {
    const { left, width } = this.scale.area;
    return Math.min(Math.max(event.clientX - this.host.getBoundingClientRect().left, left), left + width);
  }

  #grab(event) {
    if (event.button !== 0 || !this.scale) return;
    this.host.setPointerCapture(event.pointerId);
    const x = this.#x(event);
    this.dragging = { isZoom: !event.shiftKey, from: x, to: x };
    this.host.classList.toggle("panning", event.shiftKey);
  }

  #drag(event) {
    const { dragging } = this;
    const x = this.#x(event);
    if (!dragging.isZoom) this.window.pan((dragging.to - x) / this.scale.area.width);
    dragging.to = x;
    this.#point(null);
  }

  /** A drag of a few pixels was meant as a click. */
  #release() {
    const { dragging } = this;
    this.#drop();
    if (!dragging?.isZoom || Math.abs(dragging.to - dragging.from) < 5) return;
    const times = [dragging.from, dragging.to].map((x) => this.scale.time(x)).sort((one, other) => one - other);
    this.change(() => this.window.show(...times));
  }

  #drop() {
    this.dragging = null;
    this.host.classList.remove("panning");
    this.draw();
  }

  #hover(event) {
    if (!this.scale || !this.painting) return;
    const x = this.#x(event);
    const y = event.clientY - this.host.getBoundingClientRect().top;
    const near = this.series.marks
      .filter((mark) => Math.abs(this.scale.x(mark.time) - x) <= mostAway)
      .map((mark) => [mark, Math.hypot(...this.painting.spot(mark).map((at, axis) => at - [x, y][axis]))])
      .filter(([, distance]) => distance <= mostAway)
      .sort(([, one], [, other]) => one - other)[0];
    this.#point(near ? near[0].time : this.scale.time(x), near?.[0]);
  }

  /** Sideways pans; with Ctrl, as pinching does, it zooms; else the page scrolls. */
  #wheel(event) {
    if (!this.scale) return;
    const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (!event.ctrlKey && !isSideways) return;
    event.preventDefault();
    const around = this.scale.time(this.#x(event));
    this.change(() => {
      if (event.ctrlKey) this.window.zoom(1.002 ** event.deltaY, around);
      else this.window.pan((event.deltaX || event.deltaY) / this.scale.area.width);
    });
  }

  // Keys

  #press(event) {
    if (!this.series || event.ctrlKey || event.metaKey || event.altKey) return;
    const isPanning = event.shiftKey;
    const action = {
      ArrowLeft: () => (isPanning ? this.change(() => this.window.pan(-0.25)) : this.#step(-1)),
      ArrowRight: () => (isPanning ? this.change(() => this.window.pan(0.25)) : this.#step(1)),
      "+": () => this.change(() => this.window.zoom(0.5, this.found?.time)),
      "=": () => this.change(() => this.window.zoom(0.5, this.found?.time)),
      "-": () => this.change(() => this.window.zoom(2, this.found?.time)),
      0: () => this.change(() => this.window.showAll()),
      Home: () => this.#readBucket(0),
      End: () => this.#readBucket(this.series.length - 1),
      Escape: () => this.#point(null),
      m: () => this.#next(this.series.marks, (mark) => mark.time, isPanning),
      p: () => this.#next(this.series.pages, (page) => page.from, isPanning),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  /** To the bucket before or after the one that is read, or to the first in view. */
  #step(by) {
    const next = firstIndex(this.series.length, (index) => (
      this.series.middle(index) >= (this.found?.time ?? this.window.from)));
    if (!this.found) this.#readBucket(next);
    else if (this.found.index === null) this.#readBucket(by > 0 ? next : next - 1);
    else this.#readBucket(this.found.index + by);
  }

  #readBucket(index) {
    if (this.series.length === 0) return;
    this.#speakOf(this.series.middle(Math.min(Math.max(index, 0), this.series.length - 1)));
  }

  /** Goes to the next of some, or to the one before, and from the last to the first. */
  #next(all, timeOf, isBackward) {
    if (all.length === 0) return;
    const now = this.found?.time ?? (isBackward ? Infinity : -Infinity);
    const chosen = isBackward ? all.findLast((one) => timeOf(one) < now) ?? all.at(-1)
      : all.find((one) => timeOf(one) > now) ?? all[0];
    this.#speakOf(timeOf(chosen), chosen.surprise === undefined ? null : chosen);
  }

  #speakOf(time, mark = null) {
    this.window.reveal(time);
    this.#point(time, mark);
    this.spoken.textContent = sentence(this.series, this.found);
  }
}
