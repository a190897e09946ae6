"""Becomes a program of another root, as a user without capabilities, as `docker run --cap-drop ALL` does it.

    confine.py ROOT UID:GID FOLDER [NAME=VALUE ...] -- PROGRAM [ARGUMENT ...]
"""

import ctypes
import os
import sys

# <linux/prctl.h>
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38


def main(root, user, folder, *rest):
    separator = rest.index("--")
    environment = dict(word.split("=", 1) for word in rest[:separator])
    program = rest[separator + 1:]
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    os.chroot(root)
    os.chdir(folder)
    # Up to the last capability that this kernel knows.
    capability = 0
    while prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0:
        capability += 1
    if prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        sys.exit("The kernel does not know PR_SET_NO_NEW_PRIVS.")
    number, group = map(int, user.split(":"))
    os.setgroups([])
    os.setgid(group)
    os.setuid(number)
    os.execvpe(program[0], program, environment)


if __name__ == "__main__":
    main(*sys.argv[1:])
