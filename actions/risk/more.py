"""What may weigh on a share beside its listing: pledges, unlocks, forecast, goodwill, inquiries."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from actions import figures
from actions.market_port import AskedMarket
from actions.risk.words import Speech
from market.announcements import ANNOUNCEMENTS, Announcement, about
from market.company import SHARES, Shares
from market.fact import Fact, Gap
from market.facts import known
from market.finance import BALANCES, Balance
from market.forecast import FORECASTS, Forecast
from market.forecast import latest as latest_forecast
from market.pledge import PLEDGES, Pledge, pledged
from market.quote import Quote
from market.securities import Security
from market.unlock import UNLOCKS, Unlock, latest, upcoming

Answered = Mapping[str, Fact[Any] | Gap[Any]]
Unlocked = Fact[tuple[Unlock, ...]] | Gap[tuple[Unlock, ...]]


@dataclass
class Told:
    """Lines in the order in which they are shown, and the facts that they rest on."""

    lines: list[str] = field(default_factory=list)
    facts: list[Fact[Any] | Quote] = field(default_factory=list)


async def gather(market: AskedMarket, security: Security) -> Answered:
    """Asks for everything at once, by the part of the answer that it serves."""
    facts = market.facts
    pledges, unlocks, forecasts, balances, announcements, shares = await asyncio.gather(
        facts.get(PLEDGES, security),
        facts.get(UNLOCKS, security),
        facts.get(FORECASTS, security),
        facts.get(BALANCES, security),
        facts.get(ANNOUNCEMENTS, security),
        facts.get(SHARES, security),
    )
    return {
        "pledge": pledges,
        "unlock": unlocks,
        "forecast": forecasts,
        "goodwill": balances,
        "inquiry": announcements,
        "shares": shares,
    }


async def unlocked(market: AskedMarket, security: Security) -> tuple[Unlocked, Fact[Shares] | Gap[Shares]]:
    """Unlocks alone, and the shares with which they are compared."""
    return await asyncio.gather(market.facts.get(UNLOCKS, security), market.facts.get(SHARES, security))


@dataclass(frozen=True)
class MoreSheet:
    """Speaks of what was answered as of `today`; what a text asks for comes first."""

    answered: Answered
    speech: Speech
    today: date
    demo: bool

    def tell(self, text: str) -> Told:
        parts: dict[str, Callable[[Any], str | None]] = {
            "pledge": self._pledge,
            "unlock": self._unlock,
            "forecast": self._forecast,
            "goodwill": self._goodwill,
            "inquiry": self._inquiry,
        }
        order = self.speech.words.more["order"]
        told, empty = Told(), list[str]()
        for part in sorted(parts, key=lambda part: not re.search(order[part], text)):
            fact = known(self.answered[part])
            line = parts[part](fact.value) if fact else None
            if line is None:
                empty.append(part)
            else:
                told.lines.append(line)
                told.facts += [fact] if fact else []
        asked = [part for part in empty if text and re.search(order[part], text)]
        rest = [part for part in empty if part not in asked]
        return Told([*self._missing(asked), *told.lines, *self._missing(rest)], told.facts)

    def unlock(self) -> str:
        """The next unlock, or that none is known; empty where nobody could say."""
        fact = known(self.answered["unlock"])
        return self._unlock(fact.value) if fact else ""

    def _missing(self, empty: list[str]) -> list[str]:
        """What nobody knows of, and what nobody could say, told apart."""
        words, by_reason = self.speech.words.more, dict[str, list[str]]()
        for part in empty:
            found = self.answered[part]
            down = isinstance(found, Gap) and found.reason == "source_down"
            key = "missing_demo" if self.demo else "missing_down" if down else "missing"
            by_reason.setdefault(key, []).append(words["parts"][part])
        return [
            words[key].format(parts=self.speech.words.join.join(names)) for key, names in by_reason.items()
        ]

    @property
    def _total(self) -> int | None:
        shares: Fact[Shares] | None = known(self.answered["shares"])
        return shares.value.total if shares else None

    def _pledge(self, pledges: tuple[Pledge, ...]) -> str:
        """The share of the total is reckoned from the company's own count where that is known."""
        words, still = self.speech.words.more, pledged(pledges)
        if not still.count:
            return str(words["pledge_none"])
        percent = still.percent_of_total
        if still.shares is not None and self._total:
            percent = Decimal(still.shares) / self._total * 100
        if still.shares is None:
            latest_day = figures.day(still.latest, self.today) if still.latest else self.speech.facts.none
            return str(words["pledge_count"].format(count=still.count, day=latest_day))
        shares = self.speech.number(Decimal(still.shares))
        if percent is None:
            return str(words["pledge_shares"].format(count=still.count, shares=shares))
        return str(words["pledge"].format(count=still.count, shares=shares, percent=figures.percent(percent)))

    def _unlock(self, unlocks: tuple[Unlock, ...]) -> str:
        words, ahead = self.speech.words.more, upcoming(unlocks, self.today)
        if ahead:
            return str(
                words["unlock"].format(day=figures.day(ahead[0].day, self.today), size=self._size(ahead[0]))
            )
        last = latest(unlocks, self.today)
        return str(
            words["unlock_past"].format(
                day=figures.day(last.day, self.today) if last else self.speech.facts.none
            )
        )

    def _size(self, unlock: Unlock) -> str:
        words, parts = self.speech.words.more, []
        if unlock.shares is not None:
            parts.append(words["unlock_shares"].format(shares=self.speech.number(Decimal(unlock.shares))))
        if unlock.shares is not None and self._total:
            percent = Decimal(unlock.shares) / self._total * 100
            parts.append(words["unlock_total"].format(percent=figures.percent(percent)))
        elif unlock.percent_of_float is not None:
            parts.append(words["unlock_float"].format(percent=figures.percent(unlock.percent_of_float)))
        return self.speech.words.gap.join(parts)

    def _forecast(self, forecasts: tuple[Forecast, ...]) -> str | None:
        words, found = self.speech.words.more, latest_forecast(forecasts)
        if found is None:
            return None
        span = ""
        if found.low is not None and found.high is not None:
            span = words["forecast_range"].format(
                figure=found.figure, low=self.speech.number(found.low), high=self.speech.number(found.high)
            )
        return str(
            words["forecast"].format(
                period=self.speech.period(found.period),
                kind=found.kind,
                range=span,
                day=figures.day(found.announced, self.today),
            )
        )

    def _goodwill(self, balances: tuple[Balance, ...]) -> str | None:
        words, told = self.speech.words.more, [each for each in balances if each.goodwill is not None]
        if not told:
            return None
        last = max(told, key=lambda each: each.period)
        period = self.speech.period(last.period)
        if not last.goodwill:
            return str(words["goodwill_none"].format(period=period))
        value = self.speech.number(last.goodwill)
        if not last.net_assets or last.net_assets < 0:
            return str(words["goodwill_alone"].format(value=value, period=period))
        percent = figures.percent(last.goodwill / last.net_assets * 100)
        return str(words["goodwill"].format(value=value, period=period, percent=percent))

    def _inquiry(self, announcements: tuple[Announcement, ...]) -> str:
        words, found = self.speech.words.more, about(announcements, "inquiry")
        if not found:
            return str(words["inquiry_none"])
        newest = found[0]
        return str(
            words["inquiry"].format(
                count=len(found),
                day=figures.day(newest.day, self.today),
                title=self.speech.title(newest.title),
            )
        )
