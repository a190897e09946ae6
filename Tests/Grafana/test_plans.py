"""Which tables a query reads: single results of a short range, roll-ups of a long one."""

import pytest

from asking import ALL, KNOWN, ONES, Asked
from dashboards import QUERIES

# Beside the table that tells the response times of such a range.
BESIDES = {"Status": {"incidents", "api_metrics"}, "Response time": {"hour_rollups"}}
# Whatever the range.
ALWAYS = {
    "api_name": {"minute_rollups", "hour_rollups"}, "Open incidents": {"incidents"}, "Status codes": {"api_metrics"},
    "Incidents": {"incidents"}, "Anomalies": {"anomalies"}, "Medium anomalies": {"anomalies"},
    "Critical anomalies": {"anomalies"}, "Alerts fired": {"incidents"}, "Severity over time": {"anomalies"},
    "Anomaly score by hour and API": {"anomalies"}, "Latest anomalies": {"anomalies"},
}


@pytest.fixture(scope="session")
def parents(made, reader):
    """Partitions and chunks, each with the table that it is a part of."""
    return dict(reader.execute("SELECT inhrelid::regclass::text, inhparent::regclass::text FROM pg_inherits"))


def nodes(plan):
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


def plan_of(reader, query, range):
    sql = Asked.of(query, range, ONES[1] if query.is_of_one else ALL).sql(query)
    return reader.execute("EXPLAIN (VERBOSE, FORMAT JSON) " + sql).fetchone()[0][0]["Plan"]


def tables(plan, parents):
    read = {parents.get(name, name) for node in nodes(plan) if (name := qualified(node))}
    return {table for table in read if "compress" not in table}


def qualified(node):
    """The table that a node reads, as regclass writes it; None where it reads none."""
    name, schema = node.get("Relation Name"), node.get("Schema")
    return name if name is None or schema == "public" else f"{schema}.{name}"


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: ": ".join(query.key))
@pytest.mark.parametrize("range", KNOWN, ids=lambda range: range.name)
def test_no_other_table_is_read(query, range, reader, parents):
    allowed = ALWAYS.get(query.place) or {range.source} | BESIDES.get(query.place, set())
    read = tables(plan_of(reader, query, range), parents)
    # Where nothing is stored of the last two hours of a range the list of names does without minutes.
    assert read == allowed or query.kind == "variable" and read == {"hour_rollups"}


@pytest.mark.parametrize("range", KNOWN[2:], ids=lambda range: range.name)
def test_of_a_long_range_only_the_newest_result_of_each_api_is_looked_up(range, reader, parents):
    status, = (query for query in QUERIES if query.place == "Status")
    plan = plan_of(reader, status, range)
    limited = [node for node in nodes(plan) if node["Node Type"] == "Limit"]
    below = [id(part) for node in limited for part in nodes(node)]
    for node in nodes(plan):
        if parents.get(qualified(node)) == "api_metrics":
            assert id(node) in below
