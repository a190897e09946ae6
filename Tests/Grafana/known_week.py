"""A week of which everything is known: what was probed, what failed, what was slow, what was marked and told.

Monday, 23 March 2026 to Monday, 30 March, UTC; on its Sunday the clocks of Europe go forward. Of the four weeks before
the roll-ups of hours are stored, and of their last two days those of minutes, as of a Sonde that keeps single results
for a week.
"""

import dataclasses
import datetime
import math
import random

UTC = datetime.timezone.utc
WEEK = datetime.datetime(2026, 3, 23, tzinfo=UTC)
END = WEEK + datetime.timedelta(days=7)
BEFORE = WEEK - datetime.timedelta(days=28)
MINUTES = WEEK - datetime.timedelta(days=2)
MAIN = ["inventory", "mail", "o'brien/reports & co", "orders", "payments", "search", "users", "weather"]
# More than a chart shows lines of.
SMALL = [f"small-{number:02}" for number in range(1, 31)]
PHASES = ["dns", "connect", "tls", "ttfb", "transfer"]


def at(day, hour, minute=0):
    """A moment of the week: day 0 is the Monday."""
    return WEEK + datetime.timedelta(days=day, hours=hour, minutes=minute)


@dataclasses.dataclass(slots=True)
class Probe:
    time: datetime.datetime
    api: str
    ms: float | None
    status: int | None
    success: bool
    phases: dict


@dataclasses.dataclass(slots=True)
class Anomaly:
    time: datetime.datetime
    api: str
    ms: float | None
    score: float
    surprise: float | None
    is_anomaly: bool
    severity: str
    reasons: str


@dataclasses.dataclass(slots=True)
class Incident:
    id: str
    api: str
    kind: str
    severity: str
    opened: datetime.datetime
    closed: datetime.datetime | None
    reason: str
    excused: datetime.datetime | None = None


def split(ms, has_connection, has_tls):
    """The phases of one response. A connection that was kept has neither DNS nor connect nor TLS."""
    shares = {"transfer": 0.05}
    if not has_connection:
        shares |= {"dns": 0.05, "connect": 0.1} | ({"tls": 0.15} if has_tls else {})
    phases = {name: round(ms * share, 3) for name, share in shares.items()}
    phases["ttfb"] = round(ms - sum(phases.values()), 3)
    return phases


def probe_of(api, time, number, chance):
    """One probe, with what is known to have happened then."""
    usual = 60 + 40 * (MAIN.index(api) if api in MAIN else 2 + SMALL.index(api) / 10)
    day = math.sin(2 * math.pi * (time.hour + time.minute / 60) / 24)
    ms = round(usual * (1 + 0.3 * day) * math.exp(chance.gauss(0, 0.15)), 3)
    status, success = 200, True
    if api == "orders" and at(2, 11) <= time < at(2, 12):
        ms = round(ms * 4, 3)
    if api == "payments" and at(2, 10) <= time < at(2, 10, 20):
        # Every second one broke off within the body.
        phases = {"dns": 4.0, "connect": 12.5} | ({} if number % 2 else {"tls": 9.5, "ttfb": 600.0, "transfer": 44.0})
        return Probe(time, api, None, None, False, phases)
    if api == "small-30":
        return Probe(time, api, None, None, False, {"dns": 1.5})
    if api == "search" and number % 97 == 0 or api in SMALL and number % (50 + SMALL.index(api)) == 49:
        status, success = 500, False
    if api == "weather" and number % 40 == 0:
        status, success = 404, False
    if api == "users":
        status = 301
    if api == "inventory" and time >= at(6, 23, 30):
        status, success = 503, False
    return Probe(time, api, ms, status, success, split(ms, number % 3 != 0, api != "weather"))


def probes():
    """By API, oldest first; of the weeks before, one each twelve minutes or three hours."""
    found = {}
    for index, api in enumerate(MAIN + SMALL):
        chance = random.Random(api)
        is_small = api in SMALL
        # mail is watched no more from Saturday noon on.
        end = at(5, 12) if api == "mail" else END
        found[api] = []
        before, within = (10_800, 1800) if is_small else (720, 60)
        for start, stop, seconds in (BEFORE, WEEK, before), (WEEK, end, within):
            time, number = start + datetime.timedelta(seconds=index), 0
            while time < stop:
                # Sonde itself stood still on Thursday from three to four.
                if not at(3, 3) <= time < at(3, 4):
                    found[api].append(probe_of(api, time, number, chance))
                time += datetime.timedelta(seconds=seconds)
                number += 1
    return found


def severity(score):
    return "critical" if score < -0.2 else "high" if score < -0.1 else "medium"


def anomalies():
    """Newest last. Of all APIs but mail and users; far more of orders than an annotation shows."""
    chance = random.Random("anomalies")
    found = []
    for api in [name for name in MAIN + SMALL if name not in ("mail", "users", "small-30")]:
        for number in range(3600 if api == "orders" else 90 if api in MAIN else 3):
            time = WEEK + datetime.timedelta(milliseconds=chance.randrange(7 * 86_400_000))
            score = round(chance.uniform(-0.35, -0.1) if number % 6 == 0 else chance.uniform(-0.1, 0.05), 4)
            found.append(Anomaly(
                time, api, None if number % 20 == 1 else round(chance.uniform(100, 900), 3), score,
                None if number % 25 == 2 else round(chance.uniform(2, 6), 2), number % 31 != 12, severity(score),
                f"response time {number} times its usual; time to first byte grew most"))
    # One that is no mark would be counted by whoever does not ask.
    found.append(Anomaly(at(2, 12, 30), "mail", 50.0, -0.3, 5.0, False, "critical", "not marked"))
    return sorted(found, key=lambda anomaly: anomaly.time)


def incidents():
    return [
        Incident("before", "users", "failure", "critical", at(-20, 5), at(-20, 6), "long over"),
        Incident("early", "search", "failure", "high", at(2, 6), at(2, 8), "14 of 20 probes failed", at(2, 8)),
        Incident("outage", "payments", "failure", "critical", at(2, 10, 2), at(2, 10, 25), "3 probes in a row failed"),
        Incident("slow", "orders", "anomaly", "high", at(2, 11, 5), at(2, 12, 10), "response time 4 times its usual"),
        Incident("noon", "users", "anomaly", "medium", at(2, 13), at(2, 14), "time to first byte 2 times its usual"),
        Incident("late", "orders", "anomaly", "medium", at(4, 1), at(4, 2), "connect grew most"),
        Incident("reports", "o'brien/reports & co", "anomaly", "medium", at(6, 20), None, "TLS 3 times its usual"),
        Incident("stock", "inventory", "failure", "critical", at(6, 23, 32), None, "3 probes in a row failed: 503"),
        Incident("small", "small-07", "failure", "high", at(6, 22), None, "9 of 20 probes failed"),
        Incident("other", "small-12", "failure", "high", at(6, 23), None, "8 of 20 probes failed"),
    ]
