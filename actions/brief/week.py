"""What one's own shares did over a week, beside the 沪深300, from daily bars."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from actions import figures
from actions.brief.asking import Asking, signed
from actions.brief.sheet import Section
from actions.brief.words import Pen
from actions.market_port import daily_bars
from market.bars import Bar
from market.fact import Fact, Gap, Lack
from market.facts import known
from market.securities import Security


@dataclass(frozen=True)
class Week:
    """The change in percent from the last close before the week to its last one, and the days traded in it;
    without `change` nothing was.
    """

    fact: Fact[tuple[Bar, ...]]
    first: date
    last: date
    change: Decimal | None


def week_of(fact: Fact[tuple[Bar, ...]], monday: date) -> Week:
    """The week that begins on `monday`; of a sample the last one that it has."""
    bars = fact.value
    if fact.demo and bars:
        monday = bars[-1].day - timedelta(days=bars[-1].day.weekday())
    days = [bar for bar in bars if monday <= bar.day < monday + timedelta(days=7)]
    if not days:
        return Week(fact, monday, monday, None)
    return Week(fact, days[0].day, days[-1].day, _change(days, [bar for bar in bars if bar.day < monday]))


def _change(days: Sequence[Bar], before: Sequence[Bar]) -> Decimal | None:
    """By the closes that each day counts from, so that an ex-right day is no fall; else close to close."""
    if all(bar.previous_close for bar in days):
        factor = Decimal(1)
        for bar in days:
            factor *= bar.close / (bar.previous_close or bar.close)
        return (factor - 1) * 100
    return (days[-1].close / before[-1].close - 1) * 100 if before else None


async def week(asking: Asking, securities: Sequence[Security]) -> Section:
    """The benchmark, and below it what is watched, each with its distance from the benchmark."""
    benchmark = next(iter(asking.securities([asking.words.benchmark])), None)
    asked = (benchmark, *securities) if benchmark else securities
    known_of = list(await asyncio.gather(*(_week(asking, each) for each in asked)))
    market = known_of.pop(0) if benchmark else "no_data"
    weeks = [each for each in (market, *known_of) if isinstance(each, Week)]
    pen = asking.pen
    own = tuple(_share(pen, share, found, market) for share, found in zip(securities, known_of, strict=True))
    lacks = () if isinstance(market, Week) else (("benchmark", market, 0),)
    if not weeks:
        return Section("", (), own, lacks, current=False)
    fixed = (_benchmark(pen, benchmark, market),) if benchmark and isinstance(market, Week) else ()
    head = pen.head("week", signed(each.fact for each in weeks))
    current = any(each.fact.demo or each.last == last_day(asking) for each in weeks)
    return Section(head, fixed, own, lacks, current)


async def _week(asking: Asking, security: Security) -> Week | Lack:
    """Made once for everybody who watches it: bars take much room, a week little."""

    async def make() -> Week | Lack:
        found, _ = await daily_bars(asking.market, security)
        bars = known(found)
        if bars is None or (bars.stale and bars.as_of.date() < last_day(asking)):
            return found.reason if isinstance(found, Gap) else "source_down"
        told = week_of(bars, monday_of(asking))
        kept = Fact[tuple[Bar, ...]]((), bars.as_of, bars.source, bars.stale, bars.demo)
        return Week(kept, told.first, told.last, told.change)

    key = ("week", security.ref, monday_of(asking))
    return await asking.once.get(key, make, lambda made: isinstance(made, Week) and not made.fact.stale)


def last_day(asking: Asking) -> date:
    """The latest day on which trading has begun: the last one of the week that is told of."""
    return asking.market.session.last_day(asking.market.now())


def monday_of(asking: Asking) -> date:
    """The Monday of that week."""
    day = last_day(asking)
    return day - timedelta(days=day.weekday())


def _benchmark(pen: Pen, security: Security, week: Week) -> str:
    return pen.words.week["benchmark"].format(name=security.name, percent=pen.percent(week.change)) + (
        _days(pen, week) if pen.demo else ""
    )


def _share(pen: Pen, security: Security, found: Week | Lack, market: Week | Lack) -> str:
    words, named = pen.words.week, {"name": security.name, "code": security.code}
    if not isinstance(found, Week):
        return words[found].format(**named)
    if found.change is None:
        return words["untraded"].format(**named)
    percent = pen.percent(found.change)
    if not isinstance(market, Week) or market.change is None or market.last != found.last:
        return words["share"].format(percent=percent, **named) + _days(pen, found)
    difference = figures.round_to(found.change, 2) - figures.round_to(market.change, 2)
    written = f"{difference:+f}" if difference else "0.00"
    compared = {"benchmark": pen.words.parts["index"], "difference": written}
    return words["compared"].format(percent=percent, **named, **compared)


def _days(pen: Pen, week: Week) -> str:
    return pen.words.week["other_week"].format(first=pen.date(week.first), last=pen.date(week.last))
