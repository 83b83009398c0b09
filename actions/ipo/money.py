"""The market values that a message speaks of, and in which market each is held. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from market.securities import Exchange

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
_NUMERAL = "零〇一二两三四五六七八九十百千"
_AMOUNT = re.compile(
    rf"(?P<number>\d+(?:\.\d+)?|[{_NUMERAL}]+(?:点[{_NUMERAL}]+)?)(?P<unit>千万|百万|[亿万wWkK千百])?"
    rf"(?P<rest>(?<=[万wW])[1-9一二三四五六七八九](?![\d{_NUMERAL}]))?(?P<yuan>元|块)?"
)
_COUNTED = re.compile(r"\s*(股|签|张|天|个|年|月|户|手|日|点|只|%|‰|岁|次|位|号|注|倍|支|家|周|笔|单)")
_BEFORE = re.compile(r"市值(是|有|为|大概|大约|约|共|一共|差不多)*\s*$")
_VALUE = re.compile(r"\s*(的?(沪|深|上海|深圳|北交)[市所]?)?的?(股票)?市值")
_MARKETS: tuple[tuple[Exchange, re.Pattern[str]], ...] = (
    ("SH", re.compile(r"沪(?!深)市?|上海|科创板?")),
    ("SZ", re.compile(r"(?<!沪)深[圳市]?|创业板?")),
    ("BJ", re.compile(r"北交|北证")),
)
_LEAST = Decimal(1000)
"""A bare number below is no market value."""


@dataclass(frozen=True)
class Holding:
    """A market value in yuan, and its market where the message says it."""

    value: Decimal
    market: Exchange | None = None


@dataclass(frozen=True)
class _Place:
    start: int
    end: int


def holdings(text: str) -> tuple[Holding, ...]:
    """The market values of a text in their order: "12万沪市市值", "沪市十万，深市5万", "我有三万块股票"."""
    amounts = list(_amounts(text))
    words = [
        (_Place(found.start(), found.end()), market)
        for market, pattern in _MARKETS
        for found in pattern.finditer(text)
    ]
    leading = bool(words and amounts) and min(place.start for place, _ in words) < amounts[0][0].start
    return tuple(Holding(value, _nearest(place, words, leading=leading)) for place, value in amounts)


def _amounts(text: str) -> Iterator[tuple[_Place, Decimal]]:
    for found in _AMOUNT.finditer(text):
        value = _value(found)
        after = text[found.end() :]
        named = found["unit"] or found["yuan"]
        if value is None or (_COUNTED.match(after) and not found["yuan"]):
            continue
        beside = _VALUE.match(after) or _BEFORE.search(text[: found.start()])
        told = found["yuan"] or beside or (named and value >= _LEAST)
        if told and value >= 1 and (named or value >= _LEAST):
            yield _Place(found.start(), found.end()), value


def _value(found: re.Match[str]) -> Decimal | None:
    number, unit = found["number"], (found["unit"] or "").lower()
    if number[0].isdigit():
        value = Decimal(number)
    else:
        whole, _, part = number.partition("点")
        if (read := _numeral(whole)) is None:
            return None
        value = Decimal(read) + (Decimal("0." + "".join(str(_DIGITS.get(c, 0)) for c in part)) if part else 0)
    value *= _UNITS.get(unit, 1)
    if found["rest"]:  # 三万五, 12万5
        rest = found["rest"]
        value += (int(rest) if rest.isdigit() else _DIGITS[rest]) * 1000
    return value


def _numeral(written: str) -> int | None:
    """二十, 一百五十, 三千; None for what is no number, such as 十十."""
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


def _nearest(place: _Place, words: list[tuple[_Place, Exchange]], *, leading: bool) -> Exchange | None:
    """The market that stands next to an amount; of two as near, on the side on which the text began."""
    around = sorted(
        (_distance(place, word), (word.start < place.start) != leading, market) for word, market in words
    )
    return around[0][2] if around and around[0][0] <= 6 else None


def _distance(one: _Place, other: _Place) -> int:
    return max(other.start - one.end, one.start - other.end, 0)
