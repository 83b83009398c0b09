"""The words of charts: what the action says, and what stands inside the pictures."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from actions.chart.span import Span
from actions.words import NOTICES, load_words
from charts.series import Labels


@dataclass(frozen=True)
class ChartWords:
    """The table data/notices/chart.yml; keys there are the names here."""

    what: str
    units: Mapping[str, str]
    adjusted: str
    traded: str
    period: str
    days: str
    buttons: Mapping[str, str]
    other: str
    moved: str
    stretch: str
    latest: Mapping[str, str]
    market: str
    market_ref: str
    as_traded: str
    beyond: Mapping[str, str]
    volume: str
    lots: str
    average: str
    price: str
    previous_close: str

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "chart.yml")

    def means_market(self, text: str) -> bool:
        return re.search(self.market, text) is not None

    def wants_as_traded(self, text: str) -> bool:
        return re.search(self.as_traded, text) is not None

    def not_drawn(self, text: str) -> str:
        """The name of what is asked for and not drawn, "" where there is nothing of it."""
        return next((name for name, pattern in self.beyond.items() if re.search(pattern, text)), "")

    def period_of(self, span: Span, adjusted: bool | None) -> str:
        """What candles these are; `adjusted` is None where there is nothing to adjust."""
        unit = self.units[span.unit]
        if adjusted is None:
            return unit
        return self.period.format(unit=unit, prices=self.adjusted if adjusted else self.traded)

    def labels(self, units: Mapping[str, int]) -> Labels:
        """What stands inside a picture."""
        return Labels(self.volume, self.lots, self.average, self.price, self.previous_close, units)
