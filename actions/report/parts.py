"""The parts of the fact report on one share: each asks for its facts and tells them, or is missing."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from actions.industry import industry_multiple
from actions.report.teller import Part, Signed, Teller, lack_of, lacks_of
from market.bars import Bar
from market.capital import MARGINS, Margin, MarginDay
from market.fact import Fact, Gap, Lack
from market.facts import known
from market.finance import REPORTS, Report
from market.quote import Quote
from market.schedule import DISCLOSURES, DIVIDENDS, Disclosure, Dividend, upcoming
from market.securities import Security
from market.valuation import VALUATION, IndustryMultiple, Valuation, position

SPANS = (5, 20, 60, 250)
"""Traded days over which the change of a price is told; the last one bounds highest and lowest."""
YEARS = 3
"""Years of its own past with which a multiple is compared."""
_RATIOS = ("roe", "gross_margin", "debt_ratio")
_MORNINGS = 3
"""Trading days back for which a table of margin trading is looked for."""


@dataclass(frozen=True)
class PricePart:
    """The price, its changes over so many traded days, and the highest and lowest of a year."""

    teller: Teller
    name: str = "price"

    async def make(self, security: Security) -> Part | Lack:
        quote, (found, adjusted) = await asyncio.gather(
            self.teller.quote(security), self.teller.bars(security)
        )
        bars = known(found)
        lines = [*self._now(quote), *(self._past(bars.value, adjusted) if bars and bars.value else ())]
        facts: list[Signed] = [each for each in (quote, bars) if each is not None]
        return Part(tuple(lines), tuple(facts), lacks_of(bars=found)) if lines else lack_of(found)

    def _now(self, quote: Quote | None) -> tuple[str, ...]:
        words, teller = self.teller.words.price, self.teller
        if quote is None:
            return ()
        if quote.suspended:
            return (words["suspended"].format(previous_close=teller.price(quote.previous_close)),)
        percent = teller.growth(quote.change_percent)
        status = teller.words.statuses[quote.phase]
        return (words["last"].format(last=teller.price(quote.last), percent=percent, status=status),)

    def _past(self, bars: Sequence[Bar], adjusted: bool) -> list[str]:
        words, teller = self.teller.words, self.teller
        spans = [
            words.price["span"].format(days=days, percent=teller.growth(_change(bars, days)))
            for days in SPANS
            if len(bars) > days
        ]
        if not spans:
            return []
        year = bars[-SPANS[-1] :]
        reach = words.price["range"].format(
            days=len(year),
            high=teller.price(max(bar.high for bar in year)),
            low=teller.price(min(bar.low for bar in year)),
            basis=words.price["adjusted" if adjusted else "traded"],
        )
        return [*(words.gap.join(spans[n : n + 2]) for n in range(0, len(spans), 2)), reach]


@dataclass(frozen=True)
class ValuationPart:
    """What is paid for it, and where that stands in its own past and beside its industry."""

    teller: Teller
    name: str = "valuation"

    async def make(self, security: Security) -> Part | Lack:
        market = self.teller.market
        answer, industry = await asyncio.gather(
            market.facts.get(VALUATION, security), industry_multiple(market, security)
        )
        found = known(answer)
        lines = self._lines(found.value) if found else []
        if found is None or not lines:
            return lack_of(answer)
        if isinstance(industry, Gap):
            return Part(tuple(lines), (found,))
        return Part((*lines, self._industry(industry.value)), (found, industry))

    def _industry(self, multiple: IndustryMultiple) -> str:
        return self.teller.words.valuation["industry"].format(
            name=multiple.name,
            pe=self.teller.price(multiple.pe),
            median=self.teller.price(multiple.median),
        )

    def _lines(self, value: Valuation) -> list[str]:
        words, teller = self.teller.words.valuation, self.teller
        lines = []
        if value.pe_ttm is not None or value.pb is not None:
            pe, pb = teller.price(value.pe_ttm), teller.price(value.pb)
            lines.append(words["multiples"].format(pe=pe, pb=pb))
        if value.total_market_value is not None:
            total, floating = teller.money(value.total_market_value), teller.money(value.float_market_value)
            lines.append(words["value"].format(total=total, floating=floating))
        stands = position(value, "pe_ttm", YEARS)
        if stands is not None:
            lines.append(words["position"].format(years=YEARS, percent=teller.ratio(stands.percent)))
        return lines


@dataclass(frozen=True)
class FinancePart:
    """The latest report: what was earned, and of what quality."""

    teller: Teller
    name: str = "finance"

    async def make(self, security: Security) -> Part | Lack:
        answer = await self.teller.market.facts.get(REPORTS, security)
        found = known(answer)
        if found is None or not found.value:
            return lack_of(answer)
        return Part(tuple(self._lines(found.value[-1])), (found,))

    def _lines(self, report: Report) -> list[str]:
        words, teller = self.teller.words.finance, self.teller
        revenue = words["revenue"].format(
            period=teller.period(report),
            value=teller.money(report.revenue),
            growth=teller.growth(report.revenue_growth),
        )
        profit = words["profit"].format(
            value=teller.money(report.net_profit), growth=teller.growth(report.net_profit_growth)
        )
        values = {name: getattr(report, name) for name in _RATIOS}
        ratios = [words[name].format(value=teller.ratio(value)) for name, value in values.items() if value]
        return [revenue, profit, *([teller.words.gap.join(ratios)] if ratios else ())]


@dataclass(frozen=True)
class SchedulePart:
    """Days to come: the next report, the next dividend; `plan` says what every ten shares receive."""

    teller: Teller
    plan: Callable[[Dividend], str]
    name: str = "schedule"

    async def make(self, security: Security) -> Part | Lack:
        facts = self.teller.market.facts
        asked, planned = await asyncio.gather(
            facts.get(DISCLOSURES, security), facts.get(DIVIDENDS, security)
        )
        disclosures, dividends = known(asked), known(planned)
        today = self.teller.market.now().date()
        lines = []
        due = _due(disclosures.value, today) if disclosures else None
        if due is not None and due.appointed is not None:
            words = self.teller.words.schedule["disclosure"]
            lines.append(words.format(period=self.teller.period(due), day=due.appointed.isoformat()))
        paid = upcoming(dividends.value, today) if dividends else None
        if paid is not None:
            lines.append(self._dividend(paid))
        signed = tuple(each for each in (disclosures, dividends) if each is not None)
        if not signed:
            return lack_of(asked, planned)
        told = tuple(lines) or (self.teller.words.schedule["nothing"],)
        return Part(told, signed, lacks_of(disclosures=asked, dividends=planned))

    def _dividend(self, dividend: Dividend) -> str:
        none = self.teller.price(None)
        return self.teller.words.schedule["dividend"].format(
            plan=self.plan(dividend),
            record=self.teller.day(dividend.record_date) if dividend.record_date else none,
            ex=self.teller.day(dividend.ex_date) if dividend.ex_date else none,
        )


@dataclass(frozen=True)
class CapitalPart:
    """What was traded, and what with borrowed money and shares on the last day that is published."""

    teller: Teller
    name: str = "capital"

    async def make(self, security: Security) -> Part | Lack:
        quote, found = await asyncio.gather(self.teller.quote(security), self._margin(security))
        margin = None if isinstance(found, Gap) else found
        lines: list[str] = []
        if quote is not None and quote.amount is not None:
            lines.append(self._traded(quote))
        if margin is not None:
            lines += self._borrowed(margin.value)
        signed = tuple(each for each in (quote, margin) if each is not None)
        lacks = lacks_of(margin=found) if found else {}
        return Part(tuple(lines), signed, lacks) if lines else lack_of(*([found] if found else ()))

    async def _margin(self, security: Security) -> Fact[Margin] | Gap[Margin] | None:
        """The table of yesterday comes in the morning; before that, the one of the day before stands.

        None where a table is known and the share is not in it.
        """
        day, answer = self.teller.market.now().date(), None
        for _ in range(_MORNINGS):
            day = self.teller.market.days.before(day)
            answer = await self.teller.market.facts.get(MARGINS, MarginDay(security.exchange, day))
            table = known(answer)
            if table is not None:
                margin = table.value.get(security.code)
                return None if margin is None else Fact(margin, table.as_of, table.source, table.stale)
        return Gap(answer.reason) if isinstance(answer, Gap) else None

    def _traded(self, quote: Quote) -> str:
        teller = self.teller
        return teller.words.capital["traded"].format(
            amount=teller.money(quote.amount),
            turnover_rate=teller.ratio(quote.turnover_rate),
            volume_ratio=teller.price(quote.volume_ratio),
        )

    def _borrowed(self, margin: Margin) -> list[str]:
        words, teller = self.teller.words.capital, self.teller
        if margin.borrowed is None:
            return []
        told = [words["borrowed"].format(day=teller.day(margin.day), borrowed=teller.money(margin.borrowed))]
        if margin.short_volume is not None:
            told.append(words["short"].format(short=teller.money(Decimal(margin.short_volume))))
        return [teller.words.gap.join(told)]


def _change(bars: Sequence[Bar], days: int) -> Decimal:
    """Percent from the close so many traded days ago to the latest."""
    return (bars[-1].close / bars[-1 - days].close - 1) * 100


def _due(disclosures: Sequence[Disclosure], today: date) -> Disclosure | None:
    """The next report that has an appointed day and has not come."""
    ahead = [d for d in disclosures if d.actual is None and d.appointed is not None and d.appointed >= today]
    return min(ahead, key=lambda each: each.period, default=None)
