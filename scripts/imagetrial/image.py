"""An image in the making: a root file system, and what the Dockerfile says about running it."""

import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# How this machine reaches the internet; an engine has settings of its own for it.
PASSED_ON = re.compile(r"(?i)(.*_proxy|.*_ca_?(info|bundle|file)|ssl_cert_.*)$")


class Image:
    def __init__(self, root, path=PATH):
        self.root = root
        self.workdir = pathlib.PurePosixPath("/")
        self.environment = {"PATH": path, "HOME": "/root"}
        self.user = "0:0"
        self.volumes = []
        self.entrypoint, self.command, self.healthcheck, self.stop_signal = [], [], [], "SIGTERM"

    def place(self, path):
        """Where a path of the image lies on this machine."""
        return self.root / str(self.workdir / path).lstrip("/")

    def obey(self, step, stages, context):
        """Does one step. `stages` are the images before this one by name, `context` the folder that COPY takes from."""
        match step.instruction:
            case "RUN": self.run(step)
            case "COPY": self.copy(step, stages, context)
            case "WORKDIR":
                self.workdir = self.workdir / step.text
                self.place(".").mkdir(parents=True, exist_ok=True)
            case "ENV": self.environment |= dict(word.split("=", 1) for word in step.words())
            case "USER": self.user = step.text
            case "VOLUME": self.volumes += step.words()
            case "ENTRYPOINT": self.entrypoint = step.words()
            case "CMD": self.command = step.words()
            case "STOPSIGNAL": self.stop_signal = step.text
            case "HEALTHCHECK": self.healthcheck = json.loads(step.text.partition("CMD")[2])
            case "LABEL" | "EXPOSE": step.words()

    def run(self, step):
        passed = {name: value for name, value in os.environ.items() if PASSED_ON.match(name)}
        subprocess.run(
            ["unshare", "--pid", "--fork", "--kill-child", "chroot", self.root,
             "sh", "-c", f'cd {shlex.quote(str(self.workdir))} && exec /bin/sh -c "$0"', step.text],
            check=True, env=passed | self.environment, stdin=subprocess.DEVNULL)

    def copy(self, step, stages, context):
        flags, words = step.flags_and_words()
        *sources, target = words
        origin = stages[flags["from"]].root if "from" in flags else context
        into = self.place(target)
        for source in sources:
            found = origin / source.lstrip("/")
            if found.is_dir():
                into.mkdir(parents=True, exist_ok=True)
                # Without what is mounted there, such as /proc.
                subprocess.run(["cp", "--archive", "--one-file-system", "-T", found, into], check=True)
                continue
            # A target that ends in a slash, or is a folder, takes the file under its own name.
            place = into / found.name if target.endswith("/") or into.is_dir() else into
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(found, place)

    def files(self):
        """Every file of the root's own file system, and what tells that it was written anew."""
        found = {}
        device = os.lstat(self.root).st_dev
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if os.lstat(os.path.join(folder, name)).st_dev == device]
            for name in names:
                path = os.path.join(folder, name)
                status = os.lstat(path)
                if status.st_dev == device:
                    found[path] = (status.st_size, status.st_mtime_ns, status.st_ino)
        return found
