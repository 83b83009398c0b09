"""Amounts as messages write them: 12万, 三万五, 1.5w, 一百五十万. Pure."""

import re
from decimal import Decimal

_NUMERAL = "零〇一二两三四五六七八九十百千"

_DIGITS = {character: place for place, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_SIZES = {"十": 10, "百": 100, "千": 1000}
_UNITS = {
    "千万": 10**7,
    "百万": 10**6,
    "亿": 10**8,
    "万": 10**4,
    "w": 10**4,
    "千": 1000,
    "k": 1000,
    "百": 100,
}
AMOUNT = re.compile(
    rf"(?P<number>\d+(?:\.\d+)?|[{_NUMERAL}]+(?:点[{_NUMERAL}]+)?)(?P<unit>千万|百万|[亿万wWkK千百])?"
    rf"(?P<rest>(?<=[万wW])[1-9一二三四五六七八九](?![\d{_NUMERAL}]))?(?P<yuan>元|块)?"
)
"""`unit` and `yuan` say what the number counts; `rest` is the last digit of 三万五."""


def worth(found: re.Match[str]) -> Decimal | None:
    """What a match of AMOUNT is worth; None for what is no number, such as 十十."""
    number, unit = found["number"], (found["unit"] or "").lower()
    if number[0].isdigit():
        counted = Decimal(number)
    else:
        whole, _, part = number.partition("点")
        if (read := _numeral(whole)) is None:
            return None
        counted = Decimal(read) + (
            Decimal("0." + "".join(str(_DIGITS.get(c, 0)) for c in part)) if part else 0
        )
    counted *= _UNITS.get(unit, 1)
    if found["rest"]:  # 三万五, 12万5
        rest = found["rest"]
        counted += (int(rest) if rest.isdigit() else _DIGITS[rest]) * 1000
    return counted


def _numeral(written: str) -> int | None:
    """二十, 一百五十, 三千; None for what is no number."""
    total, digit = 0, None
    for character in written:
        if character in _SIZES:
            total += (1 if digit is None else digit) * _SIZES[character]
            digit = None
        elif digit is None or digit == 0:
            digit = _DIGITS[character]
        else:
            return None
    return total + (digit or 0)
