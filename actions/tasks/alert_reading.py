"""Reads what a message commands about price alerts, by the words of data/notices/price_alert.yml. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, Self

from actions.amounts import AMOUNT, worth
from actions.words import NOTICES, load_words
from market.names import normalise
from rules.price_alerts import AlertKind

Act = Literal["set", "begin", "list", "remove", "change", "decline"]

_ROUND = re.compile(r"([一二两三四五六七八九])([万千百])([一二三四五六七八九])$")
_SMALLER = {"万": "千", "千": "百", "百": "十"}
_YUAN = re.compile(r"^([0-9.]+|[^块]+)块([0-9]{1,2}|[零一二三四五六七八九])$")
_DIGITS = "零一二三四五六七八九"
MOST = Decimal(1_000_000)
_ANSWER = 14
"""Characters of a message that only says a price or a change."""


@dataclass(frozen=True)
class AlertWords:
    """The table data/notices/price_alert.yml; keys there are the names here."""

    asks: str
    tells: str
    begins: str
    lists: str
    removes: str
    removes_all: str
    place: str
    changes: str
    elsewhere: str
    stops: str
    declines: str
    limit: str
    change: str
    price: str
    alone: str
    side: str
    past: str
    up: str
    down: str
    wishes: Mapping[str, str]
    said: Mapping[str, Any]
    example: str
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "price_alert.yml")


@dataclass(frozen=True, slots=True)
class Condition:
    """What is to be reached; without a `kind` the price's side follows from the price now."""

    kind: AlertKind | None
    threshold: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """What is to be done, under which condition where one is said."""

    act: Act
    condition: Condition | None = None
    all: bool = False


class Reading:
    """Reads commands; a question is none."""

    def __init__(self, words: AlertWords) -> None:
        self._words = words

    def command(self, text: str, *names: str) -> Command | None:
        """The command in a text; `names` are the securities in it as they are written, whose digits are no
        price.
        """
        whole = _bare(text, ())
        plain = _bare(text, names) if names else whole
        words = self._words
        if self._has(words.elsewhere, whole):
            return None
        if self._has(words.lists, whole):
            return Command("list")
        if self._has(words.asks, whole):
            return None
        if self._has(words.changes, plain) and (condition := self.condition(plain)):
            return Command("change", condition)
        if self._has(words.removes, whole):
            return Command("remove", all=self._has(words.removes_all, whole))
        return self._setting(plain, whole)

    def condition(self, plain: str) -> Condition | None:
        """The limit, change or price that a text without blanks and names speaks of."""
        words = self._words
        if found := re.search(words.limit, plain):
            return Condition("limit_up" if found[1] == "涨停" else "limit_down")
        if found := re.search(words.change, plain, re.IGNORECASE):
            number = number_of(found["number"])
            return _sane(Condition("rise" if self._has(words.up, found["way"]) else "fall", number))
        if found := re.search(words.price, plain, re.IGNORECASE):
            number = number_of(found["number"] + (found["unit"] or ""))
            return _sane(Condition(self.side(found["way"]), number))
        return None

    def answer(self, text: str, *names: str) -> Condition | None:
        """The condition in a text that answers the question for one: 1500, 跌5%, 涨停."""
        plain = _bare(text, names)
        if len(plain) > _ANSWER or self._has(f"{self._words.asks}|{self._words.past}", plain):
            return None
        if found := re.search(self._words.alone, plain):
            return _sane(Condition(None, number_of(found["number"])))
        return self.condition(plain)

    def side(self, way: str) -> Literal["above", "below"] | None:
        """From which side words say that a price is reached."""
        if self._has(self._words.down, way):
            return "below"
        return "above" if self._has(self._words.up, way) else None

    def answers_side(self, text: str) -> Literal["above", "below"] | None:
        found = re.search(self._words.side, _bare(text, ()))
        return ("above" if found[1] in {"往上", "涨到", "上涨", "涨"} else "below") if found else None

    def place(self, text: str) -> int | None:
        """Which one of a list a text means, from 0."""
        found = re.search(self._words.place, _bare(text, ()))
        number = number_of(found[2]) if found else None
        return int(number) - 1 if number else None

    def asks(self, text: str) -> bool:
        """Whether it is a question."""
        return self._has(self._words.asks, _bare(text, ()))

    def stops(self, text: str) -> bool:
        return self._has(self._words.stops, _bare(text, ()))

    def _setting(self, plain: str, whole: str) -> Command | None:
        words = self._words
        begins = self._has(words.begins, whole)
        if not begins and not self._has(words.tells, whole):
            return None
        if self._has(words.declines, plain):
            return Command("decline")
        if condition := self.condition(plain):
            return Command("set", condition)
        return Command("begin") if begins else None

    @staticmethod
    def _has(pattern: str, text: str) -> bool:
        return re.search(pattern, text, re.IGNORECASE) is not None


def number_of(written: str) -> Decimal | None:
    """1500, 12块3, 一千三, 三十; None for what is no number."""
    if yuan := _YUAN.match(written):
        whole, part = number_of(yuan[1]), yuan[2]
        digits = part if part.isdigit() and part.isascii() else str(_DIGITS.index(part))
        return None if whole is None else whole + Decimal(f"0.{digits}")
    if found := _ROUND.search(written):
        written = written[: found.start()] + f"{found[1]}{found[2]}{found[3]}{_SMALLER[found[2]]}"
    amount = AMOUNT.fullmatch(written)
    return worth(amount) if amount else None


def _bare(text: str, names: tuple[str, ...]) -> str:
    """Without blanks, and without names that are only a part of it."""
    for name in names:
        if name and name.strip() != text.strip():
            text = text.replace(name, "")
    return re.sub(r"\s+", "", normalise(text))


def _sane(condition: Condition) -> Condition | None:
    """None where the number is none, or nothing could ever reach it."""
    number = condition.threshold
    most = Decimal(100) if condition.kind in {"rise", "fall"} else MOST
    return condition if number is not None and 0 < number <= most else None
