"""Reads steps to delisting and other news out of the announcements of one share. Pure.

What a title says is known by rules/rows/announcement_titles.yml; here it becomes an event of one of our
kinds. Only the decision and the delisting period are a level; a share that leaves of its own will has none.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from market.announcements import Announcement
from market.session import SHANGHAI
from notices.events import VANISHED, Event, Found, plain_title, titled
from rules.delisting_events import Kind, Titles

KINDS: Mapping[Kind, str] = {
    "decision": "delisting_decision",
    "period": "delisting_period",
    "revoked": "delisting_revoked",
    "voluntary": "delisting_voluntary",
    "cash_option": "delisting_voluntary",
    "prior_notice": "delisting_prior_notice",
    "hearing": "delisting_hearing",
    "review": "delisting_review",
    "delisted": "delisting_removed",
    "possible": "possible_delisting",
    "warning_possible": "risk_warning_possible",
    "risk_warning": "risk_warning",
    "lift_applied": "risk_warning_lift_applied",
    "lifted": "risk_warning_lifted",
}
LEVELS: Mapping[str, str] = {"delisting_decision": "red", "delisting_period": "orange"}
STEPS = frozenset(KINDS.values())
ANNOUNCED = "announcement"
_ENDS = frozenset({"revoked", "lifted"})
CORRECTED, WITHDRAWN = "delisting_corrected", "delisting_withdrawn"
STEP_BACK, NEWS_BACK = timedelta(days=10), timedelta(days=3)
"""How far back an announcement is still news: a step to delisting, and any other."""
LEVEL_BACK = timedelta(days=60)
"""The same of a level: who takes up a share is told through its delisting period (fifteen days of trading,
some days after the decision), though nobody had it when that was made.
"""

_CORRECTS = re.compile(r"更正|更新后|修订|补充公告")
_LONGEST = 300
"""Characters of a title that are kept: a source that sends more sends no title."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one source told of one share, the newest first, and since when we look at it."""

    ref: str
    source: str
    announcements: Sequence[Announcement]
    name: str = ""
    beside: Sequence[Announcement] = ()
    """What is known of the share beside: it says what kind of exit a decision belongs to."""


def found_in(told: Told, titles: Titles, today: date, gap: timedelta = timedelta(0)) -> list[Found]:
    """What happened, the oldest first; `gap` is how long nobody has looked.

    A level from before a decision was revoked or a warning lifted is history.
    """
    everything = [*told.announcements, *told.beside]
    voluntary = titles.chain((each.day, each.title) for each in everything).voluntary
    news: list[Found] = []
    for each in sorted(told.announcements, key=_moment):
        kind = titles.kind(each.title)
        if kind in _ENDS:
            news = [found for found in news if found.level is None]
        named = _kind(kind, voluntary=voluntary)
        back = LEVEL_BACK if named in LEVELS else STEP_BACK if kind else NEWS_BACK
        if each.day >= today - back - gap:
            news.append(_found(told, each, named))
    return news


def corrects(found: Found) -> bool:
    """Whether a step's announcement sets an earlier one right."""
    return found.level is not None and bool(_CORRECTS.search(found.title))


def correction(found: Found) -> Found:
    """The event that it is, beside the one that it sets right."""
    day = found.key.split(":")[2]
    return Found(
        titled(CORRECTED, found.ref or "", day, found.title),
        CORRECTED,
        found.title,
        found.source,
        found.ref,
        url=found.url,
        published_at=found.published_at,
        published_exact=found.published_exact,
        detail={**found.detail, "of": found.kind},
        campaign=True,
    )


def withdrawal(event: Event, source: str, by: Found | None = None) -> Found:
    """The event that tells that another does not hold any more: `by` an announcement, or its source has none
    of it any more.
    """
    because = {"because": by.title, "by": by.key} if by else {"because": VANISHED}
    return Found(
        f"{WITHDRAWN}:{event.number}",
        WITHDRAWN,
        event.title,
        source,
        event.ref,
        url=by.url if by else None,
        published_at=by.published_at if by else None,
        published_exact=by.published_exact if by else False,
        detail={**event.detail, "of": event.number, **because},
        campaign=True,
    )


def vanished(event: Event, told: Told, titles: Titles) -> bool:
    """Whether the source that told an event does not tell it any more, though it tells what is around it.

    A list that has nothing of that day or later, or nothing older, may simply be cut. What says the same in
    other words, of that day or later, is the event still.
    """
    if event.source != told.source or event.published_at is None:
        return False
    day = event.published_at.date()
    if any(_same(event, day, each, titles) for each in told.announcements):
        return False
    days = [each.day for each in told.announcements]
    return any(each >= day for each in days) and any(each < day for each in days)


def before(event: Event, found: Found) -> bool:
    """Whether an event was announced before what was found."""
    return found.published_at is not None and (event.published_at or event.first_seen_at) < found.published_at


def _found(told: Told, announcement: Announcement, kind: str) -> Found:
    title = _shown(announcement.title)
    day = announcement.day.isoformat()
    level = LEVELS.get(kind)
    return Found(
        f"{kind}:{told.ref}:{day}" if level else titled(kind, told.ref, day, title),
        kind,
        title,
        told.source,
        told.ref,
        level,
        announcement.url if announcement.url.startswith("https://") else None,
        announcement.released or datetime.combine(announcement.day, time(), SHANGHAI),
        announcement.released is not None,
        {"name": told.name},
        step=kind in STEPS,
        campaign=level is not None,
    )


def _kind(kind: Kind | None, *, voluntary: bool) -> str:
    if kind is None:
        return ANNOUNCED
    if voluntary and kind in {"decision", "period", "delisted"}:
        return KINDS["voluntary"]
    return KINDS[kind]


def _moment(announcement: Announcement) -> datetime:
    return announcement.released or announcement.published


def _same(event: Event, day: date, announcement: Announcement, titles: Titles) -> bool:
    """Whether an announcement tells the event, which is of that `day`, under its title or another."""
    title = _shown(announcement.title)
    if plain_title(title) == plain_title(event.title):
        return True
    kind = titles.kind(title)
    return announcement.day >= day and kind is not None and KINDS[kind] == event.kind


def _shown(title: str) -> str:
    return "".join(each for each in title if each.isprintable())[:_LONGEST]
