"""The root file systems that stand in for the images of FROM. To be used in a mount namespace of one's own."""

import pathlib
import shutil
import subprocess

# What debuerreotype leaves out of debian:*-slim.
MANUALS = ["doc", "groff", "info", "linda", "lintian", "locale", "man"]
# What a copy-on-write view of this machine is made of.
VIEWED = ["etc", "opt", "root", "usr", "var"]
MIRROR = "http://deb.debian.org/debian"


def mount(*arguments):
    subprocess.run(["mount", *map(str, arguments)], check=True)


def share_kernel(root):
    """The kernel's file systems and the network's names, as an engine gives them to a container."""
    for name in ["proc", "dev", "etc"]:
        (root / name).mkdir(parents=True, exist_ok=True)
    mount("-t", "proc", "proc", root / "proc")
    mount("--rbind", "/dev", root / "dev")
    names = root / "etc/resolv.conf"
    if not names.exists():
        names.touch()
    mount("--bind", pathlib.Path("/etc/resolv.conf").resolve(), names)


def view_of_this_machine(folder):
    """A copy-on-write view of this machine's system; returns its root. An earlier one is taken up again."""
    root = folder / "root"
    root.mkdir(parents=True, exist_ok=True)
    (root / "tmp").mkdir(exist_ok=True)
    (root / "tmp").chmod(0o1777)
    for name in ["bin", "sbin", "lib", "lib64"]:
        if not (root / name).is_symlink():
            (root / name).symlink_to(f"usr/{name}")
    for name in VIEWED:
        layers = {kind: folder / kind / name for kind in ["upper", "work"]}
        for layer in [*layers.values(), root / name]:
            layer.mkdir(parents=True, exist_ok=True)
        mount("-t", "overlay", "overlay", "-o",
              f"lowerdir=/{name},upperdir={layers['upper']},workdir={layers['work']}", root / name)
    share_kernel(root)
    return root


def nothing(folder):
    """What `FROM scratch` holds; returns its root."""
    root = folder / "root"
    shutil.rmtree(root, ignore_errors=True)
    share_kernel(root)
    return root


def bare_debian(folder, suite):
    """What debian:SUITE-slim holds, made anew; returns its root."""
    root = folder / "root"
    shutil.rmtree(root, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "debootstrap.log", "w") as log:
        subprocess.run(["debootstrap", "--variant=minbase", suite, root, MIRROR], check=True, stdout=log, stderr=log)
    share = "usr/share"
    (root / "etc/dpkg/dpkg.cfg.d/docker").write_text(
        "".join(f"path-exclude /{share}/{name}/*\n" for name in MANUALS)
        + f"path-include /{share}/doc/*/copyright\n")
    (root / "etc/apt/apt.conf.d/docker-clean").write_text(
        'Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";\n'
        'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };\n')
    (root / "etc/apt/sources.list").write_text(
        f"deb {MIRROR} {suite} main\ndeb {MIRROR} {suite}-updates main\ndeb {MIRROR}-security {suite}-security main\n")
    subprocess.run(
        f"rm -rf var/cache/apt/*.bin var/cache/apt/archives/*.deb var/lib/apt/lists/* var/log/bootstrap.log; "
        f"cd {share} && find {' '.join(MANUALS)} ! -type d ! -name copyright -delete 2>/dev/null; true",
        shell=True, cwd=root, check=True)
    share_kernel(root)
    return root
