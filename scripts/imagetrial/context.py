"""The build context: what git knows or would take up, less what .dockerignore keeps away."""

import fnmatch
import pathlib
import shutil
import subprocess


class Context:
    def __init__(self, root):
        self.root = root
        rules = (root / ".dockerignore").read_text().splitlines()
        self.rules = [rule.strip() for rule in rules if rule.strip() and not rule.startswith("#")]

    def is_ignored(self, path):
        """The last rule that names the path, or a folder above it, decides."""
        places = [str(path)] + [str(parent) for parent in path.parents if parent.name]
        ignored = False
        for rule in self.rules:
            pattern = rule.lstrip("!").removeprefix("**/")
            anywhere = rule.lstrip("!").startswith("**/")
            if any(fnmatch.fnmatchcase(pathlib.PurePath(place).name if anywhere else place, pattern)
                   for place in places):
                ignored = not rule.startswith("!")
        return ignored

    def files(self):
        listed = subprocess.run(
            ["git", "-C", self.root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            check=True, capture_output=True, text=True).stdout
        paths = {pathlib.PurePath(name) for name in listed.split("\0") if name}
        return sorted(path for path in paths if (self.root / path).is_file() and not self.is_ignored(path))

    def copy_to(self, folder):
        for path in self.files():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(self.root / path, folder / path)
