"""Figures in Chinese habit: pure functions from values to the text an investor reads."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

FULL_BLANK = "\u3000"
"""As wide as a Chinese character."""
FIGURE_BLANK = "\u2007"
"""As wide as a digit."""


def round_to(value: Decimal, places: int) -> Decimal:
    """Round half up, as exchanges print their prices."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def price(value: Decimal, places: int) -> str:
    """A price or points with fixed decimals: 1768.90."""
    return f"{round_to(value, places):f}"


def change(value: Decimal, places: int) -> str:
    """A difference with its direction: ▲1.20, ▼12.69, 0.00."""
    rounded = round_to(value, places)
    mark = "▲" if rounded > 0 else "▼" if rounded < 0 else ""
    return f"{mark}{abs(rounded):f}"


def signed_percent(value: Decimal) -> str:
    """A change in percent, its sign always shown: +1.23%, -0.88%, 0.00%."""
    rounded = round_to(value, 2)
    return f"{rounded:+f}%" if rounded else "0.00%"


def percent(value: Decimal) -> str:
    """A share of a whole in percent: 0.26%."""
    return f"{round_to(value, 2):f}%"


def big(value: Decimal, units: Mapping[str, int]) -> str:
    """A large number in the largest unit that it fills: 147.92亿, 1.02万亿; below all units as it is."""
    for unit, size in sorted(units.items(), key=lambda item: -item[1]):
        counted = round_to(value / size, 2)
        if abs(counted) >= 1:
            return f"{counted:f}{unit}"
    return f"{round_to(value, 0):f}"


def plain(value: Decimal) -> str:
    """A number as exact as it is known, without the zeros at its end: 2.46, 10."""
    return f"{value.normalize():f}"


def moment(at: datetime, now: datetime, *, full: bool = False) -> str:
    """A time as 11-20 15:00, with the year where it is not this year's or where it must be plain."""
    pattern = "%Y-%m-%d %H:%M" if full or at.year != now.year else "%m-%d %H:%M"
    return at.strftime(pattern)


def day(at: date, now: date) -> str:
    """A date as 11-20, with the year where it is not this year's."""
    return at.strftime("%m-%d" if at.year == now.year else "%Y-%m-%d")


def width(text: str) -> int:
    """Columns that a text takes: two for a Chinese character, one for others."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def pad_name(text: str, columns: int) -> str:
    """Fill a name up from the right with blanks as wide as its characters."""
    short = max(columns - width(text), 0)
    return text + FULL_BLANK * (short // 2) + FIGURE_BLANK * (short % 2)


def pad_figure(text: str, columns: int) -> str:
    """Fill a figure up from the left, so that decimal points stand below each other."""
    return FIGURE_BLANK * max(columns - width(text), 0) + text
