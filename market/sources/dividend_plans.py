"""Dividend plans as they are published ("10送2转3派1.5元(含税)"), read into parts for every 10 shares."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from market.errors import SourceChanged
from market.schedule import Dividend

_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
_NOTHING = re.compile(r"不分配|不分红|不派|不转增|不进行")
_PARTS = {
    "cash": re.compile(rf"派(?:现|发现金|发现金红利|发)?{_NUMBER}"),
    "bonus": re.compile(rf"送(?:红股)?{_NUMBER}"),
    "transfer": re.compile(rf"转(?:增)?{_NUMBER}"),
}
_PER = re.compile(rf"(?:每)?{_NUMBER}(?:股)?(?=派|送|转)")
_TEN = Decimal(10)
_PERIOD = re.compile(r"(\d{4})年?(年报|年度|半年|中报|一季|三季)")
_ENDS = {
    "年报": (12, 31),
    "年度": (12, 31),
    "半年": (6, 30),
    "中报": (6, 30),
    "一季": (3, 31),
    "三季": (9, 30),
}


@dataclass(frozen=True, slots=True)
class Parts:
    """What every 10 shares receive: yuan before tax, and shares. None where nothing of it."""

    cash: Decimal | None = None
    bonus: Decimal | None = None
    transfer: Decimal | None = None


def parts_of(plan: str) -> Parts | None:
    """The parts of a published plan; None where it says that nothing is distributed. Raises ValueError."""
    written = plan.replace(" ", "")
    base = _PER.search(written)
    if base is None:
        if _NOTHING.search(written):
            return None
        raise ValueError("plan")
    found = {name: pattern.search(written) for name, pattern in _PARTS.items()}
    if not any(found.values()):
        raise ValueError("plan")
    scale = _TEN / Decimal(base[1])
    return Parts(**{name: Decimal(match[1]) * scale if match else None for name, match in found.items()})


def agreeing(told: Parts, plan: str, source: str) -> None:
    """Columns and published sentence must say the same. Raises SourceChanged."""
    try:
        written = parts_of(plan) or Parts()
    except ValueError:  # a sentence in words of its own proves nothing
        return
    for name in ("cash", "bonus", "transfer"):
        column, sentence = getattr(told, name) or 0, getattr(written, name) or 0
        if abs(column - sentence) > max(column, sentence) / 100:
            raise SourceChanged(source, (name,))


def period_named(title: str) -> date | None:
    """The last day of the period that "2025年报" or "2025半年报" names."""
    found = _PERIOD.match(title)
    return date(int(found[1]), *_ENDS[found[2]]) if found else None


def in_order(dividends: Iterable[Dividend]) -> tuple[Dividend, ...] | None:
    """The latest last; None where there are none."""
    return (
        tuple(sorted(set(dividends), key=lambda each: (each.newest, each.announced or each.newest))) or None
    )
