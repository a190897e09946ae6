"""What the queries of the overview must answer, counted from the known week without SQL."""

import known_week
import rollups
from asking import HOUR, INCIDENTS, mean, percentile_cont


def requests(asked):
    asked = asked.of_whole_hours()
    steps = asked.by_step(probe for api in asked.apis for probe in asked.probes(api))
    return [(time, len(steps[time])) for time in sorted(steps)]


def success_rate(asked):
    probes = [probe for api in asked.apis for probe in asked.probes(api)]
    return [(sum(probe.success for probe in probes) / len(probes) if probes else None,)]


def open_incidents(asked):
    order = ["critical", "high", "medium"]
    found = [one for one in INCIDENTS if one.closed is None and one.api in asked.apis]
    found.sort(key=lambda one: (order.index(one.severity), -one.opened.timestamp()))
    return [(one.api, one.severity, one.opened, one.reason) for one in found]


def p95(asked, probes):
    times = [probe.ms for probe in probes if probe.ms is not None]
    return rollups.percentile(times, 0.95) if asked.is_rolled else percentile_cont(times, 0.95)


def state(asked, api):
    """At the end of the range; None where no single result is stored any more."""
    single, end = asked.single(api), asked.range.end
    if not single:
        return None
    if not single[-1].success:
        return "down"
    own = [one for one in INCIDENTS if one.api == api and one.opened <= end]
    return "degraded" if any(one.closed is None or one.closed > end for one in own) else "up"


def last_seen(asked, api):
    single = asked.single(api)
    return single[-1].time if single else asked.bucket(asked.probes(api)[-1].time, HOUR)


def status(asked):
    rows = []
    for api in asked.apis:
        probes = asked.probes(api)
        if probes:
            failures = sum(not probe.success for probe in probes)
            rows.append((api, state(asked, api), 1 - failures / len(probes), len(probes), failures, p95(asked, probes),
                         last_seen(asked, api)))
    return sorted(rows, key=lambda row: (row[2], row[0]))


def most(measured, count):
    """The APIs with the largest measure, by name where they are equal; those without one are left out."""
    return sorted((api for api in measured), key=lambda api: (-measured[api], api))[:count]


def series(asked, of_step, measure):
    """A row for each step and API, of the 20 APIs with the largest measure."""
    asked, values = asked.of_whole_hours(), {}
    for api in asked.apis:
        steps = asked.by_step(asked.probes(api))
        if steps:
            values[api] = {time: of_step(steps[time]) for time in steps}
    shown = most({api: measure(list(steps.values())) for api, steps in values.items()
                  if measure(list(steps.values())) is not None}, 20)
    rows = [(time, api, value) for api in shown for time, value in values[api].items()]
    return sorted(rows, key=lambda row: row[:2])


def largest(values):
    return max((value for value in values if value is not None), default=None)


def failures_by_api(asked):
    return series(asked, lambda probes: sum(not probe.success for probe in probes), lambda counts: sum(counts) or None)


def mean_by_api(asked):
    return series(asked, mean, largest)


def p95_by_api(asked):
    return series(asked, lambda probes: p95(asked, probes), largest)


def names(asked):
    """Of any time in the range, and of the two hours before its end; roll-ups are all that the list is made from."""
    return [(api,) for api in sorted(known_week.MAIN + known_week.SMALL) if asked.probes(api)]


COLUMNS = {
    "Requests": (requests, "time", "requests"),
    "Success rate": (success_rate, "success_rate"),
    "Open incidents": (open_incidents, "api_name", "severity", "opened_at", "reason"),
    "Status": (status, "api_name", "state", "success_rate", "requests", "failures", "p95", "last_seen"),
    "Failures by API": (failures_by_api, "time", "metric", "failures"),
    "Response time by API: mean": (mean_by_api, "time", "metric", "mean"),
    "Response time by API: p95": (p95_by_api, "time", "metric", "p95"),
    "api_name": (names, "api_name"),
}
