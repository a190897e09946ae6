"""Backup and restore with the commands of docs/operations.md, between two databases as compose.yaml makes them."""

import re
import shlex

import pytest

from cluster import Cluster, has_timescale
from conftest import ROOT

OPERATIONS = (ROOT / "docs/operations.md").read_text()
PLAIN = """
    CREATE TABLE api_metrics (timestamp timestamptz NOT NULL, api_name text) PARTITION BY RANGE (timestamp);
    CREATE TABLE api_metrics_20260601 PARTITION OF api_metrics FOR VALUES FROM ('2026-06-01') TO ('2026-06-02')
    """
HYPERTABLE = """
    CREATE TABLE api_metrics (timestamp timestamptz NOT NULL, api_name text);
    SELECT create_hypertable('api_metrics', 'timestamp', chunk_time_interval => INTERVAL '1 day');
    ALTER TABLE api_metrics SET (timescaledb.compress, timescaledb.compress_segmentby = 'api_name');
    SELECT add_compression_policy('api_metrics', INTERVAL '7 days')
    """


def command(containing):
    """The arguments of the one command of the page that holds these words, without the container around it."""
    found = [line for line in OPERATIONS.splitlines() if containing in line and "exec -T timescaledb" in line]
    assert len(found) == 1, found
    return shlex.split(re.sub(r"\s+[<>].*$", "", found[0].partition("exec -T timescaledb ")[2]))


@pytest.mark.parametrize("tables", [PLAIN, HYPERTABLE], ids=["partitions", "hypertables"])
def test_what_was_dumped_is_there_again(tables, tmp_path):
    if tables == HYPERTABLE and not has_timescale():
        pytest.skip("PostgreSQL has no timescaledb extension here: its restore is not tried")
    file = tmp_path / "sonde.dump"
    with Cluster() as old:
        assert old.owner(tables).returncode == 0
        rows = "INSERT INTO api_metrics SELECT TIMESTAMPTZ '2026-06-01' + i * INTERVAL '15 s', 'orders' "
        assert old.owner(rows + "FROM generate_series(0, 999) i").returncode == 0
        if tables == HYPERTABLE:
            assert old.owner("SELECT compress_chunk(show_chunks('api_metrics'))").returncode == 0
        old.administer(*command("pg_dump"), f"--file={file}")
    with Cluster() as new:
        if has_timescale():
            new.administer(*command("timescaledb_pre_restore"))
        new.administer(*command("pg_restore"), file)
        if has_timescale():
            new.administer(*command("timescaledb_post_restore"))
        assert new.reader("SELECT count(*) FROM api_metrics").stdout.strip() == "1000"
        # Sonde goes on where it was: it owns the tables and may write into them.
        assert new.owner("INSERT INTO api_metrics VALUES ('2026-06-01 12:00Z', 'orders')").returncode == 0
        assert new.owner("ALTER TABLE api_metrics ADD COLUMN later integer").returncode == 0
        if tables == HYPERTABLE:
            jobs = new.owner("SELECT proc_name FROM timescaledb_information.jobs WHERE hypertable_name = 'api_metrics'")
            assert jobs.stdout.strip() == "policy_compression"
