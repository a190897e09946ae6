"""What Grafana makes of a query before PostgreSQL sees it.

As Grafana 11 and 12 do it: the page replaces variables, the server `$__interval` and the seconds of the range, the
plugin grafana-postgresql-datasource (macros.go) the rest. An unknown macro is an error there and here.
"""

import datetime
import re

VARIABLE = re.compile(r"\$(\w+)|\$\{(\w+)(?::(\w+))?\}")
MACRO = re.compile(r"\$([_a-zA-Z0-9]+)\(([^)]*)\)")
UNITS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
# The bound below which an interval becomes the next one, in ms (roundInterval of Grafana's rangeUtil).
ROUNDED = [(350, 200), (750, 500), (1500, 1000), (3500, 2000), (7500, 5000), (12_500, 10_000), (17_500, 15_000),
           (25_000, 20_000), (45_000, 30_000), (90_000, 60_000), (210_000, 120_000), (450_000, 300_000),
           (750_000, 600_000), (1_050_000, 900_000), (1_500_000, 1_200_000), (2_700_000, 1_800_000),
           (5_400_000, 3_600_000), (9_000_000, 7_200_000), (16_200_000, 10_800_000), (32_400_000, 21_600_000),
           (86_400_000, 43_200_000), (604_800_000, 86_400_000)]


def milliseconds(text):
    number, unit = re.fullmatch(r"(\d+)(ms|s|m|h|d)", text).groups()
    return int(number) * UNITS[unit]


def interval_ms(start, end, points, least=None):
    """How long a step is: the range over the points that fit, rounded, and never below the panel's least."""
    exact = (end - start).total_seconds() * 1000 / points
    rounded = next(value for bound, value in ROUNDED if exact < bound)
    return max(rounded, milliseconds(least) if least else 0)


def interval_text(ms):
    unit = next(unit for unit in ("d", "h", "m", "s", "ms") if ms % UNITS[unit] == 0)
    return f"{ms // UNITS[unit]}{unit}"


class CustomAll(str):
    """The `allValue` of a variable: it stands as it is, whatever format the query asks for."""


def formatted(value, format):
    if isinstance(value, CustomAll):
        return str(value)
    if format == "sqlstring":
        values = [value] if isinstance(value, str) else value
        return ",".join("'" + text.replace("'", "''") + "'" for text in values)
    raise ValueError(f"the format {format} of a variable is not known here")


def moment(time):
    text = time.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".")
    return f"'{text}Z'"


def expand(sql, start, end, step_ms, variables):
    """`variables`: by name a text, a list of texts or a `CustomAll`; those that are not there stay as they are."""

    def variable(match):
        name = match[1] or match[2]
        return formatted(variables[name], match[3]) if name in variables else match[0]

    def macro(match):
        name, argument = match[1], match[2].strip()
        if name == "__timeFilter":
            return f"{argument} BETWEEN {moment(start)} AND {moment(end)}"
        if name in ("__timeFrom", "__timeTo"):
            return moment(start if name == "__timeFrom" else end)
        raise ValueError(f"unknown macro {name}")

    sql = VARIABLE.sub(variable, sql)
    sql = sql.replace("$__interval_ms", str(step_ms)).replace("$__interval", interval_text(step_ms))
    sql = sql.replace("$__unixEpochFrom()", str(int(start.timestamp())))
    sql = sql.replace("$__unixEpochTo()", str(int(end.timestamp())))
    return MACRO.sub(macro, sql)
