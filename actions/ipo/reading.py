"""What a message says about issues: which one, of which board, and for which days. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self, cast

from actions.dates import Span, spans
from actions.ipo.words import IpoWords
from actions.question import Question
from market.convertible_bonds import ConvertibleBond
from market.convertible_bonds import named as named_bonds
from market.ipo import Ipo, named
from market.names import normalise
from market.securities import Exchange

_POINTED = re.compile(r"它|他家|这只|这个|这支|该股|该新股")
_MEANT = re.compile(r"^那|呢$")


@dataclass(frozen=True)
class Read:
    """A message as it is searched: without blanks and in simplified characters."""

    question: Question
    text: str
    words: IpoWords

    @classmethod
    def of(cls, question: Question, words: IpoWords) -> Self:
        return cls(question, normalise(question.text), words)

    @property
    def view(self) -> str:
        """What a pressed button asks to see."""
        return self.question.details.get("ipo_view", "")

    def shares(self, issues: Sequence[Ipo]) -> list[Ipo]:
        """The issues that are meant: by a button, by name or code, or those spoken of before."""
        if code := self.question.details.get("ipo"):
            return [ipo for ipo in issues if ipo.code == code]
        if found := named(self.text, issues):
            return found
        refs = {ref for asked in self.question.asked for ref in asked.refs}
        if not refs and self._means_last:
            refs = set(self.question.last)
        return [ipo for ipo in issues if f"{ipo.exchange}{ipo.code}" in refs]

    @property
    def _means_last(self) -> bool:
        """Whether the words are about the issue before; 北交所的呢 is about a board."""
        if _POINTED.search(self.text):
            return True
        boards = any(re.search(each["pattern"], self.text) for each in self.words.boards)
        return _MEANT.search(self.text) is not None and not boards

    def bonds(self, issues: Sequence[ConvertibleBond]) -> list[ConvertibleBond]:
        """The bonds that are named."""
        if code := self.question.details.get("ipo"):
            return [bond for bond in issues if bond.code == code]
        return named_bonds(self.text, issues)

    def unknown(self) -> str:
        """The name before words that ask for an issue, where it is none of those that such words go with."""
        names = self.words.names
        found = re.match(rf"(?P<name>[一-鿿A-Za-z]{{2,10}}?)(?:{names['before']})", self.text)
        if found is None or re.search(names["never"], found["name"]):
            return ""
        return found["name"]

    def unknown_bond(self) -> str:
        """The name of a bond before words that ask for one."""
        found = re.search(self.words.bond_name, self.text)
        return "" if found is None or re.search(self.words.bond_never, found["name"]) else found["name"]

    def named_span(self, today: date) -> Span | None:
        """The days that are named, the narrowest of them, else those of the turn before."""
        found = spans(self.text, today)
        if not found and (before := self.question.details.get("ipo_days")):
            first, last = (date.fromisoformat(day) for day in before.split("/"))
            found = (Span(first, last),)
        return min(found, key=lambda span: span.last - span.first, default=None)

    def span(self, today: date, last: date) -> Span:
        """The days asked about; from today to `last` where none are."""
        return self.named_span(today) or Span(today, last)

    @property
    def start(self) -> int:
        """How many entries of a list were shown before."""
        page = self.question.details.get("page", "")
        return int(page) if page.isdecimal() else 0

    @property
    def place(self) -> str:
        """The boards and markets that are named, else those of the turn before."""
        names = [self.words.board_names[f"{each['exchange']}{each['board']}"] for each in self._boards]
        return self.words.join.join(names or self._markets)

    @property
    def kind(self) -> str:
        """What is spoken of: 新股, or those of the boards or markets that are named."""
        boards = list(dict.fromkeys(each["board"] for each in self._boards))
        return f"{self.words.join.join(boards or self._markets)}{self.words.kind}"

    @property
    def _where(self) -> str:
        """The text, or the places of the turn before where it names none."""
        patterns = [*(each["pattern"] for each in self.words.boards), *self.words.market_patterns.values()]
        named = any(re.search(pattern, self.text) for pattern in patterns)
        return self.text if named else self.question.details.get("ipo_place", "")

    @property
    def _markets(self) -> list[str]:
        return [
            self.words.markets[market]
            for market, pattern in self.words.market_patterns.items()
            if re.search(pattern, self._where)
        ]

    @property
    def _boards(self) -> list[Mapping[str, str]]:
        return [each for each in self.words.boards if re.search(each["pattern"], self._where)]

    @property
    def meant(self) -> Mapping[str, Exchange]:
        """The boards that are named, each with its exchange."""
        return {each["board"]: cast(Exchange, each["exchange"]) for each in self._boards}

    def on_board(self, issues: Sequence[Ipo]) -> list[Ipo]:
        """Those of the boards and markets that are named, all where none is."""
        if boards := self._boards:
            return [
                ipo
                for ipo in issues
                if any(ipo.exchange == each["exchange"] and ipo.board == each["board"] for each in boards)
            ]
        markets = {market for market, name in self.words.markets.items() if name in self._markets}
        return [ipo for ipo in issues if not markets or ipo.exchange in markets]


def day_words(span: Span, today: date, words: IpoWords) -> str:
    """今天（11-26 周四）, 11-30 周一, 11-23 周一至11-29 周日."""
    first = words.spoken(span.first, today)
    if span.first != span.last:
        return words.span.format(first=words.short(span.first, today), last=words.short(span.last, today))
    near = {today: "today", today + timedelta(days=1): "tomorrow"}.get(span.first)
    return words.spans[near].format(date=first) if near else first
