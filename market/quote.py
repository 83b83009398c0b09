"""The quote of a security, and the honest absence of one."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from market.securities import Security
from market.session import Phase

Missing = Literal["source_down", "delisted", "no_data"]

_PERCENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Quote:
    """Prices and money in yuan (points for an index), volume in shares, ratios in percent.

    None means not known; a suspended security has no `last`. `stale` says that the quote's day is
    older than the last trading day, `demo` that it is a dated sample and no live value.
    `feed_name` is the source's own name for the security, kept where it says something that our
    lexicon may not know yet (a new ST mark); it is never shown as the name.
    """

    security: Security
    last: Decimal | None
    previous_close: Decimal | None
    open: Decimal | None
    high: Decimal | None
    low: Decimal | None
    volume: int | None
    amount: Decimal | None
    turnover_rate: Decimal | None
    volume_ratio: Decimal | None
    limit_up: Decimal | None
    limit_down: Decimal | None
    suspended: bool
    as_of: datetime
    source: str
    phase: Phase
    stale: bool = False
    demo: bool = False
    feed_name: str | None = None

    @property
    def close(self) -> Decimal | None:
        """The last price, once its day is over."""
        return self.last if self.phase in {"closed", "after_hours"} else None

    @property
    def change(self) -> Decimal | None:
        if self.last is None or self.previous_close is None:
            return None
        return self.last - self.previous_close

    @property
    def change_percent(self) -> Decimal | None:
        return self._percent_of_previous_close(self.change)

    @property
    def amplitude(self) -> Decimal | None:
        if self.high is None or self.low is None:
            return None
        return self._percent_of_previous_close(self.high - self.low)

    def _percent_of_previous_close(self, difference: Decimal | None) -> Decimal | None:
        if difference is None or not self.previous_close:
            return None
        return (difference / self.previous_close * 100).quantize(_PERCENT)


@dataclass(frozen=True, slots=True)
class QuoteMissing:
    """No quote can be given now; `last_known` is the latest one seen, with its own time."""

    security: Security
    reason: Missing
    last_known: Quote | None = None


def known(found: Quote | QuoteMissing | None) -> Quote | None:
    """The quote, or the last one known where none can be given now."""
    return found.last_known if isinstance(found, QuoteMissing) else found
