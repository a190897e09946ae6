"""What the queries of the anomalies' dashboard must answer, counted from the known week without SQL."""

from asking import INCIDENTS
from expected_overview import names


def scores(asked):
    lowest = {}
    for one in asked.anomalies():
        key = (asked.bucket(one.time), one.api)
        lowest[key] = min(one.score, lowest.get(key, one.score))
    of_api = {api: min(score for (_, other), score in lowest.items() if other == api) for _, api in lowest}
    shown = sorted(sorted(of_api, key=lambda api: (of_api[api], api))[:30])
    return [(time, api, lowest.get((time, api))) for time in asked.steps() for api in shown]


def critical(asked):
    return [(sum(one.severity == "critical" for one in asked.anomalies()),)]


def alerts(asked):
    return [(sum(one.api in asked.apis and asked.holds(one.opened) for one in INCIDENTS),)]


def severities(asked):
    steps = asked.by_step(asked.anomalies())
    if not steps:
        return []
    return [(time, severity, sum(one.severity == severity for one in steps.get(time, [])))
            for time in asked.steps() for severity in ("critical", "high", "medium")]


def latest(asked):
    return [(one.time, one.api, one.severity, one.score, one.surprise, one.ms, one.reasons)
            for one in reversed(asked.anomalies())][:200]


COLUMNS = {
    "Critical anomalies": (critical, "critical"),
    "Alerts fired": (alerts, "incidents"),
    "Severity over time": (severities, "time", "metric", "anomalies"),
    "Anomaly score by hour and API": (scores, "time", "metric", "score"),
    "Latest anomalies": (
        latest, "time", "api_name", "severity", "anomaly_score", "surprise", "response_time_ms", "reasons"),
    "api_name": (names, "api_name"),
}
