"""`make bench`: runs every measurement, prints the table, keeps the figures under `var/bench`."""

import argparse
import asyncio
import sys

from tests.load.comparison import Figures, compare
from tests.load.finding import Finding, measure_finding
from tests.load.report import Row, draw_table, save
from tests.load.stock import CACHE, run_stock


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    options.parse_args()
    rows = measure()
    save(rows, CACHE / "latest.json")
    sys.stdout.write(draw_table(rows) + "\n")


def measure() -> list[Row]:
    tell("finding securities in messages")
    rows = finding_rows(measure_finding())
    tell("starting stock Rasa (its first training takes minutes)")
    with run_stock() as stock:
        tell("measuring turns")
        [figures] = asyncio.run(compare([stock]))
    return [*compare_rows(figures), *rows]


def finding_rows(finding: Finding) -> list[Row]:
    return [
        Row("securities found in a message, p50", "ms", ours=finding.p50),
        Row("securities found in a message, p99", "ms", ours=finding.p99, goal=("≤", 1)),
    ]


def compare_rows(stock: Figures) -> list[Row]:
    return [
        Row("quote turn, p50", "ms", stock=stock.p50, goal=("≤", 0.5)),
        Row("quote turn, p95", "ms", stock=stock.p95),
        Row("turns a second, 12 investors at once", "", stock=stock.rate, goal=("≥", 3)),
        *(Row(f"CPU a turn: {name}", "ms", stock=cpu) for name, cpu in stock.cpu_per_turn.items()),
    ]


def tell(progress: str) -> None:
    sys.stderr.write(f"bench: {progress} …\n")


if __name__ == "__main__":
    main()
