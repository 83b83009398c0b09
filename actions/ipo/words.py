"""The phrase table of new shares and convertible bonds, and how their figures and days are written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

from actions import figures
from actions.words import NOTICES, load_words


@dataclass(frozen=True)
class IpoWords:
    """The table data/notices/ipo.yml; keys there are the names here."""

    none: str
    join: str
    gap: str
    weekdays: list[str]
    day: str
    kind: str
    what: str
    what_bonds: str
    what_pipeline: str
    bond: str
    asks: Mapping[str, Mapping[str, str]]
    names: Mapping[str, str]
    boards: list[Mapping[str, str]]
    market_patterns: Mapping[str, str]
    markets: Mapping[str, str]
    board_names: Mapping[str, str]
    board_keys: Mapping[str, str]
    heads: Mapping[str, str]
    span: str
    spans: Mapping[str, str]
    lines: Mapping[str, str]
    basis: str
    bond_name: str
    bond_never: str
    bond_unpriced: str
    lead: str
    lead_unknown: str
    lead_demo: str
    fields: Mapping[str, str]
    units: Mapping[str, int]
    yuan: str
    shares: str
    counted: Mapping[str, str]
    quota: Mapping[str, str]
    payment: Mapping[str, str]
    result: Mapping[str, str]
    permission: Mapping[str, str]
    first_day: Mapping[str, str]
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "ipo.yml")

    def asked(self, feature: str, text: str) -> str:
        """What a question is after, "" where its words don't say."""
        return next((key for key, pattern in self.asks[feature].items() if re.search(pattern, text)), "")

    def spoken(self, day: date | None, today: date) -> str:
        """A day with its weekday, and with its year where it is another."""
        if day is None:
            return self.none
        return self.day.format(date=self.short(day, today), weekday=self.weekdays[day.weekday()])

    def short(self, day: date | None, today: date) -> str:
        """A day without its weekday."""
        if day is None:
            return self.none
        return figures.day(day, today)

    def price(self, value: Decimal | None) -> str:
        return self.none if value is None else f"{figures.price(value, 2)}{self.yuan}"

    def money(self, value: Decimal | None) -> str:
        """Yuan as an investor says them: 5000元, 1万元, 12.5万元; never rounded."""
        if value is None:
            return self.none
        for unit, size in sorted(self.units.items(), key=lambda item: -item[1]):
            if value >= size and (value / size) == round(value / size, 2):
                return f"{figures.plain(value / size)}{unit}{self.yuan}"
        return f"{figures.plain(value)}{self.yuan}"

    def count(self, value: int | None) -> str:
        return self.none if value is None else f"{value}{self.shares}"

    def rate(self, value: Decimal | None) -> str:
        return self.none if value is None else f"{figures.plain(value)}%"

    def board(self, issue: Any) -> str:
        """沪主板 and 深主板 apart; the other boards are of one exchange."""
        return self.board_names.get(f"{issue.exchange}{issue.board}", issue.board)
