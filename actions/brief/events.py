"""What happens to one's own shares: announcements since a close, suspensions, and days that have come."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from actions.brief.asking import Asking, counted, signed, stocks
from actions.brief.dates import dates_of
from actions.brief.sheet import Section
from actions.brief.words import Pen, Signed
from market.announcements import ANNOUNCEMENTS, Announcement
from market.fact import Fact, Lack
from market.securities import Security
from market.session import CLOSE, SHANGHAI
from market.suspension import SUSPENSIONS, Suspension, suspension_of


@dataclass(frozen=True)
class Happened:
    """What is said of one share, the facts behind it, and which kinds of facts nobody could give."""

    said: tuple[str, ...] = ()
    facts: tuple[Signed, ...] = ()
    lacks: tuple[tuple[str, Lack], ...] = ()


Look = Callable[[Asking, Security], Awaitable[Happened]]


async def events(asking: Asking, securities: Sequence[Security]) -> Section:
    """Of the morning: since the close of the trading day before."""
    return await _section(asking, securities, "events", "none", (_suspended, dates, since_close))


async def later(asking: Asking, securities: Sequence[Security]) -> Section:
    """Of the evening: since the close of this day."""
    return await _section(asking, securities, "later", "none_later", (after_close,))


async def _section(
    asking: Asking, securities: Sequence[Security], part: str, none: str, looks: Sequence[Look]
) -> Section:
    shares, pen = stocks(securities), asking.pen
    if not shares:
        return Section()
    found = await asyncio.gather(*(_all(asking, each, part, looks) for each in shares))
    facts = signed(fact for each in found for fact in each.facts)
    lacks = counted((lack for each in found for lack in each.lacks), len(shares))
    if not facts:
        return Section(lacks=lacks, current=False)
    words = pen.words.events
    own = tuple(
        words["line"].format(name=share.name, code=share.code, said=words["gap"].join(each.said))
        for share, each in zip(shares, found, strict=True)
        if each.said
    )
    if not own:
        return Section(fixed=(words[none].format(stamp=pen.stamp(facts)),), lacks=lacks)
    return Section(pen.head(part, facts), (), own, lacks)


async def _all(asking: Asking, security: Security, part: str, looks: Sequence[Look]) -> Happened:
    """Of one share: asked once for everybody who watches it."""

    async def make() -> Happened:
        found = await asyncio.gather(*(look(asking, security) for look in looks))
        return Happened(
            tuple(line for each in found for line in each.said),
            tuple(fact for each in found for fact in each.facts),
            tuple(lack for each in found for lack in each.lacks),
        )

    return await asking.once.get((part, security.ref, asking.today), make, lambda made: not made.lacks)


async def _suspended(asking: Asking, security: Security) -> Happened:
    today = asking.today
    fact = asking.of_now(await asking.market.facts.get(SUSPENSIONS, today), today)
    if not isinstance(fact, Fact):
        return Happened(lacks=asking.lacking("suspensions", fact))
    own = suspension_of(fact.value, security, today)
    said = _suspension(asking.pen, own, today) if own else ""
    return Happened((said,) if said else (), (fact,))


def _suspension(pen: Pen, suspension: Suspension, today: date) -> str:
    words, state = pen.words.events, suspension.state(today)
    if state == "suspended":
        name = "suspended_today" if suspension.since == today else "suspended"
        return words[name].format(since=pen.date(suspension.since))
    return words["resumed"] if suspension.resumes == today else ""


async def dates(asking: Asking, security: Security) -> Happened:
    """Ex-right days, unlocks and appointed reports until the next day of trading."""
    said, facts, lacks = await dates_of(asking, security)
    return Happened(said, facts, lacks)


async def since_close(asking: Asking, security: Security) -> Happened:
    """Announcements since the close of the trading day before."""
    return await _announced(asking, security, asking.market.days.before(asking.today))


async def after_close(asking: Asking, security: Security) -> Happened:
    """Announcements since today's close."""
    return await _announced(asking, security, asking.today)


async def _announced(asking: Asking, security: Security, day: date) -> Happened:
    fact = asking.of_now(await asking.market.facts.get(ANNOUNCEMENTS, security), day)
    if not isinstance(fact, Fact):
        return Happened(lacks=asking.lacking("announcements", fact))
    fresh = [each for each in fact.value if _is_later(each, day)]
    return Happened((_titles(asking.pen, fresh),) if fresh else (), (fact,))


def _is_later(announcement: Announcement, day: date) -> bool:
    """Whether it came out after the close of a day: by its hour, else by the day that it is dated with,
    which for what comes out in the evening is the next one.
    """
    if announcement.released is not None:
        return announcement.released >= datetime.combine(day, CLOSE, SHANGHAI)
    return announcement.day > day


def _titles(pen: Pen, fresh: Sequence[Announcement]) -> str:
    words, longest = pen.words.events, pen.words.title_length
    title = fresh[0].title
    shown = title if len(title) <= longest else title[: longest - 1] + "…"
    name = "announcements" if len(fresh) > 1 else "announcement"
    return words[name].format(title=shown, count=len(fresh))
