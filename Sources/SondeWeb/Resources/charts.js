// Two charts on one time axis: the response time with what went wrong, and where the time went.
import { duration, time } from "./format.js";

/* global Dygraph */

export const phaseNames = ["dns", "connect", "tls", "ttfb", "transfer"];
const phaseLabels = ["DNS", "Connect", "TLS", "First byte", "Transfer"];
/** dygraphs puts the last series at the bottom: there belongs what comes first. */
export const stackedPhases = phaseNames.toReversed();
const severityRadius = { medium: 3, high: 4, critical: 5 };

// The legend is this page's own, and dygraphs' would set styles that the content security policy forbids.
if (typeof Dygraph !== "undefined") {
  Dygraph.PLUGINS = Dygraph.PLUGINS.filter((plugin) => plugin !== Dygraph.Plugins.Legend);
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  return new Proxy({}, { get: (_, name) => style.getPropertyValue(`--${name}`).trim() });
}

/** Drag zooms and a double click shows all; touch is left to the page, which a telephone must be able to scroll. */
function interaction(onReset) {
  const { touchstart, touchmove, touchend, ...model } = Dygraph.defaultInteractionModel;
  return { ...model, dblclick: onReset };
}

export class Charts {
  /** `on.window(from, to)`: the reader zoomed or moved. `on.reset()`: the whole range is wanted. `on.point(time)`. */
  constructor(timesElement, phasesElement, on) {
    this.elements = [timesElement, phasesElement];
    this.on = on;
    this.trouble = { anomalies: [], failures: [], incidents: [] };
    this.colours = colours();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#recolour());
  }

  /** Draws `data`: rows for both charts, and the trouble to mark. `window` is [from, to] in milliseconds. */
  show(data, window) {
    this.trouble = data.trouble;
    this.window = window;
    if (!this.times) return this.#create(data, window);
    this.times.updateOptions({ file: data.times, dateWindow: window });
    this.phases.updateOptions({ file: data.phases, dateWindow: window });
  }

  #create(data, window) {
    const common = {
      dateWindow: window, legend: "never", labelsUTC: false, interactionModel: interaction(() => this.on.reset()),
      axisLineColor: this.colours.line, gridLineColor: this.colours.line, gridLineWidth: 1,
      highlightCircleSize: 3, rightGap: 8, xRangePad: 0, drawCallback: (chart) => this.#drawn(chart),
      unhighlightCallback: () => this.#point(null),
      highlightCallback: (event, x) => this.#point(x),
    };
    const axes = {
      x: { axisLabelWidth: 64, drawGrid: false },
      y: { axisLabelWidth: 52, axisLabelFormatter: duration, includeZero: true },
    };
    this.times = new Dygraph(this.elements[0], data.times, {
      ...common, axes, labels: ["Time", "Response"], customBars: true, includeZero: true, fillAlpha: 0.18,
      strokeWidth: 1.5, underlayCallback: (canvas, area, chart) => this.#spans(canvas, area, chart),
      plugins: [{ activate: () => ({ didDrawChart: (event) => this.#marks(event.drawingContext, event.dygraph) }) }],
    });
    this.phases = new Dygraph(this.elements[1], data.phases, {
      ...common, axes, labels: ["Time", ...phaseLabels.toReversed()], stackedGraph: true, includeZero: true,
      fillAlpha: 0.75, strokeWidth: 0, highlightCircleSize: 0,
    });
    this.#recolour();
  }

  #recolour() {
    this.colours = colours();
    if (!this.times) return;
    const common = { axisLineColor: this.colours.line, gridLineColor: this.colours.line };
    this.times.updateOptions({ ...common, colors: [this.colours.chart] });
    this.phases.updateOptions({ ...common, colors: stackedPhases.map((name) => this.colours[name]) });
  }

  /** Whatever moved one chart moves the other. */
  #drawn(chart) {
    const [from, to] = chart.xAxisRange();
    if (!this.window || (Math.abs(from - this.window[0]) < 1 && Math.abs(to - this.window[1]) < 1)) return;
    this.window = [from, to];
    const other = chart === this.times ? this.phases : this.times;
    other?.updateOptions({ dateWindow: this.window });
    this.on.window(from, to);
  }

  #point(x) {
    this.on.point(x);
    for (const chart of [this.times, this.phases]) {
      if (!chart) continue;
      if (x === null) chart.clearSelection();
      else chart.setSelection(chart.getRowForX(x));
    }
  }

  /** Incidents as shaded spans, behind the line. */
  #spans(canvas, area, chart) {
    canvas.save();
    for (const incident of this.trouble.incidents) {
      const left = Math.max(area.x, chart.toDomXCoord(incident.from));
      const right = Math.min(area.x + area.w, chart.toDomXCoord(incident.to ?? Date.now()));
      if (right < area.x || left > area.x + area.w) continue;
      canvas.fillStyle = this.colours["span-fill"];
      canvas.fillRect(left, area.y, Math.max(2, right - left), area.h);
      canvas.fillStyle = this.colours.down;
      canvas.fillRect(left, area.y, Math.max(2, right - left), 2);
    }
    canvas.restore();
  }

  /** Failures as ticks on the axis, anomalies as dots on the line. */
  #marks(canvas, chart) {
    const area = chart.getArea();
    canvas.save();
    canvas.beginPath();
    canvas.rect(area.x, area.y, area.w, area.h);
    canvas.clip();
    canvas.fillStyle = this.colours.down;
    for (const x of this.trouble.failures) {
      canvas.fillRect(chart.toDomXCoord(x) - 1, area.y + area.h - 10, 2, 10);
    }
    this.#dots(canvas, area, chart);
    canvas.restore();
  }

  /** Many points in little room want small dots, and of those on one spot only the worst. */
  #dots(canvas, area, chart) {
    const scale = Math.max(0.6, Math.min(1, area.w / chart.numRows() / 4));
    const rank = (severity) => severityRadius[severity] ?? 2.5;
    const taken = new Set();
    canvas.strokeStyle = this.colours.card;
    canvas.lineWidth = 1.5;
    for (const { x, y, severity } of this.trouble.anomalies.toSorted((a, b) => rank(b.severity) - rank(a.severity))) {
      if (y === null) continue;
      const [left, top] = chart.toDomCoords(x, y);
      const spot = `${Math.round(left / 5)} ${Math.round(top / 5)}`;
      if (taken.has(spot)) continue;
      taken.add(spot);
      canvas.beginPath();
      canvas.arc(left, top, scale * rank(severity), 0, 2 * Math.PI);
      canvas.fillStyle = this.colours[severity ?? "medium"];
      canvas.fill();
      if (scale > 0.9) canvas.stroke();
    }
  }
}

/** What the readout says of the point at `x`. */
export function describe(row, trouble) {
  if (!row) return "";
  const parts = [time(new Date(row.at)), row.total === null ? "no response" : duration(row.total)];
  if (row.count > 1) parts.push(`mean of ${row.count}, ${duration(row.min)} to ${duration(row.max)}`);
  for (const [index, name] of phaseNames.entries()) {
    if (row[name] !== null) parts.push(`${phaseLabels[index]} ${duration(row[name])}`);
  }
  if (row.failures > 0) parts.push(row.message ?? `${row.failures} failed`);
  const anomaly = trouble.anomalies.find(({ x }) => x >= row.at && x < row.at + row.width);
  if (anomaly) parts.push(`${anomaly.severity ?? "slight"} anomaly: ${anomaly.reasons.join(", ")}`);
  return parts.join(" · ");
}
