"""A PostgreSQL server of its own in a temporary folder, on a free port of loopback, until it is stopped."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def newest_programs():
    folders = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name))
    found = next((folder for folder in folders if (folder / "initdb").exists()), None)
    if found is None and (initdb := shutil.which("initdb")):
        found = pathlib.Path(initdb).resolve().parent
    assert found, "no initdb of PostgreSQL here; install the package postgresql"
    return found


def has_timescale():
    """Whether TimescaleDB is installed beside PostgreSQL."""
    asked = [newest_programs() / "pg_config", "--pkglibdir"]
    libraries = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    return (pathlib.Path(libraries) / "timescaledb.so").exists()


class Cluster:
    """It runs as an unprivileged user: where the tests run as root, as `postgres`, who comes with Debian's package."""

    def __init__(self):
        self.programs = newest_programs()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sonde-grafana-"))
        self.port = free_port()
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self.folder.chmod(0o755)
        self._run("initdb", "-D", self.folder / "data", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync",
                  "--auth-local=trust", "--auth-host=scram-sha-256")
        self.server = self._start()

    def _command(self, program, *arguments):
        # No process stays between: a signal reaches the program.
        drop = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        return [*drop, str(self.programs / program), *map(str, arguments)]

    def _run(self, program, *arguments):
        done = subprocess.run(self._command(program, *arguments), capture_output=True, text=True, cwd="/")
        assert done.returncode == 0, f"{program}: {done.stderr}"

    def _start(self):
        preload = []
        if has_timescale():
            # Without workers none of its jobs runs: they would remove what is as old as the known week.
            preload = ["-c", "shared_preload_libraries=timescaledb", "-c", "max_worker_processes=0"]
        log = open(self.folder / "log", "w")
        server = subprocess.Popen(
            self._command("postgres", "-D", self.folder / "data", "-p", self.port, "-k", self.folder,
                          "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "shared_buffers=64MB",
                          "-c", "timezone=UTC", *preload),
            stdout=log, stderr=log, cwd="/")
        ready = [str(self.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(ready).returncode != 0:
            assert server.poll() is None, (self.folder / "log").read_text()
            time.sleep(0.1)
        return server

    def stop(self):
        self.server.send_signal(signal.SIGINT)
        self.server.wait()
        shutil.rmtree(self.folder)
