"""Whether a share is still listed and under which warning, and its daily values as delisting lines want them.

Pure. The lines themselves and what titles of announcements mean are dated rows of the room `rules`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from market.bars import Bar
from market.fact import Allowance, Kind
from market.quote import Quote
from market.securities import Exchange, RiskWarning, Security
from market.session import SHANGHAI

Standing = Literal["normal", "ST", "*ST", "delisting_period", "delisted"]
Values = tuple[tuple[date, Decimal], ...]

_WARNED = re.compile(r"S?(\*)?ST(?![A-Z])")
_EX_RIGHT = re.compile(r"^(XD|XR|DR|[NC](?=[^A-Za-z]))")


@dataclass(frozen=True, slots=True)
class Delisted:
    """A share whose listing was ended, on `ended` where that is known."""

    ref: str
    name: str
    listed: date | None = None
    ended: date | None = None


DELISTED = Kind[Exchange, Mapping[str, Delisted]](
    "delisted", timedelta(hours=12), Allowance(source=5.0, total=9.0), examples=("SH", "SZ")
)
"""By ref, every share whose listing that exchange has ended."""


def warning_in(name: str) -> RiskWarning:
    """The warning that a display name carries: *ST, ST, or 退 for the delisting period."""
    plain = _EX_RIGHT.sub("", name.strip().upper().replace(" ", "").replace("＊", "*"))
    if plain.startswith("退市") or plain.endswith(("退", "退市")):
        return "delisting_period"
    found = _WARNED.match(plain)
    if found is None:
        return ""
    return "*ST" if found[1] else "ST"


def standing(security: Security, feed_name: str | None, gone: Delisted | None) -> Standing:
    """What is known of the listing. The feed's own name is newer than the lexicon's; an exchange's list
    of ended listings outranks both."""
    if gone is not None or security.status == "delisted":
        return "delisted"
    warning = warning_in(feed_name) if feed_name else security.warning or warning_in(security.name)
    return warning or "normal"


def newest_name(security: Security, quote: Quote | None) -> str | None:
    """What the feed calls a share now; None where the quote is of another day, or older than our names."""
    if quote is None or quote.demo or quote.stale:
        return None
    day = quote.as_of.astimezone(SHANGHAI).date().isoformat()
    return quote.feed_name if day >= security.as_of else None


def closed(bars: Sequence[Bar], moving: date | None) -> tuple[Bar, ...]:
    """Days that were traded to their end: neither the day that still moves, nor one without a trade."""
    return tuple(bar for bar in bars if bar.day != moving and bar.volume != 0)


def closes(bars: Iterable[Bar]) -> Values:
    return tuple((bar.day, bar.close) for bar in bars)


def market_values(bars: Iterable[Bar], total_shares: int | None) -> Values:
    """Close by all shares that there are now; nothing where their number is not known."""
    return () if not total_shares else tuple((bar.day, bar.close * total_shares) for bar in bars)


def volumes(bars: Sequence[Bar]) -> Values:
    """Shares traded; nothing where one day's are not known."""
    known = tuple((bar.day, Decimal(bar.volume)) for bar in bars if bar.volume is not None)
    return known if len(known) == len(bars) else ()


def unlimited(bar: Bar, band: Decimal | None) -> bool:
    """Whether a day can have had no price limit: it went beyond the usual `band` in percent, and a tick."""
    if band is None or not bar.previous_close:
        return False
    room = bar.previous_close * band / 100 + Decimal("0.01")
    return bar.high > bar.previous_close + room or bar.low < bar.previous_close - room
