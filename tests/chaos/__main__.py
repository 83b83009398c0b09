"""`make chaos`: a storm over the whole system, and whether the books balance after it.

    python -m tests.chaos --minutes 30 --seed 1

Ends with 1 where they do not balance. `--plan` only says what would break, and when.
"""

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path

from tests.chaos.schedule import describe, plan
from tests.chaos.storm import Load, run


def main() -> int:
    wanted = _wanted()
    if wanted.plan:
        _tell(describe(plan(wanted.seed, wanted.minutes * 60)))
        return 0
    signal.signal(signal.SIGTERM, lambda number, frame: os.kill(os.getpid(), signal.SIGINT))  # leave nothing
    load = Load(wanted.people, (wanted.pause / 2, wanted.pause * 1.5), wanted.wishes)
    report = asyncio.run(run(wanted.seed, wanted.minutes, _tell, load, wanted.logs))
    _tell(f"\n{report.text()}")
    return 0 if report.balanced else 1


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=Load.people, help="on each of four channels")
    parser.add_argument("--pause", type=float, default=8.0, help="seconds between two messages of one")
    parser.add_argument("--wishes", type=float, default=Load.wishes, help="messages that ask for a person")
    parser.add_argument("--logs", type=Path, help="a folder for the product's logs")
    parser.add_argument("--plan", action="store_true", help="say what would break, and break nothing")
    return parser.parse_args()


def _tell(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
