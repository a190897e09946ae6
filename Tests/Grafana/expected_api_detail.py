"""What the queries of the API's detail must answer, counted from the known week without SQL."""

import bisect
import datetime
import decimal
import math

import known_week
import rollups
from asking import HOUR, INCIDENTS, PROBES, mean
from expected_overview import names, p95


def weeks_before(api, hour):
    """The response times of the same hour of the week in the four weeks before."""
    for weeks in range(1, 5):
        start = hour - datetime.timedelta(days=7 * weeks)
        begin, end = (bisect.bisect_left(PROBES[api], moment, key=lambda probe: probe.time)
                      for moment in (start, start + datetime.timedelta(hours=1)))
        yield from (probe.ms for probe in PROBES[api][begin:end] if probe.ms is not None)


def expected_bands(asked, api):
    """By the step, or the hour where steps are shorter: low, usual and high."""
    times = {}
    hour = asked.bucket(asked.range.start, HOUR)
    while hour <= asked.range.end:
        times.setdefault(asked.bucket(hour, max(asked.step_ms, HOUR)), []).extend(weeks_before(api, hour))
        hour += datetime.timedelta(hours=1)
    shares = (0.05, 0.5, 0.95)
    return {time: [rollups.percentile(found, share) for share in shares] for time, found in times.items()}


def response_time(asked):
    api, asked = asked.apis[0], asked.of_whole_hours()
    measured = asked.by_step(asked.probes(api))
    bands = expected_bands(asked, api)
    if not measured and all(low is None for low, _, _ in bands.values()):
        return []
    rows = []
    for time in asked.steps():
        probes = measured.get(time, [])
        low, usual, high = bands.get(asked.bucket(time, max(asked.step_ms, HOUR)), (None, None, None))
        rows.append((time, mean(probes), p95(asked, probes), usual, low, high))
    return rows


def phases(asked):
    rows = []
    asked = asked.of_whole_hours()
    for time, probes in sorted(asked.by_step(asked.probes(asked.apis[0])).items()):
        responses = sum(probe.ms is not None for probe in probes)
        row = [time]
        for phase in known_week.PHASES:
            lengths = [probe.phases[phase] for probe in probes if phase in probe.phases]
            row.append(math.fsum(lengths) / max(len(lengths), responses) if lengths else None)
        rows.append(tuple(row))
    return rows


def status_codes(asked):
    rows = []
    for time, probes in sorted(asked.by_step(asked.single(asked.apis[0])).items()):
        codes = [str(probe.status) if probe.status else "no response" for probe in probes]
        rows += [(time, code, codes.count(code)) for code in sorted(set(codes))]
    return rows


def hundredths(score):
    """Half of one is rounded away from 0, and there is no -0.00."""
    return decimal.Decimal(str(score)).quantize(decimal.Decimal("0.01"), decimal.ROUND_HALF_UP) + 0


def marks(severities):
    def expected(asked):
        found = [one for one in reversed(asked.anomalies()) if one.severity in severities]
        return [(one.time, f"{one.reasons} (score {hundredths(one.score)})", f"anomaly,{one.severity}")
                for one in found[:500]]

    return expected


def incidents(asked):
    start, end = asked.range.start, asked.range.end
    found = [one for one in INCIDENTS
             if one.api == asked.apis[0] and one.opened <= end and (one.closed is None or one.closed >= start)]
    found.sort(key=lambda one: one.opened, reverse=True)
    return [(one.opened, one.closed or end, one.reason, f"incident,{one.kind},{one.severity}") for one in found]


COLUMNS = {
    "Response time": (response_time, "time", "mean", "p95", "usual", "expected_low", "expected_high"),
    "Phases": (phases, "time", *known_week.PHASES),
    "Status codes": (status_codes, "time", "metric", "requests"),
    "Anomalies": (marks(["critical", "high"]), "time", "text", "tags"),
    "Medium anomalies": (marks(["medium"]), "time", "text", "tags"),
    "Incidents": (incidents, "time", "timeend", "text", "tags"),
    "api_name": (names, "api_name"),
}
