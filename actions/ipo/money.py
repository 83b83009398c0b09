"""The market values that a message speaks of, and in which market each is held. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from actions.amounts import AMOUNT, worth
from market.securities import Exchange

_COUNTED = re.compile(r"\s*(股|签|张|天|个|年|月|户|手|日|点|只|%|‰|岁|次|位|号|注|倍|支|家|周|笔|单)")
_BEFORE = re.compile(r"市值(是|有|为|大概|大约|约|共|一共|差不多)*\s*$")
_VALUE = re.compile(r"\s*(的?(沪|深|上海|深圳|北交)[市所]?)?的?(股票)?市值")
_MARKETS: tuple[tuple[Exchange, re.Pattern[str]], ...] = (
    ("SH", re.compile(r"沪(?!深)市?|上海|科创板?")),
    ("SZ", re.compile(r"(?<!沪)深[圳市]?|创业板?")),
    ("BJ", re.compile(r"北交|北证")),
)
_BOTH = re.compile(r"(沪|上海|深)[圳市]*[和跟与及、，]?(沪|上海|深)[圳市]*(市值|股票)?(各|都|均|分别)")
_BETWEEN = re.compile(
    r"(?<!没)有|是|大概|大约|差不多|约|市值|股票|账户|持仓|仓位|总共|一共|这边|那边|[我的里都共市在,，、:：;；。=\s]"
)
"""What may stand between a market and its amount without parting them."""
_LEAST = Decimal(1000)
"""A bare number below is no market value."""
_FARTHEST = 6


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
    owners = {} if _BOTH.search(text) else _owners(text, [place for place, _ in amounts], words)
    return tuple(Holding(value, owners.get(place)) for place, value in amounts)


def _amounts(text: str) -> Iterator[tuple[_Place, Decimal]]:
    for found in AMOUNT.finditer(text):
        value = worth(found)
        after = text[found.end() :]
        named = found["unit"] or found["yuan"]
        if value is None or (_COUNTED.match(after) and not found["yuan"]):
            continue
        beside = _VALUE.match(after) or _BEFORE.search(text[: found.start()])
        told = found["yuan"] or beside or (named and value >= _LEAST)
        if told and value >= 1 and (named or value >= _LEAST):
            yield _Place(found.start(), found.end()), value


def _owners(text: str, amounts: list[_Place], words: list[tuple[_Place, Exchange]]) -> dict[_Place, Exchange]:
    """The market that stands next to each amount, each word for one amount.

    Of two as near it is the one on the side on which the text began: 沪市12万深市5万, 12万沪市5万深市.
    """
    leading = bool(words and amounts) and min(place.start for place, _ in words) < amounts[0].start
    pairs = sorted(
        (distance, (word.start < amount.start) != leading, amount.start, word.start, market)
        for amount in amounts
        for word, market in words
        if (distance := _distance(text, amount, word)) <= _FARTHEST
    )
    found: dict[int, Exchange] = {}
    taken: set[int] = set()
    for _, _, amount_at, word_at, market in pairs:
        if amount_at not in found and word_at not in taken:
            found[amount_at] = market
            taken.add(word_at)
    return {amount: found[amount.start] for amount in amounts if amount.start in found}


def _distance(text: str, one: _Place, other: _Place) -> int:
    """The characters between that part them."""
    first, second = sorted((one, other), key=lambda place: place.start)
    return len(_BETWEEN.sub("", text[first.end : second.start]))
