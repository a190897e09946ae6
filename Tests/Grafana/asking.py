"""A query of a dashboard, asked for a range, and what is known of the APIs it is asked about."""

import bisect
import dataclasses
import datetime
import math

import known_week
import macros
from known_week import at

PROBES = known_week.probes()
ANOMALIES = [anomaly for anomaly in known_week.anomalies() if anomaly.is_anomaly]
INCIDENTS = known_week.incidents()
APIS = known_week.MAIN + known_week.SMALL
# The Monday from which time_bucket counts.
ORIGIN = datetime.datetime(2000, 1, 3, tzinfo=known_week.UTC)
HOUR = 3_600_000
# The width of a panel that does not say how many points it takes.
WIDTH = 700


@dataclasses.dataclass(frozen=True)
class Range:
    """`source`: which table tells response times of such a range."""

    name: str
    start: datetime.datetime
    end: datetime.datetime
    source: str


# Something is known of every query in each of these.
KNOWN = [
    Range("six hours", at(2, 7, 33), at(2, 13, 33), "api_metrics"),
    # "Last 2 days" is an hour longer where the clocks go back meanwhile.
    Range("two days", at(4, 23), known_week.END, "api_metrics"),
    Range("the week", known_week.WEEK, at(8, 0), "minute_rollups"),
    Range("a fortnight", at(-7, 0), known_week.END, "hour_rollups"),
]
NOTHING = Range("nothing known", at(-365, 0), at(-365, 6), "api_metrics")
RANGES = KNOWN + [
    NOTHING,
    Range("three months", at(-80, 0), at(8, 0), "hour_rollups"),
    Range("single results gone", at(-20, 0), at(-3, 4, 59), "hour_rollups"),
    Range("nothing known, for long", at(-395, 0), at(-365, 0), "hour_rollups"),
]


@dataclasses.dataclass(frozen=True)
class Selection:
    name: str
    value: object
    apis: tuple


ALL = Selection("all", macros.CustomAll("api_name"), tuple(APIS))
TWO = Selection("two", ["o'brien/reports & co", "payments"], ("o'brien/reports & co", "payments"))
ONES = [Selection(api, api, (api,)) for api in ("o'brien/reports & co", "orders", "payments", "search", "small-07")]


@dataclasses.dataclass(frozen=True)
class Asked:
    range: Range
    selection: Selection
    step_ms: int

    @classmethod
    def of(cls, query, range, selection):
        points = query.max_points or WIDTH
        return cls(range, selection, macros.interval_ms(range.start, range.end, points, query.least_interval))

    def sql(self, query):
        return macros.expand(query.sql, self.range.start, self.range.end, self.step_ms,
                             {"api_name": self.selection.value})

    @property
    def apis(self):
        return self.selection.apis

    @property
    def is_rolled(self):
        return self.range.source != "api_metrics"

    def of_whole_hours(self):
        """Where roll-ups of hours tell, a step is an hour at least."""
        least = HOUR if self.range.source == "hour_rollups" else 0
        return dataclasses.replace(self, step_ms=max(self.step_ms, least))

    def holds(self, time):
        return self.range.start <= time <= self.range.end

    def bucket(self, time, ms=None):
        width = datetime.timedelta(milliseconds=ms or self.step_ms)
        return ORIGIN + (time - ORIGIN) // width * width

    def steps(self):
        """Every step of the range, whether or not anything is known of it."""
        time = self.bucket(self.range.start)
        while time <= self.range.end:
            yield time
            time += datetime.timedelta(milliseconds=self.step_ms)

    def probes(self, api):
        found = PROBES[api]
        begin = bisect.bisect_left(found, self.range.start, key=lambda probe: probe.time)
        end = bisect.bisect_right(found, self.range.end, key=lambda probe: probe.time)
        return found[begin:end]

    def single(self, api):
        """Those of which the single result is stored."""
        return [probe for probe in self.probes(api) if probe.time >= known_week.WEEK]

    def by_step(self, values):
        """Values with a `time`, by the step in which they lie, in order."""
        groups = {}
        for value in values:
            groups.setdefault(self.bucket(value.time), []).append(value)
        return groups

    def anomalies(self):
        return [one for one in ANOMALIES if one.api in self.apis and self.holds(one.time)]


def mean(probes):
    times = [probe.ms for probe in probes if probe.ms is not None]
    return math.fsum(times) / len(times) if times else None


def percentile_cont(times, share):
    """As SQL has it: between the two values that lie nearest."""
    if not times:
        return None
    times = sorted(times)
    place = share * (len(times) - 1)
    below = math.floor(place)
    above = min(below + 1, len(times) - 1)
    return times[below] + (times[above] - times[below]) * (place - below)
