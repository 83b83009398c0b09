"""Holdings in sentences: 我有贵州茅台100股 成本1500, 持仓 600519 100股 @1500, 我有100股茅台. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from actions.amounts import AMOUNT, worth
from actions.holdings.spotting import Spot
from customers.cells import number_of

_LOT = 100
_BARE = re.compile(r"[\s:,]*(\d[\d,]*(?:\.\d+)?)(?:[\s,@]+(-?\d[\d,]*(?:\.\d+)?))?[\s。.]*")


@dataclass(frozen=True)
class Stated:
    """What is said of one security; None where it is not said."""

    spot: Spot
    quantity: Decimal | None
    cost: Decimal | None


@dataclass(frozen=True)
class Marks:
    """Patterns of data/notices/holdings.yml: what counts, what a cost is, and a word for "each"."""

    quantity: str
    cost: str
    each: str


def statements(text: str, spots: Sequence[Spot], marks: Marks) -> list[Stated]:
    """One for each place in `text`: the quantity behind it, or before it where the first one stands so."""
    gaps = _gaps(text, spots)
    first, _ = _counted(gaps[0], marks)
    found: list[Stated] = []
    for place, spot in enumerate(spots):
        before, after = gaps[place], gaps[place + 1]
        quantity, rest = _counted(before if first is not None else after, marks)
        cost = _cost(after if first is not None else rest, marks)
        if quantity is None and cost is None and (bare := _BARE.fullmatch(after)):
            quantity, cost = number_of(bare[1]), number_of(bare[2]) if bare[2] else None
        found.append(Stated(spot, quantity, cost))
    return _shared(found, gaps, marks)


def _gaps(text: str, spots: Sequence[Spot]) -> list[str]:
    """What stands before, between and behind the names."""
    edges = [0, *(edge for spot in spots for edge in (spot.start, spot.end)), len(text)]
    return [text[edges[n] : edges[n + 1]] for n in range(0, len(edges), 2)]


def _counted(text: str, marks: Marks) -> tuple[Decimal | None, str]:
    """The first number that counts shares, and the text without it."""
    for amount in AMOUNT.finditer(text):
        unit = re.compile(rf"\s*(?:{marks.quantity})").match(text, amount.end())
        number = worth(amount) if unit else None
        if unit and number is not None:
            signed = -number if text[: amount.start()].endswith("-") else number
            return signed * (_LOT if unit["lots"] else 1), text[: amount.start()] + " " + text[unit.end() :]
    return None, text


def _cost(text: str, marks: Marks) -> Decimal | None:
    found = re.search(marks.cost, text)
    return number_of(found["named"] or found["yuan"]) if found else None


def _shared(found: list[Stated], gaps: Sequence[str], marks: Marks) -> list[Stated]:
    """中国平安和五粮液各100股: the quantity is that of each."""
    last = found[-1] if found else None
    if last is None or last.quantity is None or len(found) < 2:
        return found
    number = re.search(r"[\d一二两三四五六七八九十百千万]", gaps[-1])
    if number is None or not re.search(marks.each, gaps[-1][: number.start()].strip()):
        return found
    return [Stated(each.spot, each.quantity or last.quantity, each.cost) for each in found]
