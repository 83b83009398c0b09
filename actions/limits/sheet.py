"""The lines about the limit prices of one quote: its own day, the next trading day, what they rest on."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from actions import figures
from actions.facts import FactWords
from actions.limits.words import LimitsWords, Subject
from actions.rule_stamps import RuleStamp
from actions.words import QuoteWords
from market.quote import Quote
from market.session import CLOSE, SHANGHAI, TradingDays
from rules.price_limits import Band, LimitPrices, PriceLimits
from rules.row import Row, Unknown


@dataclass(frozen=True)
class Speech:
    """All that is needed to put limits into words."""

    words: LimitsWords
    stamp: RuleStamp
    facts: FactWords
    quote: QuoteWords


def shown(prices: LimitPrices, places: int) -> dict[str, str]:
    """Both prices as an investor reads them."""
    return {"up": figures.price(prices.up, places), "down": figures.price(prices.down, places)}


class Sheet:
    """A feed's own limits come first; what is reckoned follows from a close under the rules of the day."""

    def __init__(
        self, quote: Quote, rules: PriceLimits, days: TradingDays, speech: Speech, now: datetime
    ) -> None:
        self._quote = quote
        self._subject = Subject.of(quote.security, quote)
        self._rules = rules
        self._days = days
        self._words = speech.words
        self._stamp = speech.stamp
        self._now = now
        self._rows: list[Row] = []

    def lines(self, *, next_first: bool) -> list[str]:
        """At most six, none of them empty; of a fund that may have two limits, one day's."""
        day = self._quote.as_of.date()
        own, following = self._own(day), self._next(self._days.after(day))
        first, second = (following, own) if next_first else (own, following)
        told = first if first and self._undecided else first + second
        return [*dict.fromkeys(told), *self._basis()]

    def of(self, day: date, previous: Decimal | None) -> list[str]:
        """Of another day: its own where its previous close is known, else why not, then those there are."""
        spoken, price = self._words.spoken(day, self._now.date()), self._words.price
        if day not in self._days:
            return [price["no_trading"].format(day=spoken), *self.lines(next_first=False)]
        if day > self._now.date():
            return [self._without_close("ahead", day), *self.lines(next_first=True)]
        if previous is None:
            return [price["past"].format(day=spoken), *self.lines(next_first=False)]
        return [*self._follows(previous, day), *self._basis()]

    def _own(self, day: date) -> list[str]:
        quote = self._quote
        if quote.suspended:
            return []
        if quote.limit_up is not None and quote.limit_down is not None:
            return [self._day(day, quote.limit_up, quote.limit_down)]
        return self._follows(quote.previous_close, day)

    def _next(self, day: date) -> list[str]:
        """What follows from the day's close, once there is one."""
        quote = self._quote
        if quote.suspended:
            return [self._words.price["suspended"], *self._follows(quote.previous_close, day)]
        if quote.close is None:
            return [self._without_close("wait", day)]
        return self._follows(quote.close, day)

    def _without_close(self, waiting: str, day: date) -> str:
        """Why a day's limits cannot be told: its previous close is still waited for, or nobody told it."""
        before, today = self._days.before(day), self._now.date()
        is_out = self._now >= datetime.combine(before, CLOSE, SHANGHAI)
        return self._words.price["no_close" if is_out else waiting].format(
            day=self._words.spoken(day, today), before=self._words.spoken(before, today)
        )

    def _follows(self, close: Decimal | None, day: date) -> list[str]:
        if close is None:
            return []
        if self._subject.is_fund:
            return self._fund(close, day)
        band = self._band(day)
        if isinstance(band, Unknown):
            return [self._words.price["unknown"]]
        self._rows.append(band.row)
        if band.percent is None:
            return [self._words.price["free"].format(day=self._words.spoken(day, self._now.date()))]
        prices = self._rules.prices(close, band.row, self._subject.board or "", day)
        if not isinstance(prices, LimitPrices):
            return [self._words.price["unknown"]]
        self._rows += prices.rows
        return [self._day(day, prices.up, prices.down)]

    @property
    def _tracked(self) -> str | None:
        return self._words.fund_band(self._quote.security.name)

    @property
    def _undecided(self) -> bool:
        return self._subject.is_fund and self._tracked is None

    def _band(self, day: date) -> Band | Unknown:
        if self._subject.board is None:
            return Unknown("limit", "", self._subject.status, day)
        return self._subject.band(self._rules, self._days, day)

    def _fund(self, close: Decimal, day: date) -> list[str]:
        """The one of what its name says that it tracks, else both that it may have."""
        board, lines = self._subject.board or "", []
        narrow, wide = self._rules.of_fund(board, day)
        for row in (narrow, wide) if self._undecided else (wide if self._tracked == "wide" else narrow,):
            prices = self._rules.prices(close, row, board, day) if isinstance(row, Row) else row
            if isinstance(prices, LimitPrices):
                self._rows += prices.rows
                told = self._words.price["fund"].format(percent=prices.percent, **shown(prices, 3))
                lines.append(self._words.gap.join([self._words.spoken(day, self._now.date()), told]))
        return lines

    def _basis(self) -> list[str]:
        """Which limit the reckoned lines rest on, what could change them, and where it stands."""
        if not self._rows:
            return []
        price = self._words.price
        limits = [row for row in self._rows if row.topic == "limit"]
        free = [row for row in self._rows if row.topic == "unlimited_days"]
        told = [price["listed"].format(free=self._words.first_days(row.value)) for row in free[:1]]
        if self._subject.is_fund:
            told.append(price["fund_basis"])
        elif limits:
            told.append(self._limit(limits[-1]))
        if limits:
            told.append(price["ex_right"])
        return [*told, price["source"].format(source=self._stamp.source(self._rows))]

    def _limit(self, row: Row) -> str:
        board = self._words.names([self._subject.board or ""])
        status = self._words.statuses[self._subject.status]
        return self._words.price["basis"].format(board=board, status=status, percent=row.value)

    def _day(self, day: date, up: Decimal, down: Decimal) -> str:
        places = 3 if self._subject.is_fund else 2
        prices = {"up": figures.price(up, places), "down": figures.price(down, places)}
        return self._words.price["day"].format(day=self._words.spoken(day, self._now.date()), **prices)
