"""Gathers what is known of a share's listing, side by side, and keeps what an answer is to be signed with."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from actions.market_port import AskedMarket
from actions.risk.assessment import Evidence
from market.announcements import ANNOUNCEMENTS, ANNOUNCEMENTS_ON, Announcement, SubjectKey, ordered
from market.bars import DAILY_BARS, Bar, BarsKey
from market.company import SHARES, Shares
from market.delisting import DELISTED, Delisted, closed, newest_name
from market.fact import Fact, Gap
from market.facts import known
from market.finance import BALANCES, REPORTS, Balance, Report, latest_of_quarter, quarter_of
from market.quote import Quote
from market.securities import Security
from market.session import CLOSE, SHANGHAI
from market.suspension import SUSPENSIONS, Suspension, suspension_of

Signed = Fact[Any] | Quote


@dataclass(frozen=True)
class Gathered:
    """Each is None where nobody could say. `silent`: sources know of no announcement about delisting.

    `recent` are announcements about anything, since a decision may be classed as something else.
    """

    security: Security
    now: datetime
    quote: Quote | None = None
    bars: Fact[tuple[Bar, ...]] | None = None
    shares: Fact[Shares] | None = None
    reports: Fact[tuple[Report, ...]] | None = None
    balances: Fact[tuple[Balance, ...]] | None = None
    announcements: Fact[tuple[Announcement, ...]] | None = None
    recent: Fact[tuple[Announcement, ...]] | None = None
    silent: bool = False
    gone: Delisted | None = None
    suspended: Fact[tuple[Suspension, ...]] | None = None

    @property
    def halted(self) -> bool:
        """Whether the quote or the day's list says that it is not traded; a sample's day is another."""
        if self.quote is not None and self.quote.suspended:
            return True
        if self.suspended is None or self.suspended.demo:
            return False
        day = self.now.astimezone(SHANGHAI).date()
        found = suspension_of(self.suspended.value, self.security, day)
        return found is not None and found.state(day) == "suspended"

    @property
    def evidence(self) -> Evidence:
        return Evidence(
            security=self.security,
            feed_name=newest_name(self.security, self.quote),
            gone=self.gone,
            bars=closed(self.bars.value, self._moving) if self.bars else (),
            total_shares=self.shares.value.total if self.shares else None,
            annual=latest_of_quarter(self.reports.value, 4) if self.reports else None,
            balance=self._year_end,
            announcements=self._announced,
            whole=self.announcements is not None or self.silent,
            last=self._last,
        )

    @property
    def signed(self) -> tuple[Signed, ...]:
        """What an answer about the listing rests on; reports are told with their own periods."""
        listed = self.suspended if self.halted else None
        found = (self.quote, self.bars, self.shares, self.announcements or self.recent, listed)
        return tuple(each for each in found if each is not None)

    @property
    def annual(self) -> tuple[Signed, ...]:
        """What is told of a year rests on these."""
        return tuple(each for each in (self.reports, self.balances) if each is not None)

    @property
    def _announced(self) -> tuple[Announcement, ...] | None:
        """Years about delisting, and half a year about anything; None where neither is known."""
        found = [fact.value for fact in (self.announcements, self.recent) if fact is not None]
        if not found:
            return () if self.silent else None
        return ordered([each for value in found for each in value])

    @property
    def _last(self) -> tuple[date, Decimal] | None:
        """The close of a quote whose day is over."""
        if self.quote is None or self.quote.close is None:
            return None
        return self.quote.as_of.astimezone(SHANGHAI).date(), self.quote.close

    @property
    def _moving(self) -> date | None:
        """Today while it has no close yet."""
        now = self.now.astimezone(SHANGHAI)
        return now.date() if now.time() < CLOSE else None

    @property
    def _year_end(self) -> Balance | None:
        years = [
            each for each in (self.balances.value if self.balances else ()) if quarter_of(each.period) == 4
        ]
        return max(years, key=lambda each: each.period, default=None)


async def gather(market: AskedMarket, security: Security) -> Gathered:
    """Asks for everything at once; what fails is missing."""
    facts, subject = market.facts, SubjectKey(security, "delisting")
    state, (bars, shares), (reports, balances), (announcements, recent) = await asyncio.gather(
        _state(market, security),
        asyncio.gather(facts.get(DAILY_BARS, BarsKey(security)), facts.get(SHARES, security)),
        asyncio.gather(facts.get(REPORTS, security), facts.get(BALANCES, security)),
        asyncio.gather(facts.get(ANNOUNCEMENTS_ON, subject), facts.get(ANNOUNCEMENTS, security)),
    )
    quote, gone, suspended = state
    return Gathered(
        security=security,
        now=market.now(),
        quote=quote,
        bars=known(bars),
        shares=known(shares),
        reports=known(reports),
        balances=known(balances),
        announcements=known(announcements),
        recent=known(recent),
        silent=_is_silent(announcements, market.mode),
        gone=gone,
        suspended=suspended,
    )


async def _state(
    market: AskedMarket, security: Security
) -> tuple[Quote | None, Delisted | None, Fact[tuple[Suspension, ...]] | None]:
    """The quote, whether the listing has ended, and the list of those suspended on this or the last day."""
    today = market.now().astimezone(SHANGHAI).date()
    day = today if today in market.days else market.days.before(today)
    quotes, gone, suspended = await asyncio.gather(
        market.quotes.get([security]),
        market.facts.get(DELISTED, security.exchange),
        market.facts.get(SUSPENSIONS, day),
    )
    found, ended = quotes[security.ref], known(gone)
    quote = found if isinstance(found, Quote) else found.last_known
    return quote, ended.value.get(security.ref) if ended else None, known(suspended)


def _is_silent(found: Fact[Any] | Gap[Any], mode: str) -> bool:
    """Whether sources say that there is nothing; a sample that is missing says nothing."""
    return isinstance(found, Gap) and found.reason == "no_data" and mode != "demo"
