"""The script that the database's container runs when it is new, on a PostgreSQL of our own."""

import pytest

from cluster import USERS, Cluster, has_timescale


@pytest.fixture(scope="module")
def server():
    with Cluster() as cluster:
        yield cluster


def test_sonde_may_do_what_it_must_and_grafana_read_it(server):
    made = server.owner("""
        CREATE TABLE later (timestamp timestamptz NOT NULL, value integer) PARTITION BY RANGE (timestamp);
        CREATE TABLE later_2026 PARTITION OF later FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        INSERT INTO later VALUES ('2026-06-01', 7);
        CREATE FUNCTION seven() RETURNS integer LANGUAGE sql RETURN 7
        """)
    assert made.returncode == 0, made.stderr
    for query in ["SELECT value FROM later", "SELECT value FROM later_2026", "SELECT seven()"]:
        answer = server.reader(query)
        assert answer.stdout.strip() == "7", answer.stderr


def test_both_may_do_so_with_hypertables(server):
    if not has_timescale():
        pytest.skip("PostgreSQL has no timescaledb extension here: hypertables are not tried")
    made = server.owner("""
        CREATE TABLE hyper (timestamp timestamptz NOT NULL, value integer);
        SELECT create_hypertable('hyper', 'timestamp');
        ALTER TABLE hyper SET (timescaledb.compress);
        SELECT add_compression_policy('hyper', INTERVAL '7 days');
        INSERT INTO hyper VALUES ('2026-06-01', 7);
        SELECT compress_chunk(show_chunks('hyper'))
        """)
    assert made.returncode == 0, made.stderr
    answer = server.reader("SELECT time_bucket('1h', timestamp), value FROM hyper")
    assert answer.stdout.strip().endswith("|7"), answer.stderr
    dropped = server.reader("SELECT drop_chunks('hyper', now())", "-c default_transaction_read_only=off")
    assert "must be owner" in dropped.stderr, dropped.stderr


@pytest.mark.parametrize("sql", [
    "CREATE TABLE mine (a integer)", "CREATE TEMPORARY TABLE mine (a integer)", "CREATE SCHEMA mine",
    "INSERT INTO kept VALUES (8)", "DELETE FROM kept", "TRUNCATE kept", "DROP TABLE kept", "SET ROLE apimonitor",
    "SELECT * FROM pg_authid",
])
def test_grafana_may_do_nothing_else(server, sql):
    assert server.owner("CREATE TABLE IF NOT EXISTS kept (value integer)").returncode == 0
    assert "read-only" in server.reader("CREATE SEQUENCE mine").stderr
    # Whoever signs in may undo what is only a setting.
    answer = server.reader(sql, "-c default_transaction_read_only=off")
    assert answer.returncode != 0
    assert "permission denied" in answer.stderr or "must be owner" in answer.stderr, answer.stderr


def test_sonde_is_no_superuser(server):
    rights = server.owner("SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user")
    assert rights.stdout.strip() == "f"


def test_passwords_are_needed_and_are_in_no_log(server):
    assert server.ask("grafana", "", "SELECT 1").returncode != 0
    assert server.ask("apimonitor", "apimonitor", "SELECT 1").returncode != 0
    log = server.log.read_text()
    assert USERS["DB_PASS"] not in log and USERS["GRAFANA_DB_PASS"] not in log
