"""Run a program that cannot outlive the process that asked for it; a script that imports nothing of ours.

    python -I -S leash.py PARENT SIGNAL UID:GID|- PROGRAM ARGUMENT...

Becomes the user (when told to), asks the kernel for SIGNAL at the parent's death, then turns into
PROGRAM. The order matters: changing the user clears the request. Only Linux has such a request; elsewhere
PROGRAM just runs.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def become(account: str) -> None:
    """Give up root for "uid:gid"; "-" stays who we are."""
    if account == "-":
        return
    uid, gid = (int(part) for part in account.split(":"))
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    os.umask(0o077)


def tie(parent: int, signal_number: int) -> None:
    """Die with `parent`; leave at once if it died before we could ask."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit(1)


if __name__ == "__main__":
    become(sys.argv[3])
    tie(int(sys.argv[1]), int(sys.argv[2]))
    os.execvp(sys.argv[4], sys.argv[4:])  # noqa: S606 - no shell is the point
