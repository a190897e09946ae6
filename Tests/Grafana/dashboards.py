"""The dashboards as they are in the repository, and every query in them."""

import dataclasses
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy" / "grafana" / "dashboards"
DASHBOARDS = {path.stem: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))}


@dataclasses.dataclass(frozen=True)
class Query:
    """One query and where it stands. `place` is the title of a panel, or the name of a variable or an annotation."""

    dashboard: str
    kind: str
    place: str
    sql: str
    format: str
    least_interval: str | None = None
    max_points: int | None = None

    @property
    def key(self):
        return (self.dashboard, self.place)

    @property
    def is_of_one(self):
        """Whether one API is asked about and not several."""
        return self.dashboard == "api-detail"


def queries_of(name, dashboard):
    for variable in dashboard["templating"]["list"]:
        yield Query(name, "variable", variable["name"], variable["query"], "table")
    for annotation in dashboard["annotations"]["list"]:
        if not annotation.get("builtIn"):
            target = annotation["target"]
            yield Query(name, "annotation", annotation["name"], target["rawSql"], target["format"])
    for panel in dashboard["panels"]:
        assert len(panel["targets"]) == 1, f"{panel['title']}: each panel here has one query"
        target = panel["targets"][0]
        yield Query(name, "panel", panel["title"], target["rawSql"], target["format"], panel.get("interval"),
                    panel.get("maxDataPoints"))


QUERIES = [query for name, dashboard in DASHBOARDS.items() for query in queries_of(name, dashboard)]
