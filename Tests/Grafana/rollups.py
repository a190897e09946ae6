"""Roll-ups as Sonde makes them, made by other means: counted value by value in Python."""

import collections
import math

RATIO = 1.02 / 0.98


def bucket(ms):
    """The number of the histogram's bucket that holds a response time; bounds grow by `RATIO` from a microsecond on."""
    return min(682, math.ceil(math.log(max(1, round(ms * 1000))) / math.log(RATIO)))


def value(bucket):
    """The milliseconds that stand for a bucket, within 2 % of each value in it."""
    return 0.002 * RATIO ** bucket / (RATIO + 1)


def percentile(times, share):
    """Of the buckets of response times: that of the first at which the share of all is reached."""
    buckets = sorted(bucket(time) for time in times)
    return value(buckets[math.ceil(round(share * len(buckets), 6)) - 1]) if buckets else None


def row(time, api, probes):
    """The columns of `COLUMNS` of the probes of one API in one minute or hour."""
    times = [probe.ms for probe in probes if probe.ms is not None]
    counts = collections.Counter(bucket(time) for time in times)
    phases = []
    for phase in ("dns", "connect", "tls", "ttfb", "transfer"):
        lengths = [probe.phases[phase] for probe in probes if phase in probe.phases]
        phases += [len(lengths) or None, math.fsum(lengths) if lengths else None]
    histogram = [number << 21 | count for number, count in sorted(counts.items())]
    return (time, api, len(probes), sum(not probe.success for probe in probes), math.fsum(times),
            min(times, default=None), max(times, default=None), *phases, histogram)


COLUMNS = ("timestamp, api_name, count, failures, total_ms, min_ms, max_ms, dns_count, dns_total_ms, connect_count, "
           "connect_total_ms, tls_count, tls_total_ms, ttfb_count, ttfb_total_ms, transfer_count, transfer_total_ms, "
           "histogram")


def rows(probes, **unit):
    """`unit`: the parts of a time that are set to 0, as `minute=0, second=0`."""
    groups = collections.defaultdict(list)
    for probe in probes:
        groups[probe.time.replace(microsecond=0, **unit)].append(probe)
    return [row(time, group[0].api, group) for time, group in groups.items()]
