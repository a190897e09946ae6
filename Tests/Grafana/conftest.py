"""The database of the known week, asked as Grafana asks: as the user who may only read."""

import pytest

import database
from cluster import Cluster, has_timescale

LAYOUTS = ["partitions", "timescaledb"] if has_timescale() else ["partitions"]


@pytest.fixture(scope="session", params=LAYOUTS)
def made(request, tmp_path_factory):
    """A server with the database in it; on TimescaleDB, too, where that is installed."""
    cluster = Cluster()
    try:
        database.make(cluster, request.param, tmp_path_factory.mktemp("sonde"))
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def reader(made):
    # A zone that changes its clocks within the known week: no query may depend on the session's zone.
    with database.connect(made, database.NAMES["GRAFANA_DB_USER"], database.NAMES["GRAFANA_DB_PASS"],
                          options="-c timezone=Europe/Berlin") as connection:
        yield connection


def pytest_terminal_summary(terminalreporter):
    if "timescaledb" in LAYOUTS:
        terminalreporter.write_line("The queries ran on plain PostgreSQL and on TimescaleDB.")
    else:
        terminalreporter.write_line("TimescaleDB is not installed here: the queries ran on plain PostgreSQL alone.")
