"""A PostgreSQL of our own, made ready as the database's container is: by the script that compose.yaml mounts."""

import os
import pathlib
import shutil
import socket
import subprocess
import tempfile

from conftest import COMPOSE, run

USERS = {
    "POSTGRES_DB": "apimonitoring", "DB_USER": "apimonitor", "DB_PASS": "o'wn\"er$x\\",
    "GRAFANA_DB_USER": "grafana", "GRAFANA_DB_PASS": "re'ad\"er$x\\",
}


def programs():
    """The folder of the newest PostgreSQL's programs."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    assert found, "PostgreSQL is missing; install the package postgresql"
    return found[-1]


def has_timescale():
    version = programs().parent.name
    return (pathlib.Path("/usr/share/postgresql") / version / "extension/timescaledb.control").exists()


class Cluster:
    """A server in a temporary folder on a free port of loopback, from `with` to its end."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sonde-deploy-"))
        self.folder.chmod(0o755)
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port = listener.getsockname()[1]
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        made = run(*self.unprivileged("initdb", "-D", self.folder / "data", "-U", "postgres", "--auth-local=trust",
                                      "--auth-host=scram-sha-256", "--no-sync"), cwd="/")
        assert made.returncode == 0, made.stderr
        preloaded = "timescaledb" if has_timescale() else ""
        self.log = self.folder / "log"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                self.unprivileged("postgres", "-D", self.folder / "data", "-p", self.port, "-k", self.folder,
                                  "-c", "listen_addresses=127.0.0.1", "-c", f"shared_preload_libraries={preloaded}"),
                cwd="/", stdout=log, stderr=log)
        while run(programs() / "pg_isready", "-h", self.folder, "-p", self.port).returncode != 0:
            assert self.process.poll() is None, self.log.read_text()
        self.administer("psql", "--command=CREATE DATABASE apimonitoring")
        self.administer("sh", COMPOSE / "database/users.sh", **USERS)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder)

    def unprivileged(self, program, *arguments):
        """PostgreSQL refuses to run as root."""
        prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        return [*prefix, *map(str, [programs() / program, *arguments])]

    def administer(self, *command, **environment):
        """As the user postgres by the server's socket, which the container's commands use, too."""
        done = run(*command, env={**os.environ, **environment, "PGHOST": str(self.folder), "PGPORT": str(self.port),
                                  "PGUSER": "postgres"})
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, user, password, sql, options=""):
        return run("psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql, env={
            "PATH": os.environ["PATH"], "PGHOST": "127.0.0.1", "PGPORT": str(self.port), "PGUSER": user,
            "PGPASSWORD": password, "PGDATABASE": USERS["POSTGRES_DB"], "PGOPTIONS": options})

    def owner(self, sql):
        return self.ask(USERS["DB_USER"], USERS["DB_PASS"], sql)

    def reader(self, sql, options=""):
        return self.ask(USERS["GRAFANA_DB_USER"], USERS["GRAFANA_DB_PASS"], sql, options)
