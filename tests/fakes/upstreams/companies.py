"""What all houses tell of companies: the dated rows of data/demo, and the few facts that these lack.

The share counts of 平安银行 are those of akfamily/akshare docs/data/stock/stock.md, stock_individual_info_em
(MIT); the day of its report for 2019 is that of its own announcement.
"""

import csv
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from tests.fakes.upstreams.asked import Asked
from tests.fakes.upstreams.figures import SAMPLES, Figures, load_figures

Row = Mapping[str, str]

LEXICON = SAMPLES.parents[1] / "lexicon" / "securities.csv"
SHARES: Mapping[str, tuple[int, int]] = {"000001": (19_405_918_198, 19_405_754_475)}
"""All shares and those that may be traded, by code."""
APPOINTED: Mapping[str, tuple[str, str, str]] = {"000001": ("2019-12-31", "2020-02-14", "2020-02-14")}
"""Period, the day first appointed and the day on which the report came, by code."""


@cache
def table(name: str) -> dict[str, list[Row]]:
    """The rows of a sample file by code."""
    found: dict[str, list[Row]] = {}
    with SAMPLES.with_name(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["ref"][2:], []).append(row)
    return found


def rows(name: str, code: str) -> list[Row]:
    return table(name).get(code, [])


@cache
def figures_of(code: str) -> Figures | None:
    """The price that a market value is counted at."""
    return next((each for each in load_figures().values() if each.code == code and not each.is_index), None)


@cache
def full_names() -> dict[str, str]:
    with LEXICON.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: row.get("full_name", "")
            for row in csv.DictReader(file)
            if row.get("kind") == "stock"
        }


def dividends(code: str, *, carried_out: bool = False) -> list[Row]:
    """The newest first, as every house prints them."""
    found = [row for row in rows("schedule", code) if row["progress"] == "implemented" or not carried_out]
    return sorted(found, key=lambda row: row["announced"], reverse=True)


def part(plan: str, mark: str) -> float | None:
    """What 10 shares receive: 派 yuan, 送 or 转 shares."""
    found = re.search(rf"{mark}(\d+(?:\.\d+)?)", plan)
    return float(found[1]) if found else None


def money(cell: str, asked: Asked) -> str:
    """An amount of money; a house that suddenly counts in ten thousands leaves four digits away."""
    return str(Decimal(cell) / 10_000) if cell and asked.shape == "units" else cell


def number(cell: str) -> float | None:
    return float(cell) if cell else None
