"""The macros as Grafana's own tests have them (macros_test.go of grafana-postgresql-datasource) and its page."""

import datetime

import pytest

from macros import CustomAll, expand, interval_ms, interval_text

FROM = datetime.datetime(2018, 4, 12, 18, 0, tzinfo=datetime.timezone.utc)
TO = FROM + datetime.timedelta(minutes=5)


@pytest.mark.parametrize("given, sql", [
    ("WHERE $__timeFilter(time_column)",
     "WHERE time_column BETWEEN '2018-04-12T18:00:00Z' AND '2018-04-12T18:05:00Z'"),
    ("select $__timeFrom()", "select '2018-04-12T18:00:00Z'"),
    ("select $__timeTo()::timestamptz", "select '2018-04-12T18:05:00Z'::timestamptz"),
    ("$__unixEpochTo() - $__unixEpochFrom()", "1523556300 - 1523556000"),
    ("'$__interval' $__interval_ms", "'15s' 15000"),
    ("IN (${api_name:sqlstring})", "IN ('a','it''s')"),
    ("= ${one:sqlstring}", "= 'it''s'"),
    ("IN (${all:sqlstring})", "IN (api_name)"),
    ("'${unknown}' $1", "'${unknown}' $1"),
])
def test_a_query_is_expanded(given, sql):
    variables = {"api_name": ["a", "it's"], "one": "it's", "all": CustomAll("api_name")}
    assert expand(given, FROM, TO, 15_000, variables) == sql


def test_an_unknown_macro_is_an_error():
    with pytest.raises(ValueError, match="unknown macro __timeFilder"):
        expand("$__timeFilder(time)", FROM, TO, 15_000, {})


@pytest.mark.parametrize("hours, points, least, text", [
    (6, 700, None, "30s"), (6, 700, "1m", "1m"), (168, 700, "1m", "15m"), (720, 700, "1m", "1h"),
    (720, 250, "1h", "3h"), (2160, 1500, "1m", "1h"), (17_520, 700, "1m", "1d"),
])
def test_a_step_is_rounded(hours, points, least, text):
    assert interval_text(interval_ms(FROM, FROM + datetime.timedelta(hours=hours), points, least)) == text
