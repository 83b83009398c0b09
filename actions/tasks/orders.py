"""Finds in what was written the order about messages that are sent unasked. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from actions.tasks.hours import read_hours, speaks_of_hours
from actions.tasks.plain import compiled, matches
from actions.words import NOTICES, load_words
from customers.kinds import Kind


@dataclass(frozen=True)
class SubscribingWords:
    """The table data/notices/subscribing.yml, which says what each part is for."""

    more: Sequence[str]
    begin: Sequence[str]
    leave: Sequence[str]
    subscribe: Sequence[str]
    unsubscribe: Sequence[str]
    asked_on: Sequence[str]
    asked_off: Sequence[str]
    all_off: Sequence[str]
    separators: str
    sure: str
    reminder: str
    no_messages: str
    only: str
    quiet_off: Sequence[str]
    quiet_ask: Sequence[str]
    times: str
    between: str
    after: str
    late: Sequence[str]
    afternoon: Sequence[str]
    noon: Sequence[str]
    digits: str
    morning: int
    parts_not: Mapping[str, Sequence[int]]
    parts_only: Mapping[str, Sequence[int]]
    languages: Mapping[str, str]
    offered: Sequence[str]
    join: str
    about: str
    none: str
    quiet_line: str
    quiet_none: str
    holders: str
    late_alerts: str
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "subscribing.yml")


@dataclass(frozen=True, slots=True)
class Order:
    """What a message or a button wants: `act` about `kinds`, or with a `value`."""

    act: str
    kinds: tuple[str, ...] = ()
    value: str = ""


class Reading:
    """Finds the order in what was written. Pure."""

    def __init__(self, words: SubscribingWords, kinds: Mapping[str, Kind]) -> None:
        self._words = words
        self._kinds = kinds
        self._simple: Mapping[str, Sequence[str]] = {
            "list": words.more,
            "offer": words.begin,
            "leave": words.leave,
            "quiet_off": words.quiet_off,
            "all_off": words.all_off,
            "quiet_ask": words.quiet_ask,
        }
        acts = {
            "asked_on": words.asked_on,
            "asked_off": words.asked_off,
            "on": words.subscribe,
            "off": words.unsubscribe,
        }
        self._about = [
            (act, compiled(pattern.replace("{what}", "(?P<what>.{2,24}?)")))
            for act, patterns in acts.items()
            for pattern in patterns
        ]

    def order(self, text: str) -> Order | None:
        """None for what is none of ours."""
        words = self._words
        if not text:
            return None
        for act, patterns in self._simple.items():
            if matches(patterns, text):
                return Order(act)
        language = next((name for name, each in words.languages.items() if matches([each], text)), "")
        return Order("language", value=language) if language else self._of_kinds(text) or self._hours(text)

    def pressed(self, choice: str) -> Order | None:
        """The order of a button: "off:brief_morning,brief_close", "hours:1320-480", "language:en", "list"."""
        act, _, value = choice.partition(":")
        if act in ("on", "off"):
            kinds = tuple(kind for kind in value.split(",") if kind in self._kinds)
            return Order(act, kinds) if kinds else None
        if act == "hours":
            return Order(act, value=value) if re.fullmatch(r"\d{1,4}-\d{1,4}", value) else None
        if act == "language":
            return Order(act, value=value) if value in self._words.languages else None
        return Order(act) if act in self._simple else None

    def _of_kinds(self, text: str) -> Order | None:
        for act, pattern in self._about:
            if found := pattern.fullmatch(text):
                sure = compiled(self._words.sure).search(text) is not None
                if kinds := self._named(found["what"], sure=sure):
                    return Order(act, kinds)
        return None

    def _named(self, text: str, *, sure: bool) -> tuple[str, ...]:
        """The kinds that the whole text names; () where a part of it names none."""
        whole = self._kind(text, sure=sure)
        parts = [self._kind(each, sure=sure) for each in re.split(self._words.separators, text)]
        return (whole,) if whole else tuple(dict.fromkeys(parts)) if all(parts) else ()

    def _kind(self, text: str, *, sure: bool) -> str:
        spoken = (text, text + self._words.reminder) if sure else (text,)
        rows = self._kinds.items()
        return next((name for each in spoken for name, kind in rows if matches([kind.words], each)), "")

    def _hours(self, text: str) -> Order | None:
        if not speaks_of_hours(text, self._words):
            return None
        hours = read_hours(text, self._words)
        return Order("hours", value=f"{hours[0]}-{hours[1]}") if hours else Order("quiet_ask")
