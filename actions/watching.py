"""What watchers of the gateway ask of the market, many shares at once: quotes, announcements, coming days."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeGuard

from actions.errors import BadAsking
from actions.market_port import AskedMarket
from market import schedule, unlock
from market.announcements import ANNOUNCEMENTS, WARNINGS
from market.bars import DAILY_BARS, Bar, BarsKey
from market.company import PROFILE
from market.fact import Fact, Gap
from market.ipo import IPO_CALENDAR, Ipo
from market.quote import Quote
from market.sector_names import SectorNames
from market.sectors import SECTORS, Sector
from market.securities import Security
from market.unlock import UNLOCKS
from market.wire import announcement_to_json, day_to_json, quote_to_json, sector_to_json, security_to_json
from rules.row import Unknown
from rules.warning_levels import Day, WarningLevels

MOST = 800
"""Securities of one asking; a house of quotes takes as many at once."""
_AT_ONCE = 8
PATIENCE = 15.0
"""Seconds for the industries of one asking; those that come later are there for the next."""

log = logging.getLogger(__name__)
Answer = Callable[[Mapping[str, Any]], Awaitable[dict[str, Any]]]


class Lexicon(Protocol):
    """What is needed of `market.names.Names`."""

    def get(self, ref: str) -> Security | None: ...


class Watching:
    """Answers for `{"refs": […]}`; a security that nobody knows, or of which nothing is known, is left
    out.
    """

    def __init__(
        self, market: AskedMarket, lexicon: Lexicon, sectors: SectorNames, patience: float = PATIENCE
    ) -> None:
        self._market = market
        self._lexicon = lexicon
        self._patience = patience
        self._levels = WarningLevels.load()
        self._sectors = sectors

    @property
    def answers(self) -> dict[str, Answer]:
        """By path."""
        return {
            "/quotes": self.quotes,
            "/announcements": self.announcements,
            "/warnings": self.warnings,
            "/days": self.days,
            "/issues": self.issues,
            "/unrest": self.unrest,
            "/sectors": self.sectors,
        }

    async def quotes(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        found = await self._market.quotes.get(self._asked(asked))
        return {"quotes": [quote_to_json(each) for each in found.values() if isinstance(each, Quote)]}

    async def announcements(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """By ref; what is only remembered, or a sample, is not told."""
        securities = [each for each in self._asked(asked) if each.kind == "stock"]
        return {"announcements": dict(await self._each(securities, self._announced))}

    async def warnings(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """What all companies announced under warnings of risk on these days, as far as it is known."""
        days = _days(asked.get("days"))
        found = await asyncio.gather(*(self._market.facts.get(WARNINGS, day) for day in days))
        told = [
            {"ref": each.ref, "name": each.name, "source": fact.source}
            | {"announcement": announcement_to_json(each.announcement)}
            for fact in found
            if _is_new(fact)
            for each in fact.value
        ]
        return {"warnings": told}

    async def days(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """By ref, the days ahead on which shares are unlocked, a distribution is made, a report is due."""
        return {"days": dict(await self._each(self._asked(asked), self._ahead))}

    async def issues(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The new shares with their days; null where they cannot be known now."""
        found = await self._market.facts.get(IPO_CALENDAR, None)
        if not _is_new(found):
            return {"issues": None}
        return {"issues": [_issue(each) for each in found.value], "source": found.source}

    async def unrest(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """By ref, how a share's days in a row stand to the yellow level."""
        return {"unrest": dict(await self._each(self._asked(asked), self._unrest))}

    async def sectors(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The industries that these shares belong to, of now, each with those of them that do."""
        shares = [each for each in self._asked(asked) if each.kind == "stock" and each.status == "listed"]
        industries = await self._industries(shares)
        table = await self._market.facts.get(SECTORS, "industry") if industries else None
        if table is None or not _is_new(table):
            return {"sectors": []}
        of_now = [each for each in table.value if each.day in {None, table.as_of.date()}]
        meant = self._sectors.of_industries(dict.fromkeys(industries.values()), of_now)
        found: dict[str, tuple[Sector, list[str]]] = {}
        for ref, industry in industries.items():
            if sector := meant.get(industry):
                found.setdefault(sector.name, (sector, []))[1].append(ref)
        named = {"as_of": table.as_of.isoformat(), "source": table.source}
        return {"sectors": [sector_to_json(each) | named | {"refs": refs} for each, refs in found.values()]}

    async def _industries(self, shares: Sequence[Security]) -> dict[str, str]:
        """By ref, as far as they are known in time."""
        found: dict[str, str] = {}

        async def tell(share: Security) -> None:
            profile = await self._market.facts.get(PROFILE, share)
            if _is_new(profile) and profile.value.industry:
                found[share.ref] = profile.value.industry

        try:
            async with asyncio.timeout(self._patience):
                await self._each(shares, tell)
        except TimeoutError:  # what is under way is kept once it comes
            log.warning("the industries of %d of %d shares are known in time", len(found), len(shares))
        return {share.ref: found[share.ref] for share in shares if share.ref in found}

    def _asked(self, asked: Mapping[str, Any]) -> list[Security]:
        refs = asked.get("refs")
        if not isinstance(refs, list) or len(refs) > MOST or not all(isinstance(ref, str) for ref in refs):
            raise BadAsking("refs")
        return [found for ref in dict.fromkeys(refs) if (found := self._lexicon.get(ref))]

    async def _each(
        self, securities: Sequence[Security], tell: Callable[[Security], Awaitable[dict[str, Any] | None]]
    ) -> list[tuple[str, dict[str, Any]]]:
        room = asyncio.Semaphore(_AT_ONCE)

        async def one(security: Security) -> tuple[str, dict[str, Any] | None]:
            async with room:
                return security.ref, await tell(security)

        told = await asyncio.gather(*map(one, securities))
        return [(ref, each) for ref, each in told if each is not None]

    async def _announced(self, security: Security) -> dict[str, Any] | None:
        found = await self._market.facts.get(ANNOUNCEMENTS, security)
        if isinstance(found, Gap) and found.reason == "no_data":
            return {"name": security.name, "source": "", "announcements": []}
        if not _is_new(found):
            return None
        told = [announcement_to_json(each) for each in found.value]
        return {"name": security.name, "source": found.source, "announcements": told}

    async def _unrest(self, security: Security) -> dict[str, Any] | None:
        """None where the bars are not known now."""
        found = await self._market.facts.get(DAILY_BARS, BarsKey(security))
        if not _is_new(found):
            return None
        today = self._market.now().date()
        days = [day for bar in found.value if (day := _day_of(bar))]
        run = self._levels.amplitude(days, today)
        if isinstance(run, Unknown) or not run.reached:
            return {"since": None}
        told = {
            "name": security.name,
            "source": found.source,
            "days": len(run.days),
            "above": run.above.value,
        }
        return told | {"since": day_to_json(run.days[0].day), "last": day_to_json(run.days[-1].day)}

    async def _ahead(self, security: Security) -> dict[str, Any] | None:
        """None where one of them cannot be known now: it is asked again."""
        today = self._market.now().date()
        kinds = (UNLOCKS, schedule.DIVIDENDS, schedule.DISCLOSURES)
        found = await asyncio.gather(*(self._market.facts.get(kind, security) for kind in kinds))
        if any(isinstance(each, Gap) and each.reason == "source_down" for each in found):
            return None
        unlocks, dividends, reports = (each.value if _is_new(each) else () for each in found)
        sources = dict.fromkeys(each.source for each in found if _is_new(each))
        days = [
            *(("unlock", each.day) for each in unlock.upcoming(unlocks, today)),
            *_dividend_days(schedule.upcoming(dividends, today)),
            *(("report", each.appointed) for each in reports if each.actual is None),
        ]
        ahead = [{"what": what, "day": day_to_json(day)} for what, day in days if day and day >= today]
        named = security_to_json(security)
        return {"security": named, "source": "、".join(sources), "days": ahead}


def _day_of(bar: Bar) -> Day | None:
    """A traded day as the rule wants it."""
    if not bar.previous_close or bar.volume == 0:
        return None
    return Day(bar.day, bar.high, bar.low, bar.previous_close)


def _days(written: Any) -> list[date]:
    """A few days as they are asked for. Raises BadAsking."""
    try:
        days = [date.fromisoformat(day) for day in written]
    except (TypeError, ValueError) as exc:  # no list, or one of something else
        raise BadAsking("days") from exc
    if len(days) > 3:
        raise BadAsking("days")
    return days


def _is_new(found: Fact[Any] | Gap[Any]) -> TypeGuard[Fact[Any]]:
    return isinstance(found, Fact) and not found.demo and not found.stale


def _dividend_days(dividend: schedule.Dividend | None) -> list[tuple[str, date | None]]:
    if dividend is None:
        return []
    return [("record", dividend.record_date), ("ex", dividend.ex_date), ("pay", dividend.pay_date)]


def _issue(ipo: Ipo) -> dict[str, Any]:
    return {
        "code": ipo.code,
        "name": ipo.name,
        "price": None if ipo.price is None else str(ipo.price),
        "apply_date": day_to_json(ipo.apply_date),
        "payment_date": day_to_json(ipo.payment_date),
        "listing_date": day_to_json(ipo.listing_date),
    }
