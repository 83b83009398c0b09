"""The sample files of a demonstration: where they lie, how they are credited, and how their rows are read."""

import csv
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from market.session import SHANGHAI

NAME = "演示数据"
HOST = "demo"
FOLDER = Path(__file__).parents[2] / "data" / "demo"

Row = Mapping[str, str]


@cache
def rows_of(file: Path) -> tuple[Row, ...]:
    """The rows of a sample file. Raises OSError."""
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def midnight(day: date) -> datetime:
    """The time of a sample that has a day only."""
    return datetime.combine(day, time(), SHANGHAI)
