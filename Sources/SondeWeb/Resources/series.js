// What the charts draw, fetched from Sonde: results, anomalies and incidents of a span of time.
import { phaseNames, stackedPhases } from "./charts.js";

const mostAnomalies = 2000;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];

/** The step in seconds for `seconds` drawn on `pixels`; null when every probe can be drawn. */
export function stepFor(seconds, interval, pixels) {
  const wanted = seconds / Math.max(200, Math.min(1000, pixels));
  if (wanted <= interval) return null;
  return steps.find((step) => step >= wanted) ?? 86400;
}

async function get(path, parameters) {
  const query = new URLSearchParams(parameters);
  const response = await fetch(`${path}?${query}`);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/** A probe or a step of several as a row. */
export function row(result, width) {
  const at = Date.parse(result.timestamp);
  const total = result.response_time_ms;
  const made = {
    at, width, total, min: result.min_ms ?? total, max: result.max_ms ?? total, count: result.count ?? 1,
    failures: result.failures ?? (result.success ? 0 : 1), message: result.error_message ?? null,
  };
  for (const name of phaseNames) made[name] = result[`${name}_ms`];
  return made;
}

export function anomalyMark(anomaly) {
  return {
    x: Date.parse(anomaly.timestamp), y: anomaly.response_time_ms, severity: anomaly.severity, reasons: anomaly.reasons,
  };
}

export function incidentSpan(incident) {
  return { id: incident.id, from: Date.parse(incident.opened_at), to: incident.closed_at && Date.parse(incident.closed_at) };
}

/** Everything from `from` to `to` (milliseconds); `step` in seconds or null. */
export async function load(name, from, to, step, interval) {
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const ofName = { ...range, endpoint: name };
  const [results, anomalies, incidents] = await Promise.all([
    get(`/api/v1/endpoints/${encodeURIComponent(name)}/results`, step ? { ...range, step: `${step}s` } : range),
    get("/api/v1/anomalies", { ...ofName, limit: mostAnomalies }),
    get("/api/v1/incidents", { ...ofName, limit: 200 }),
  ]);
  const width = (results.step_seconds ?? interval) * 1000;
  return {
    step: results.step_seconds, width,
    rows: results.results.map((result) => row(result, width)),
    anomalies: anomalies.anomalies.map(anomalyMark),
    areAnomaliesCut: anomalies.anomalies.length === mostAnomalies,
    incidents: incidents.incidents.map(incidentSpan),
  };
}

/** Rows as the two charts want them; where probes are missing the line is broken. */
export function chartData({ rows, width, anomalies, incidents }) {
  const times = [];
  const phases = [];
  let previous = null;
  for (const one of rows) {
    if (previous !== null && one.at - previous > 2.5 * width) {
      const gap = new Date(previous + width);
      times.push([gap, [null, null, null]]);
      phases.push([gap, ...stackedPhases.map(() => null)]);
    }
    const at = new Date(one.at);
    times.push([at, one.total === null ? [null, null, null] : [one.min, one.total, one.max]]);
    phases.push([at, ...stackedPhases.map((name) => (one.total === null ? null : one[name] ?? 0))]);
    previous = one.at;
  }
  const failures = rows.filter((one) => one.failures > 0).map((one) => one.at);
  return { times, phases, trouble: { anomalies, failures, incidents } };
}
