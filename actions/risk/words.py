"""The words of a share's risks, and figures as the lines about them show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

from actions import figures
from actions.facts import FactWords
from actions.utterance import Button, payload
from actions.words import NOTICES, load_words
from market.finance import quarter_of
from market.securities import Security

INTENT = "ask_risk"
LONGEST = 40
"""Characters of a title that are shown."""


@dataclass(frozen=True)
class RiskWords:
    """The table data/notices/risk.yml; keys there are the names here."""

    what: str
    names_source: str
    cut: str
    gap: str
    join: str
    asks: Mapping[str, str]
    standings: Mapping[str, str]
    unmarked: str
    suspended: str
    near_percent: int
    kinds: Mapping[str, str]
    missing_because: Mapping[str, str]
    units: Mapping[str, str]
    distance: Mapping[str, str]
    events: Mapping[str, Any]
    steps: Mapping[str, str]
    yellow: str
    unlimited: str
    watch: str
    reason: Mapping[str, str]
    more: Mapping[str, Any]
    periods: Mapping[int, str]
    rules: Mapping[str, Any]
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "risk.yml")


@dataclass(frozen=True)
class Speech:
    """Words, and how values look in them."""

    words: RiskWords
    facts: FactWords

    def value(self, kind: str, value: Decimal) -> str:
        """A value of a line with its unit: 0.85元, 4.20亿元, 500.00万股."""
        unit = self.words.units[kind]
        if kind == "price":
            return figures.price(value, 2) + unit
        return figures.big(value, self.facts.units) + unit

    def line(self, kind: str, value: Decimal) -> str:
        """A line itself, which is a round number: 1元, 5亿元."""
        return self.value(kind, value).replace(".00", "")

    def number(self, value: Decimal) -> str:
        return figures.big(value, self.facts.units)

    def title(self, title: str) -> str:
        return title if len(title) <= LONGEST else title[:LONGEST] + self.words.cut

    def period(self, day: date) -> str:
        """A reporting period by its last day."""
        return self.words.periods[quarter_of(day)].format(year=day.year)

    def part(self, part: str, security: Security) -> Button:
        """A button that asks for another part of the same share's risks."""
        return Button(self.words.buttons[part], payload(INTENT, security, risk_part=part))

    def to(self, intent: str, security: Security | None = None, **details: str) -> Button:
        return Button(self.words.buttons[intent], payload(intent, security, **details))
