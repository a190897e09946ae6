"""A database with the known week in it, made by Sonde itself and by the compose file's script for its users."""

import datetime
import os
import subprocess

import psycopg

import known_week
import rollups
from dashboards import ROOT

NAMES = {"POSTGRES_DB": "apimonitoring", "DB_USER": "apimonitor", "DB_PASS": "p%ss word'\"",
         "GRAFANA_DB_USER": "grafana", "GRAFANA_DB_PASS": "read 'only' %41"}
# Those that are divided by time.
TABLES = ("api_metrics", "anomalies", "minute_rollups", "hour_rollups")


def connect(cluster, user, password=None, **more):
    """As the administrator over the socket; as others by address, with their password."""
    host = "127.0.0.1" if password else str(cluster.folder)
    return psycopg.connect(host=host, port=cluster.port, user=user, password=password, dbname=NAMES["POSTGRES_DB"],
                           autocommit=True, **more)


def make(cluster, layout, folder):
    """The database and its users, the tables, the known week.

    `layout`: `timescaledb`, or `partitions` as on a server without TimescaleDB.
    """
    environment = {**os.environ, **NAMES, "PGHOST": str(cluster.folder), "PGPORT": str(cluster.port)}
    psql = [cluster.programs / "psql", "-X", "-q", "-U", "postgres", "-d", "postgres"]
    subprocess.run([*psql, "-c", f"CREATE DATABASE {NAMES['POSTGRES_DB']}"], env=environment, check=True)
    subprocess.run(["sh", ROOT / "deploy/compose/database/users.sh"], env=environment, check=True)
    if layout == "partitions":
        with connect(cluster, "postgres") as connection:
            forbid_timescale(connection)
    # Whatever opens a new database makes its tables.
    sonde(cluster, folder, "rebuild-rollups")
    with connect(cluster, "postgres") as connection:
        found = connection.execute("SELECT layout FROM sonde_layout").fetchone()[0]
        assert found == layout, f"Sonde made {found} and not {layout}"
        if layout == "partitions":
            for table in TABLES:
                make_partitions(connection, table)
        fill(connection)
        # Of the week itself Sonde makes the roll-ups, as if it had come that far.
        connection.execute("UPDATE rollup_progress SET begun = %(end)s, done = %(end)s", {"end": known_week.END})
        sonde(cluster, folder, "rebuild-rollups")
        if layout == "timescaledb":
            # As the policy does after a week.
            for table in TABLES:
                connection.execute(
                    f"SELECT compress_chunk(chunk) FROM show_chunks('{table}', older_than => %s::timestamptz) AS chunk",
                    [known_week.at(4, 0)])
        connection.execute("ANALYZE")


def forbid_timescale(connection):
    """So that Sonde finds what it finds where the extension is missing."""
    connection.execute("DROP EXTENSION IF EXISTS timescaledb CASCADE")
    connection.execute(f"REVOKE CREATE ON DATABASE {NAMES['POSTGRES_DB']} FROM {NAMES['DB_USER']}")


def sonde(cluster, folder, *command):
    """Runs `sonde db` on the database."""
    configuration = folder / "sonde.yaml"
    configuration.write_text('endpoints: [{name: orders, url: "http://127.0.0.1:9/"}]\n')
    names = {"DB_HOST": "127.0.0.1", "DB_PORT": str(cluster.port), "DB_NAME": NAMES["POSTGRES_DB"],
             "DB_USER": NAMES["DB_USER"], "DB_PASS": NAMES["DB_PASS"]}
    done = subprocess.run([ROOT / ".build/debug/sonde", "db", *command, "--config", configuration],
                          env={**os.environ, **names}, capture_output=True, text=True)
    assert done.returncode == 0, f"sonde db {' '.join(command)}: {done.stdout}{done.stderr}"


def fill(connection):
    """Stores the known week, and of the time before it roll-ups that Python has made."""
    probes = known_week.probes()
    single = [probe for found in probes.values() for probe in found if probe.time >= known_week.WEEK]
    copy(connection, "api_metrics (timestamp, api_name, response_time_ms, status_code, success, response_size_bytes, "
         "dns_ms, connect_ms, tls_ms, ttfb_ms, transfer_ms)",
         [(p.time, p.api, p.ms, p.status, p.success, 512, *map(p.phases.get, known_week.PHASES)) for p in single])
    for found in probes.values():
        before = [probe for probe in found if probe.time < known_week.WEEK]
        recent = [probe for probe in before if probe.time >= known_week.MINUTES]
        copy(connection, f"minute_rollups ({rollups.COLUMNS})", rollups.rows(recent, second=0))
        copy(connection, f"hour_rollups ({rollups.COLUMNS})", rollups.rows(before, minute=0, second=0))
    copy(connection, "anomalies (timestamp, api_name, response_time_ms, anomaly_score, surprise, is_anomaly, severity, "
         "reasons)",
         [(a.time, a.api, a.ms, a.score, a.surprise, a.is_anomaly, a.severity, a.reasons)
          for a in known_week.anomalies()])
    copy(connection, "incidents (id, api_name, kind, severity, opened_at, closed_at, reason, excused_at)",
         [(i.id, i.api, i.kind, i.severity, i.opened, i.closed, i.reason, i.excused) for i in known_week.incidents()])


def make_partitions(connection, table):
    """Of a month for roll-ups and of a day for the others, as Sonde makes them."""
    start = known_week.BEFORE.replace(day=1)
    while start < known_week.END:
        end, name = start + datetime.timedelta(days=1), f"{table}_{start:%Y%m%d}"
        if table.endswith("rollups"):
            end, name = (start + datetime.timedelta(days=32)).replace(day=1), f"{table}_{start:%Y%m}"
        connection.execute(
            f"CREATE TABLE {name} PARTITION OF {table} "
            f"FOR VALUES FROM ('{start.isoformat()}') TO ('{end.isoformat()}')")
        start = end


def copy(connection, table, rows):
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copying:
        for row in rows:
            copying.write_row(row)
