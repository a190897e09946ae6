"""The provisioning files, and that they fit the compose file and the dashboards."""

import re

import yaml

from dashboards import DASHBOARDS, ROOT

PROVISIONING = ROOT / "deploy" / "grafana" / "provisioning"
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose" / "compose.yaml").read_text())["services"]["grafana"]


def read(kind):
    return yaml.safe_load((PROVISIONING / kind / "sonde.yaml").read_text())


def texts(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return [value] if isinstance(value, str) else []


def test_the_source_is_the_one_that_the_dashboards_ask():
    source, = read("datasources")["datasources"]
    asked = DASHBOARDS["overview"]["panels"][0]["datasource"]
    assert {"uid": source["uid"], "type": source["type"]} == asked


def test_compose_sets_every_variable_of_the_source_and_no_other():
    used = {name for text in texts(read("datasources")) for name in re.findall(r"\$(\w+)", text)}
    assert used == {name for name in COMPOSE["environment"] if name.startswith("SONDE_")}


def test_the_password_is_kept_where_grafana_encrypts_it():
    source, = read("datasources")["datasources"]
    assert source["secureJsonData"] == {"password": "$SONDE_DB_PASS"}
    assert "$SONDE_DB_PASS" not in texts({key: value for key, value in source.items() if key != "secureJsonData"})


def test_switches_are_no_texts():
    """Grafana's plugin refuses a text where it reads a Boolean or a number."""
    source, = read("datasources")["datasources"]
    numbers = ["maxOpenConns", "maxIdleConns", "connMaxLifetime"]
    assert source["jsonData"]["timescaledb"] is True
    assert all(type(source["jsonData"][name]) is int for name in numbers)


def test_the_dashboards_lie_where_the_provider_looks():
    provider, = read("dashboards")["providers"]
    mounts = dict(volume.split(":")[:2] for volume in COMPOSE["volumes"])
    assert mounts["../grafana/dashboards"] == provider["options"]["path"]
    assert mounts["../grafana/provisioning"] == "/etc/grafana/provisioning"
    assert provider["folder"] == "Sonde"
