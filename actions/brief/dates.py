"""The days that have come for a share: ex-right, unlock, appointed report."""

import asyncio
from datetime import date
from decimal import Decimal

from actions import figures
from actions.brief.asking import Asking
from actions.brief.words import Pen, Signed
from market.fact import Fact, Lack
from market.finance import quarter_of
from market.schedule import DISCLOSURES, DIVIDENDS, Disclosure, Dividend
from market.securities import Security
from market.unlock import UNLOCKS, Unlock

Dates = tuple[tuple[str, ...], tuple[Signed, ...], tuple[tuple[str, Lack], ...]]


async def dates_of(asking: Asking, security: Security) -> Dates:
    """What falls on today or on a day before the next one of trading; the facts; what is missing."""
    facts, today = asking.market.facts, asking.today
    dividends, unlocks, reports = await asyncio.gather(
        facts.get(DIVIDENDS, security), facts.get(UNLOCKS, security), facts.get(DISCLOSURES, security)
    )
    found = {
        "dividends": asking.of_now(dividends, today),
        "unlocks": asking.of_now(unlocks, today),
        "reports": asking.of_now(reports, today),
    }
    lacks = tuple(
        each
        for part, lack in found.items()
        if not isinstance(lack, Fact)
        for each in asking.lacking(part, lack)
    )
    known = tuple(fact for fact in found.values() if isinstance(fact, Fact))
    said = [line for fact in known for each in fact.value if (line := _said(asking, each))]
    return tuple(said), known, lacks


def _said(asking: Asking, event: Dividend | Unlock | Disclosure) -> str:
    """What is to be said of it; "" where it is of another day or came to nothing."""
    day = _day(event)
    if day is None or not asking.today <= day <= asking.last_day:
        return ""
    pen = asking.pen
    if isinstance(event, Unlock):
        return _unlock(pen, event)
    return _dividend(asking, event, day) if isinstance(event, Dividend) else _report(pen, event, day)


def _day(event: Dividend | Unlock | Disclosure) -> date | None:
    if isinstance(event, Unlock):
        return event.day
    if isinstance(event, Dividend):
        return event.ex_date if event.gives and event.progress == "implemented" else None
    return event.appointed if event.actual is None else None


def _unlock(pen: Pen, unlock: Unlock) -> str:
    words, day = pen.words.events, pen.day(unlock.day)
    if not unlock.shares:
        return words["unlock"].format(day=day)
    shares = figures.big(Decimal(unlock.shares), pen.facts.units)
    return words["unlock_shares"].format(day=day, shares=shares)


def _dividend(asking: Asking, dividend: Dividend, day: date) -> str:
    pen = asking.pen
    return pen.words.events["ex_right"].format(day=pen.day(day), plan=asking.plan(dividend))


def _report(pen: Pen, report: Disclosure, day: date) -> str:
    period = pen.words.periods[quarter_of(report.period)].format(year=report.period.year)
    return pen.words.events["report"].format(period=period, day=pen.day(day))
