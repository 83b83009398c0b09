"""The industries of what is watched, those that moved most first, whichever way; no share is ranked."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from actions.brief.asking import Asking, counted, stocks
from actions.brief.sheet import Section
from actions.brief.words import Pen
from market.company import PROFILE
from market.fact import Fact, Gap, Lack
from market.facts import known
from market.sectors import SECTORS, Sector
from market.securities import Security
from market.session import CLOSE, SHANGHAI


async def sectors(asking: Asking, securities: Sequence[Security]) -> Section:
    """One line, with the day's change of each."""
    shares = stocks(securities)
    if not shares:
        return Section()
    answer, industries = await asyncio.gather(
        asking.market.facts.get(SECTORS, "industry"),
        asyncio.gather(*(_industry(asking, each) for each in shares)),
    )
    table = known(answer)
    if table is None:
        why: Lack = answer.reason if isinstance(answer, Gap) else "no_data"
        return Section(lacks=(("sectors", why, 0),))
    lacks = counted((("sectors", each.reason) for each in industries if isinstance(each, Gap)), len(shares))
    names = dict.fromkeys(each for each in industries if isinstance(each, str))
    meant = {each.name: each for each in asking.sectors.of_industries(names, table.value).values()}
    own = sorted(meant.values(), key=lambda sector: -abs(sector.change_percent))
    return Section(fixed=(_line(asking.pen, own, table),) if own else (), lacks=lacks)


async def week_sectors(asking: Asking, securities: Sequence[Security]) -> Section:
    """The same; no house tells a sector's change over a week, and that is said."""
    made = await sectors(asking, securities)
    lacking = (("sector_week", "not_covered", 0),) if stocks(securities) else ()
    return Section(made.head, made.fixed, made.own, (*made.lacks, *lacking))


async def _industry(asking: Asking, security: Security) -> str | Gap[object]:
    """The industry that a company is put in, "" where it is put in none."""

    async def make() -> str | Gap[object]:
        answer = await asking.market.facts.get(PROFILE, security)
        profile = known(answer)
        if profile is not None:
            return profile.value.industry or ""
        reason = answer.reason if isinstance(answer, Gap) else "no_data"
        return Gap("source_down") if asking.lacking("sectors", reason) else ""

    key = ("industry", security.ref)
    return await asking.once.get(key, make, lambda made: isinstance(made, str))


def _line(pen: Pen, found: Sequence[Sector], table: Fact[tuple[Sector, ...]]) -> str:
    words = pen.words.sectors
    shown = found[: words["shown"]]
    dated = [each.day for each in shown if each.day]
    if dated:
        table = Fact(
            table.value, datetime.combine(max(dated), CLOSE, SHANGHAI), table.source, table.stale, table.demo
        )
    said = words["gap"].join(_sector(pen, each, table.as_of) for each in shown)
    return str(words["line"].format(part=pen.words.parts["sectors"], said=said, stamp=pen.stamp((table,))))


def _sector(pen: Pen, sector: Sector, at: datetime) -> str:
    """With its own day, where that is not the table's."""
    other = sector.day is not None and sector.day != at.date()
    pattern = pen.words.sectors["sector_day" if other else "sector"]
    day = pen.date(sector.day) if sector.day else ""
    return str(pattern.format(name=sector.name, percent=pen.percent(sector.change_percent), day=day))
