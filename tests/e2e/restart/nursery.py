"""Gateways to be killed: all is imported once, and each start is a fork of this that serves.

    python -m tests.e2e.restart.nursery

A line on standard input starts one and is answered with its number; at the end of input it dies with us.
"""

import os
import signal
import sys

from gateway.serve import main as serve


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    child = 0
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            sys.exit(serve())
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
    if child:
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
