"""A container of an image: read-only, without capabilities, without a network but loopback."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys

from .roots import mount


class Container:
    """The image's command, running as the first process of its own namespaces."""

    def __init__(self, image, folder, configuration):
        self.image, self.folder = image, folder
        self.configure(configuration)
        # `exec` throughout: the process that is started is in the end the image's own, and gets its signals.
        self.process = subprocess.Popen(
            ["unshare", "--net", "--pid", "--fork", "--kill-child", "sh", "-c", 'ip link set lo up && exec "$@"', "sh",
             *self.confined(image.entrypoint + image.command)],
            stdin=subprocess.DEVNULL, stdout=open(folder / "output", "w"), stderr=subprocess.STDOUT)

    def configure(self, configuration):
        root = self.image.root
        mount("--rbind", root, root)
        for name in ["config", "volumes"]:
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "config/sonde.yaml").write_text(configuration)
        mount("--bind", self.folder / "config", root / "etc/sonde")
        mount("-o", "remount,bind,ro", root / "etc/sonde")
        for volume in self.image.volumes:
            inside = self.image.place(volume)
            outside = self.folder / "volumes" / inside.name
            shutil.rmtree(outside, ignore_errors=True)
            # A new volume begins with the owner, the mode and the files that the image has there.
            subprocess.run(["cp", "--archive", "-T", inside, outside], check=True)
            mount("--bind", outside, inside)
        mount("-t", "tmpfs", "-o", "size=64m,mode=1777,noexec,nosuid,nodev", "tmpfs", root / "tmp")
        mount("-o", "remount,bind,ro", root)

    def confined(self, command):
        environment = [f"{name}={value}" for name, value in self.image.environment.items()]
        return [sys.executable, pathlib.Path(__file__).with_name("confine.py"), self.image.root, self.image.user,
                self.image.workdir, *environment, "--", *command]

    @property
    def is_running(self):
        return self.process.poll() is None

    @property
    def pid(self):
        """The first process' number on this machine; None before it is there."""
        parent = self.process.pid
        children = pathlib.Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return int(children[0]) if children else None

    def joined(self, command):
        """Runs a command of this machine in the container's network; returns what came of it."""
        return subprocess.run(
            ["nsenter", f"--target={self.pid}", "--net", *command], capture_output=True, text=True)

    def execute(self, command):
        """Runs a command in the container, as `docker exec` does."""
        return self.joined(self.confined(command))

    def status(self):
        """The kernel's words about the first process."""
        lines = pathlib.Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}

    def stop(self):
        """Ends it as an engine does; returns its exit code."""
        os.kill(self.pid, signal.Signals[self.image.stop_signal])
        return self.process.wait(timeout=30)
