"""Whether Grafana can make of an answer what the panel needs: see processFrame of the plugin's sql_engine.go."""

import pytest

from asking import ALL, KNOWN, NOTHING, ONES, Asked
from dashboards import QUERIES

NUMBERS = {"int2", "int4", "int8", "float4", "float8", "numeric"}
SERIES = [query for query in QUERIES if query.format == "time_series"]
TABLES = [query for query in QUERIES if query.format == "table"]


def ask(reader, query, range=KNOWN[2]):
    answer = reader.execute(Asked.of(query, range, ONES[1] if query.is_of_one else ALL).sql(query))
    types = {column.name: reader.adapters.types[column.type_code].name for column in answer.description}
    assert len(types) == len(answer.description), "two columns of one name"
    return types, answer.fetchall()


@pytest.mark.parametrize("query", SERIES, ids=lambda query: ": ".join(query.key))
@pytest.mark.parametrize("range", KNOWN, ids=lambda range: range.name)
def test_a_series_has_times_that_rise_and_numbers(query, range, reader):
    types, rows = ask(reader, query, range)
    names = list(types)
    assert names[0] == "time" and types["time"] == "timestamptz"
    times = [row[0] for row in rows]
    assert None not in times and times == sorted(times)
    values = names[1:]
    if "metric" in names:
        # With three columns the name of a series is what stands in this one.
        assert names[1] == "metric" and types["metric"] == "text" and len(names) == 3
        assert all(row[1] for row in rows)
        values = names[2:]
    assert {types[name] for name in values} <= NUMBERS
    keys = [row[: len(names) - len(values)] for row in rows]
    assert len(set(keys)) == len(keys), "two values of one series at one time"
    assert len(set(times)) <= 2000


@pytest.mark.parametrize("query", TABLES, ids=lambda query: ": ".join(query.key))
def test_a_table_has_types_that_grafana_knows(query, reader):
    types, _ = ask(reader, query)
    assert set(types.values()) <= NUMBERS | {"text", "timestamptz", "bool"}


@pytest.mark.parametrize("query", [query for query in QUERIES if query.kind == "annotation"],
                         ids=lambda query: query.place)
def test_an_annotation_has_a_time_a_text_and_tags(query, reader):
    types, rows = ask(reader, query)
    assert types["time"] == "timestamptz" and types["text"] == types["tags"] == "text"
    assert types.get("timeend", "timestamptz") == "timestamptz"
    # Grafana splits the tags and stumbles over none at all.
    assert all(None not in row for row in rows)


# What is open is told of now, whatever the range.
@pytest.mark.parametrize("query", [query for query in QUERIES if query.place != "Open incidents"],
                         ids=lambda query: ": ".join(query.key))
def test_where_nothing_is_known_the_text_for_it_is_shown(query, reader):
    """No row, or one without a value, or one that counts nothing."""
    _, rows = ask(reader, query, NOTHING)
    assert rows in ([], [(None,)], [(0,)])
