// The data of the page: a summary of all series, and the details of one, read when it is chosen.

function read(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** The first index from which `isReached` holds, of `length` ones. */
function firstIndex(length, isReached) {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isReached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** One series: its buckets in the order of time, each a single point or several neighbouring ones. */
class Series {
  constructor(index, summary) {
    Object.assign(this, summary);
    this.write = writer(this.isResponseTime);
    const detail = read(`series-${index}`);
    this.last = detail.last;
    this.least = detail.least ?? detail.last;
    this.greatest = detail.greatest ?? detail.last;
    this.low = detail.low ?? null;
    this.high = detail.high ?? null;
    this.failed = detail.failures ?? null;
    this.counts = detail.count ?? null;
    this.pause = detail.pause ?? Infinity;
    this.marks = detail.marks;
    this.leftOut = detail.leftOut;
    this.#place(detail.at, detail.length);
    this.#findSpan();
  }

  #place(distances, lengths) {
    this.length = distances.length;
    this.starts = new Float64Array(this.length);
    this.ends = new Float64Array(this.length);
    let time = 0;
    for (let index = 0; index < this.length; index += 1) {
      time += distances[index];
      this.starts[index] = time;
      this.ends[index] = time + (lengths ? lengths[index] : 0);
    }
  }

  /** From the first to the last of whatever there is to see. */
  #findSpan() {
    let [from, to] = [Infinity, -Infinity];
    const include = (time) => {
      if (time === null) return;
      from = Math.min(from, time);
      to = Math.max(to, time);
    };
    if (this.length > 0) [this.starts[0], this.ends[this.length - 1]].forEach(include);
    for (const page of this.pages) [page.from, page.to].forEach(include);
    for (const mark of this.marks) include(mark.time);
    this.span = from <= to ? [from, to] : [0, day];
  }

  middle(index) {
    return (this.starts[index] + this.ends[index]) / 2;
  }

  countOf(index) {
    return this.counts ? this.counts[index] : 1;
  }

  failuresOf(index) {
    return this.failed ? this.failed[index] : 0;
  }

  hasBand(index) {
    return this.low !== null && this.low[index] !== null;
  }

  /** Whether the record has a gap before a bucket. */
  isAfterGap(index) {
    return index === 0 || this.starts[index] - this.ends[index - 1] > this.pause;
  }

  /** The end of a page; one that is open lasts as long as the record. */
  endOf(page) {
    return page.to ?? Math.max(this.span[1], page.from);
  }

  /** The indices of what is seen from `from` to `to`, and of one neighbour on either side. */
  indices(from, to) {
    const first = firstIndex(this.length, (index) => this.ends[index] >= from);
    const end = firstIndex(this.length, (index) => this.starts[index] > to);
    return [Math.max(0, first - 1), Math.min(this.length, end + 1)];
  }

  /** The bucket nearest to a time; null where the record has none or a gap. */
  nearest(time) {
    if (this.length === 0) return null;
    const next = firstIndex(this.length, (index) => this.middle(index) >= time);
    const isNext = next === 0 || (next < this.length && this.middle(next) - time < time - this.middle(next - 1));
    const index = isNext ? next : next - 1;
    const away = Math.max(this.starts[index] - time, time - this.ends[index]);
    return away > this.pause ? null : index;
  }

  /** The lowest and the highest of what is drawn from `from` to `to`, with a margin. */
  valueRange(from, to, isLogarithmic) {
    let [low, high] = [Infinity, -Infinity];
    const include = (value) => {
      if (value === null || (isLogarithmic && value <= 0)) return;
      low = Math.min(low, value);
      high = Math.max(high, value);
    };
    const [first, end] = this.indices(from, to);
    for (let index = first; index < end; index += 1) {
      if (this.ends[index] < from || this.starts[index] > to) continue;
      include(this.least[index]);
      include(this.greatest[index]);
      if (this.hasBand(index)) [this.low[index], this.high[index]].forEach(include);
    }
    for (const mark of this.marks) if (mark.time >= from && mark.time <= to) include(mark.value);
    if (low > high) return isLogarithmic ? [1, 10] : [0, 1];
    // Beyond that the span between them may be infinite.
    [low, high] = [low, high].map((value) => Math.min(Math.max(value, -1e300), 1e300));
    if (isLogarithmic) return [low / 1.2, high * 1.2];
    if (this.isResponseTime) low = Math.min(0, low);
    const margin = (high - low || Math.abs(high) || 1) * 0.06;
    return [low === 0 ? 0 : low - margin, high + margin];
  }
}
