"""What a company itself expects its profit to be (业绩预告): pure types. Never what analysts expect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from market.company import EXAMPLE
from market.fact import Kind
from market.securities import Security


@dataclass(frozen=True, slots=True)
class Forecast:
    """One announced range of a figure for a period, in yuan, and its change in percent.

    `kind` is the exchange's word: 预增, 预减, 首亏, 续亏, 扭亏, 略增, 略减, 续盈 or 不确定.
    """

    period: date
    announced: date
    figure: str
    kind: str
    low: Decimal | None = None
    high: Decimal | None = None
    change_low: Decimal | None = None
    change_high: Decimal | None = None


FORECASTS = Kind[Security, tuple[Forecast, ...]]("forecasts", timedelta(hours=6), examples=(EXAMPLE,))
"""Everything announced, the newest first."""

_NET_PROFIT = "归属于上市公司股东的净利润"


def latest(forecasts: Sequence[Forecast]) -> Forecast | None:
    """The newest word about net profit, else about whatever was forecast last."""
    newest = sorted(forecasts, key=lambda each: (each.period, each.announced), reverse=True)
    profits = [each for each in newest if each.figure == _NET_PROFIT]
    return next(iter(profits or newest), None)
