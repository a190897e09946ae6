"""The dashboards' JSON against Grafana's schema, and what holds these three together."""

import copy
import itertools
import re

import pytest

from dashboards import DASHBOARDS, QUERIES
from schema import complaints

SOURCE = {"type": "grafana-postgresql-datasource", "uid": "sonde"}
# The plugin's queries are no part of the schema.
QUERY_KEYS = {"refId", "datasource", "editorMode", "format", "rawQuery", "rawSql"}
PANELS = [(name, panel) for name, dashboard in DASHBOARDS.items() for panel in dashboard["panels"]]
each_dashboard = pytest.mark.parametrize("name", DASHBOARDS)
each_panel = pytest.mark.parametrize("name, panel", PANELS, ids=[f"{name}: {panel['title']}" for name, panel in PANELS])


def own_annotations(dashboard):
    return [one for one in dashboard["annotations"]["list"] if not one.get("builtIn")]


def checkable(dashboard):
    """Without the queries of annotations, and with the properties of each override in place of the defaults."""
    dashboard = copy.deepcopy(dashboard)
    for annotation in own_annotations(dashboard):
        del annotation["target"]
    for panel in list(dashboard["panels"]):
        for override in panel["fieldConfig"]["overrides"]:
            defaults = {}
            for entry in override["properties"]:
                *folder, key = entry["id"].split(".")
                (defaults.setdefault(folder[0], {}) if folder else defaults)[key] = entry["value"]
            dashboard["panels"].append({**panel, "fieldConfig": {"defaults": defaults, "overrides": []}})
    return dashboard


@each_dashboard
def test_a_dashboard_is_as_the_schema_has_it(name):
    assert complaints(checkable(DASHBOARDS[name])) == []


@pytest.mark.parametrize("path, value", [
    (["panels", 5, "fieldConfig", "defaults", "custom", "drawStyle"], "curve"),
    (["panels", 5, "fieldConfig", "defaults", "custom", "drawStil"], "line"),
    (["panels", 5, "fieldConfig", "defaults", "min"], "zero"),
    (["panels", 2, "options", "cellHeight"], "enormous"),
    (["panels", 1, "options", "reduceOptions", "calcs"], "sum"),
    (["templating", "list", 0, "refresh"], 7),
], ids=lambda value: str(value[-1]) if isinstance(value, list) else repr(value))
def test_what_is_not_in_the_schema_is_noticed(path, value):
    dashboard = copy.deepcopy(DASHBOARDS["overview"])
    place = dashboard
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert len(complaints(dashboard)) == 1


@each_dashboard
def test_it_can_be_found_by_its_uid_and_not_by_a_number(name):
    dashboard = DASHBOARDS[name]
    assert dashboard["uid"] == f"sonde-{name}"
    assert "id" not in dashboard
    ids = [panel["id"] for panel in dashboard["panels"]]
    assert len(set(ids)) == len(ids)
    titles = [panel["title"] for panel in dashboard["panels"]]
    assert len(set(titles)) == len(titles)


@each_dashboard
def test_everything_asks_the_provisioned_source(name):
    dashboard = DASHBOARDS[name]
    askers = [*dashboard["templating"]["list"], *own_annotations(dashboard), *dashboard["panels"]]
    targets = [one["target"] for one in own_annotations(dashboard)]
    targets += [target for panel in dashboard["panels"] for target in panel["targets"]]
    assert all(one["datasource"] == SOURCE for one in askers + targets)
    assert all(set(target) == QUERY_KEYS and target["rawQuery"] is True for target in targets)


@each_dashboard
def test_panels_fill_their_rows_and_do_not_overlap(name):
    cells = []
    for panel in DASHBOARDS[name]["panels"]:
        place = panel["gridPos"]
        x, y = place["x"], place["y"]
        cells += itertools.product(range(x, x + place["w"]), range(y, y + place["h"]))
    assert len(set(cells)) == len(cells)
    height = 1 + max(y for _, y in cells)
    assert set(cells) == set(itertools.product(range(24), range(height)))


@each_panel
def test_a_panel_says_what_it_shows_also_when_there_is_nothing(name, panel):
    defaults = panel["fieldConfig"]["defaults"]
    assert len(panel["description"]) > 30
    assert defaults["noValue"]
    assert "unit" in defaults or panel["type"] == "table"


@pytest.mark.parametrize("query", [query for query in QUERIES if "$__interval" in query.sql],
                         ids=lambda query: ": ".join(query.key))
def test_a_step_has_a_least_length(query):
    assert query.least_interval in ("1m", "1h")


@each_dashboard
def test_overrides_name_columns_of_the_query(name):
    for panel in DASHBOARDS[name]["panels"]:
        sql = panel["targets"][0]["rawSql"]
        for override in panel["fieldConfig"]["overrides"]:
            if override["matcher"]["id"] == "byName":
                assert re.search(rf"\b{override['matcher']['options']}\b", sql), override["matcher"]


def links(name):
    """The addresses that lead from a dashboard to another."""
    for panel in DASHBOARDS[name]["panels"]:
        config = panel["fieldConfig"]
        yield from (link["url"] for link in config["defaults"].get("links", []))
        for override in config["overrides"]:
            found = [entry["value"] for entry in override["properties"] if entry["id"] == "links"]
            yield from (link["url"] for entry in found for link in entry)


@pytest.mark.parametrize("name", ["overview", "anomalies"])
def test_an_api_leads_to_its_detail_with_its_name_encoded(name):
    found = list(links(name))
    assert found
    name_of_row, name_of_series = "${__value.raw:percentencode}", "${__field.name:percentencode}"
    assert set(found) <= {
        f"/d/sonde-api-detail?var-api_name={api}&${{__url_time_range}}" for api in (name_of_row, name_of_series)}


@each_dashboard
def test_each_leads_to_the_others_with_api_and_range(name):
    dashboard = DASHBOARDS[name]
    assert dashboard["tags"] == ["sonde"]
    link, = dashboard["links"]
    assert (link["type"], link["tags"], link["includeVars"], link["keepTime"]) == ("dashboards", ["sonde"], True, True)
