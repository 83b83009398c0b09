"""The words of price limits, and what a share is under their rules: board, status, how newly listed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from actions import figures
from actions.utterance import Button, payload
from actions.words import NOTICES, load_words
from market.quote import Quote
from market.securities import Security
from market.session import TradingDays
from rules.boards import board_key, fund_key, status_key
from rules.price_limits import Band, PriceLimits
from rules.row import Unknown

_FUNDS = frozenset({"etf", "fund"})
_NEWEST = timedelta(days=30)
"""A share listed longer ago than this is in none of its first days."""
_WARNED = re.compile(r"^(?:XD|XR|DR)?[*＊]?ST")
_LEAVING = re.compile(r"退$|^退市")


@dataclass(frozen=True)
class LimitsWords:
    """The table data/notices/limits.yml; keys there are the names here."""

    weekdays: list[str]
    day: str
    join: str
    gap: str
    boards: Mapping[str, str]
    together: Mapping[str, str]
    board_words: Mapping[str, str]
    warned: str
    delisting: str
    funds: str
    fund_bands: Mapping[str, str]
    bonds: str
    bonds_first: str
    unknown_kinds: str
    indices: str
    halting: str
    first_day: str
    first_several: str
    statuses: Mapping[str, str]
    price: Mapping[str, str]
    rule: Mapping[str, str]
    new_share: Mapping[str, str]
    abnormal: Mapping[str, str]
    benchmarks: Mapping[str, str]
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "limits.yml")

    def spoken(self, day: date, today: date) -> str:
        """A day with its weekday, and with its year where it is another."""
        return self.day.format(date=figures.day(day, today), weekday=self.weekdays[day.weekday()])

    def names(self, boards: Iterable[str]) -> str:
        """Boards that are told together."""
        joined = self.join.join(self.boards[board] for board in boards)
        for several, one in self.together.items():
            joined = joined.replace(several, one)
        return joined

    def boards_in(self, text: str) -> tuple[str, ...]:
        """The boards that a text names, in the order of the table."""
        named = {
            key for keys, words in self.board_words.items() if re.search(words, text) for key in keys.split()
        }
        return tuple(board for board in self.boards if board in named)

    def fund_band(self, name: str) -> str | None:
        """Which limit a fund has by what its name says that it tracks; None where that is not said."""
        return next((band for band, words in self.fund_bands.items() if re.search(words, name)), None)

    def first_days(self, count: str) -> str:
        """The first so many trading days."""
        return self.first_day if count == "1" else self.first_several.format(count=count)

    def is_bond(self, text: str) -> bool:
        """Whether a convertible bond is spoken of: its name may hold that of a share."""
        return re.search(self.bonds, text) is not None

    def button(self, intent: str, security: Security | None = None) -> Button:
        return Button(self.buttons[intent], payload(intent, security))


@dataclass(frozen=True)
class Subject:
    """A security as the rules see it: `board` is a key of rules.boards, None where they know none of it."""

    security: Security
    board: str | None
    status: str

    @property
    def is_fund(self) -> bool:
        return self.security.kind in _FUNDS

    @classmethod
    def of(cls, security: Security, quote: Quote | None = None) -> Self:
        """What a source calls a share today says more of its status than our list, which has a day."""
        if security.kind in _FUNDS:
            return cls(security, fund_key(security.exchange), "normal")
        status = status_key(security.warning)
        if quote is not None and quote.feed_name:
            status = _status_by_name(quote.feed_name)
        return cls(security, board_key(security.exchange, security.board), status)

    def band(self, rules: PriceLimits, days: TradingDays, day: date) -> Band | Unknown:
        """What holds on a day, for a share of a known board."""
        nth = nth_day(days, self.security.listing_date, day) if self.status == "normal" else None
        return rules.band(self.board or "", self.status, day, nth)


def nth_day(days: TradingDays, listed: date | None, day: date) -> int | None:
    """Which trading day of a newly listed share a day is, from 1; None for one listed long ago or not yet."""
    if listed is None or not listed <= day <= listed + _NEWEST:
        return None
    return sum((listed + timedelta(days=each)) in days for each in range((day - listed).days + 1))


def grouped(boards: Sequence[str], told: Mapping[str, object]) -> list[tuple[str, ...]]:
    """Boards of which the same is told stand together, in their order."""
    groups: dict[object, list[str]] = {}
    for board in boards:
        groups.setdefault(told[board], []).append(board)
    return [tuple(group) for group in groups.values()]


def _status_by_name(name: str) -> str:
    if _LEAVING.search(name):
        return "delisting_period"
    return "ST" if _WARNED.search(name) else "normal"
