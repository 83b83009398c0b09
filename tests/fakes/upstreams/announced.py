"""The announcements that every stand-in tells, each in its own wire format."""

import csv
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

SAMPLES = Path(__file__).parents[3] / "data" / "demo" / "announcements.csv"
SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Announced:
    """`number` tells one from another; the real one is not known."""

    code: str
    name: str
    title: str
    category: str
    number: str


def load_announced(path: Path = SAMPLES) -> list[Announced]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Announced(row["ref"][2:], row["name"], row["title"], row["category"], f"{at:010}")
            for at, row in enumerate(csv.DictReader(file), 1)
        ]
