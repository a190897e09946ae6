"""Every query of every dashboard, run on the known week, and its answer compared with what was counted in Python."""

import datetime
import math

import pytest

import database
import expected_anomalies
import expected_api_detail
import expected_overview
import known_week
from asking import ALL, KNOWN, ONES, RANGES, TWO, Asked
from dashboards import QUERIES

EXPECTED = {(dashboard, place): expectation
            for dashboard, module in [("overview", expected_overview), ("api-detail", expected_api_detail),
                                      ("anomalies", expected_anomalies)]
            for place, expectation in module.COLUMNS.items()}

CASES = [(query, range, selection) for query in QUERIES for range in RANGES
         for selection in (ONES if query.is_of_one and query.kind != "variable" else [ALL, TWO])]


def test_every_query_has_an_expectation_and_none_is_left_over():
    assert sorted(query.key for query in QUERIES) == sorted(EXPECTED)


def same(found, known):
    if found is None or known is None or isinstance(known, (str, datetime.datetime)):
        return found == known
    # Phases are stored to seven digits.
    return math.isclose(float(found), known, rel_tol=1e-5, abs_tol=1e-9)


@pytest.mark.parametrize("query, range, selection", CASES,
                         ids=[f"{q.dashboard}: {q.place}: {r.name}, {s.name}" for q, r, s in CASES])
def test_the_answer_is_what_was_counted(query, range, selection, reader):
    asked = Asked.of(query, range, selection)
    expectation, *columns = EXPECTED[query.key]
    answer = reader.execute(asked.sql(query))
    rows = answer.fetchall()
    assert [column.name for column in answer.description] == columns
    known = expectation(asked)
    assert len(rows) == len(known)
    for found, row in zip(rows, known):
        assert all(map(same, found, row)), f"{found}, but {row} was counted"


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: ": ".join(query.key))
def test_something_is_known_for_every_query(query):
    """An expectation of no rows would say nothing."""
    expectation, *_ = EXPECTED[query.key]
    for range in KNOWN:
        asked = [Asked.of(query, range, selection) for selection in (ONES if query.is_of_one else [ALL])]
        assert any(map(expectation, asked)), range.name


@pytest.mark.parametrize("query", [query for query in QUERIES if query.kind == "variable"],
                         ids=lambda query: query.dashboard)
def test_the_list_names_an_api_before_its_first_hour_is_over(query, made):
    with database.connect(made, "postgres") as connection, connection.transaction(force_rollback=True):
        for api, hours in ("gone", 3), ("new", 1):
            time = known_week.END - datetime.timedelta(hours=hours)
            connection.execute(
                "INSERT INTO minute_rollups (timestamp, api_name, total_ms, count, failures, histogram) "
                "VALUES (%s, %s, 0, 1, 1, '{}')", [time, api])
        names = [name for name, in connection.execute(Asked.of(query, KNOWN[1], ALL).sql(query))]
    assert "new" in names and "gone" not in names
