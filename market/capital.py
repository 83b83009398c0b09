"""Borrowed money and borrowed shares behind a share, as the exchanges publish it the morning after. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from market.fact import Allowance, Kind
from market.securities import Exchange


@dataclass(frozen=True, slots=True)
class Margin:
    """Margin trading (融资融券) of one day: money in yuan, volume in shares, None where it is not published.

    `borrowed` is the money still borrowed (融资余额), `bought` what was bought with it that day (融资买入额),
    `short_volume` the shares sold short and not returned (融券余量), `total` both in money (融资融券余额).
    """

    day: date
    borrowed: Decimal | None = None
    bought: Decimal | None = None
    short_volume: int | None = None
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MarginDay:
    """One exchange's table of one day."""

    exchange: Exchange
    day: date


MARGINS = Kind[MarginDay, Mapping[str, Margin]](
    "margins",
    ttl=timedelta(hours=6),
    allowance=Allowance(source=8.0, total=10.0),
    examples=(MarginDay("SH", date(2023, 9, 22)), MarginDay("SZ", date(2023, 9, 25))),
)
"""By code; None of a day that is not published yet, or has no trading."""
