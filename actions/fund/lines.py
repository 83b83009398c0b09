"""A fund as an investor reads it: its value, its yields, and its fees by amount and by holding. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Self

from actions import figures
from actions.words import NOTICES, load_words
from market.funds import FeeStep, FundFees, FundNav
from rules.fund_redemption import Least

Part = Literal["nav", "fees"]

_TEN_THOUSAND = 10_000
_YEAR = 365


@dataclass(frozen=True)
class FundWords:
    """The table data/notices/fund.yml; keys there are the names here."""

    what: str
    what_fees: str
    what_names: str
    none: str
    join: str
    gap: str
    nameless: str
    lines: Mapping[str, str]
    steps: Mapping[str, str]
    bounds: Mapping[str, str]
    units: Mapping[str, str]
    apart: str
    least: str
    buttons: Mapping[str, str]
    fees: str
    timing: str
    classes: str
    estimate: str
    compared: str
    history: str
    own_words: str
    feeder: str
    generic: str
    pronouns: str
    question_words: str

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "fund.yml")

    def part(self, text: str) -> Part:
        """Whether a question is after fees or the value."""
        return "fees" if re.search(self.fees, text) else "nav"


class FundLines:
    """Writes values and fees; what is not known has no line."""

    def __init__(self, words: FundWords) -> None:
        self._words = words

    def value(self, nav: FundNav) -> str:
        """Value, change and accumulated value, or a money fund's yields; and whether it is open."""
        lines = self._words.lines
        worth = [self._filled("nav", nav.nav, 4), self._changed(nav)]
        told = [self._words.gap.join(each for each in worth if each)]
        told.append(self._filled("accumulated", nav.accumulated, 4))
        told.append(self._filled("per_ten_thousand", nav.per_ten_thousand, 4, "yield"))
        if nav.seven_day is not None:
            told.append(lines["seven_day"].format(seven_day=_percent(nav.seven_day)))
        if nav.purchase and nav.redemption:
            told.append(lines["open"].format(purchase=nav.purchase, redemption=nav.redemption))
        return "\n".join(line for line in told if line)

    def fees(self, fees: FundFees) -> str:
        """A line for buying, one for redeeming, one for what a year costs."""
        told = []
        for name, steps in (("purchase", fees.purchase), ("redemption", fees.redemption)):
            if steps:
                said = self._words.join.join(self._step(step, held=name == "redemption") for step in steps)
                told.append(self._words.lines[name].format(steps=said))
        if fees.running:
            each = [self._words.steps["running"].format(name=n, fee=_percent(f)) for n, f in fees.running]
            told.append(self._words.lines["running"].format(steps=self._words.join.join(each)))
        return "\n".join(told)

    def least(self, found: Sequence[Least]) -> str:
        """What the rule takes at least, by days of holding."""
        each = [self._words.least.format(days=one.days, percent=_percent(one.row.number)) for one in found]
        return self._words.join.join(each)

    def _step(self, step: FeeStep, *, held: bool) -> str:
        bounds = self._bounds(step, held=held)
        if step.yuan is not None:
            return self._words.steps["orders"].format(bounds=bounds, fee=figures.plain(step.yuan)).strip()
        return (
            self._words.steps["percent"]
            .format(bounds=bounds, fee=_percent(step.percent or Decimal(0)))
            .strip()
        )

    def _bounds(self, step: FeeStep, *, held: bool) -> str:
        write = self._days if held else self._money
        prefix = "held_" if held else ""
        low, high = (None if bound is None else write(bound) for bound in (step.low, step.high))
        if low is None and high is None:
            return ""
        name = "below" if low is None else "above" if high is None else "between"
        return self._words.bounds[prefix + name].format(low=low, high=high)

    def _money(self, yuan: Decimal) -> str:
        return f"{figures.plain(yuan / _TEN_THOUSAND)}{self._words.units['money']}"

    def _days(self, days: Decimal) -> str:
        years, rest = divmod(days, _YEAR)
        if years and not rest:
            return f"{figures.plain(years)}{self._words.units['years']}"
        return f"{figures.plain(days)}{self._words.units['days']}"

    def _changed(self, nav: FundNav) -> str:
        if nav.change_percent is None:
            return ""
        return self._words.lines["change"].format(change=figures.signed_percent(nav.change_percent))

    def _filled(self, name: str, value: Decimal | None, places: int, line: str = "") -> str:
        if value is None:
            return ""
        return self._words.lines[line or name].format(**{name: figures.price(value, places)})


def _percent(value: Decimal) -> str:
    """A fee: 1.5%, 0.08%, 0%."""
    return f"{figures.plain(value)}%"
