#!/usr/bin/env python3
"""Does what the Dockerfile says on a machine without a container engine, and tries what comes of it.

The steps are read out of the Dockerfile. The stage that builds runs on a copy-on-write view of this machine, whose
Debian and Swift stand in for the swift image; debian:*-slim is a bare Debian of debootstrap, slimmed alike. The result
is started read-only, as its user, without capabilities and without a network. What this cannot try is an engine itself:
its images and layers, and the network between containers.

Needs root, debootstrap, iproute2, curl and Swift on Debian 12, and 3 GB in the folder, which must not lie in one of
those that the view is made of: /etc, /opt, /root, /usr, /var.
"""

import argparse
import os
import pathlib
import re
import shutil
import sys

from imagetrial.checks import CONFIGURATION, Checks, check, check_size
from imagetrial.container import Container
from imagetrial.context import Context
from imagetrial.dockerfile import read_stages
from imagetrial.image import PATH, Image
from imagetrial.roots import VIEWED, bare_debian, nothing, view_of_this_machine

ROOT = pathlib.Path(__file__).resolve().parents[1]
LIMIT = 150_000_000
INSIDE = "SONDE_IMAGE_TRIAL"


def begin(stage, folder):
    """The image that a stage starts from."""
    if stage.base.startswith("swift:"):
        swift = pathlib.Path(shutil.which("swift") or sys.exit("There is no swift on the PATH.")).resolve().parent
        return Image(view_of_this_machine(folder), f"{swift}:{PATH}")
    if suite := re.fullmatch(r"debian:(\w+)-slim", stage.base):
        return Image(bare_debian(folder, suite[1]))
    if stage.base == "scratch":
        return Image(nothing(folder))
    sys.exit(f"Nothing here can stand in for {stage.base}.")


def make(stages, folder, reuses_build):
    """Obeys all stages; returns the last one's image, and its layers as pairs of words and bytes."""
    shutil.rmtree(folder / "context", ignore_errors=True)
    Context(ROOT).copy_to(folder / "context")
    images = {}
    for number, stage in enumerate(stages):
        is_kept = reuses_build and number == 0
        place = folder / (stage.name or "image")
        if not is_kept:
            shutil.rmtree(place, ignore_errors=True)
        image = images[stage.name] = begin(stage, place)
        files, layers = image.files(), []
        for step in [] if is_kept else stage.steps:
            print(f"-- Dockerfile:{step.line}: {step.instruction} {step.text}", flush=True)
            image.obey(step, images, folder / "context")
            before, files = files, image.files()
            # What a step wrote is its layer; what earlier ones wrote is not in it.
            size = sum(status[0] for path, status in files.items() if before.get(path) != status)
            if size:
                layers.append((f"{step.instruction} {step.text}"[:90], size))
    return image, layers


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / ".build-image")
    parser.add_argument("--reuse-build", action="store_true", help="take the first stage as the last run left it")
    options = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("This needs root, for chroot and mounts.")
    if INSIDE not in os.environ:
        # All mounts are this process' own and go with it.
        os.execvpe("unshare", ["unshare", "--mount", "--propagation", "private", sys.executable, *sys.argv],
                   os.environ | {INSIDE: "1"})
    folder = options.folder.resolve()
    if folder.parts[1] in VIEWED:
        sys.exit(f"{folder} lies in what is to be viewed; name another with --folder.")
    folder.mkdir(parents=True, exist_ok=True)
    image, layers = make(read_stages((ROOT / "Dockerfile").read_text()), folder, options.reuse_build)
    checks = Checks()
    check(Container(image, folder / "trial", CONFIGURATION), checks)
    check_size(layers, checks, LIMIT)
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
