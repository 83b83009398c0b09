"""Answers what a company has announced: the latest, of one kind, within some days; or one with its link."""

import asyncio
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Self

from actions import figures
from actions.facts import FactWords, moment
from actions.features import Answer
from actions.identify import Identifier
from actions.market_port import AskedMarket
from actions.question import Question
from actions.utterance import Button, Utterance, payload
from actions.words import NOTICES, load_words
from market.announcements import (
    ANNOUNCEMENTS,
    ANNOUNCEMENTS_ON,
    SUBJECTS,
    Announcement,
    Subject,
    SubjectKey,
    Topic,
    about,
    ordered,
    since,
)
from market.fact import Fact, Gap
from market.facts import known
from market.names import normalise
from market.securities import Security
from market.session import SHANGHAI

INTENT = "ask_announcement"
SHOWN = 5
"""Announcements of one message."""
OPENED = 3
"""Those of them that a button opens."""
_KEPT = {"announcement_topic", "listed", "listed_as", "next"}
LONGEST = 44
"""Characters of a title in a list."""

Found = Fact[tuple[Announcement, ...]]


@dataclass(frozen=True)
class AnnouncementWords:
    """The table data/notices/announcement.yml; keys there are the names here."""

    what: str
    heads: Mapping[str, str]
    none: str
    years: str
    half_year: str
    looked: str
    empty_span: str
    line: str
    cut: str
    link: str
    no_link: str
    open: str
    more: str
    topics: Sequence[Mapping[str, Any]]
    spans: Sequence[Mapping[str, Any]]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "announcement.yml")


@dataclass(frozen=True)
class Wanted:
    """What a question asks for: topics with their name, and days back; None of either is all."""

    topics: tuple[Topic, ...] = ()
    name: str = ""
    days: int | None = None

    @classmethod
    def read(cls, text: str, words: AnnouncementWords, topic: str = "") -> Self:
        """Out of the words of a question, or the `topic` of a button."""
        asked = next((each for each in words.topics if re.search(each["asked"], topic or text)), None)
        span = next((each for each in words.spans if re.search(each["asked"], text)), None)
        return cls(
            topics=tuple(asked["topics"]) if asked else (),
            name=asked["name"] if asked else "",
            days=span["days"] if span else None,
        )


class Announcements:
    """Answers "茅台最近有什么公告", "找下平安银行年报", "最近一周有减持公告吗"."""

    def __init__(
        self, market: AskedMarket, identifier: Identifier, facts: FactWords, words: AnnouncementWords
    ) -> None:
        self._market = market
        self._identifier = identifier
        self._facts = facts
        self._words = words

    async def answer(self, question: Question) -> Answer:
        topic = question.details.get("announcement_topic", "")
        wanted = Wanted.read(normalise(question.text), self._words, topic)
        security = self._identifier.one(question, INTENT, announcement_topic=wanted.name)
        if isinstance(security, Answer):
            return security
        found = await self.find(security, wanted)
        if isinstance(found, Gap) or not found.value:
            return Answer([self._without(security, wanted, found)], shown=(security,))
        pressed = question.details.get("announcement")
        chosen = next((each for each in found.value if mark(each) == pressed), None)
        if chosen:
            kept = {name: value for name, value in question.details.items() if name in _KEPT}
            return Answer([self._one(security, chosen, found)], shown=(security,), details=kept)
        return self._list(security, wanted, found, start=_start(question.details.get("page", "")))

    async def find(self, security: Security, wanted: Wanted) -> Found | Gap[tuple[Announcement, ...]]:
        """Those of a topic that sources keep apart over years, else what titles tell of half a year."""
        subjects = [topic for topic in wanted.topics if topic in SUBJECTS]
        if not subjects:
            found = await self._market.facts.get(ANNOUNCEMENTS, security)
            fact = known(found)
            return _narrowed(fact, wanted.topics) if fact else found
        asked = [on_subject(self._market, security, subject) for subject in subjects]
        answers = await asyncio.gather(*asked)
        facts = [fact for fact in map(known, answers) if fact is not None]
        if not facts:
            return next((each for each in answers if isinstance(each, Gap)), Gap("no_data"))
        together = ordered([each for fact in facts for each in fact.value])
        return replace(facts[0], value=together)

    def _without(
        self, security: Security, wanted: Wanted, found: Found | Gap[tuple[Announcement, ...]]
    ) -> Utterance:
        """Why there is no list; where those who know say that there is none, within which time.

        A sample in which there is none says nothing of that.
        """
        demo = self._market.mode == "demo"
        gap = found if isinstance(found, Gap) else Gap[tuple[Announcement, ...]]("no_data")
        if gap.reason == "no_data" and not demo:
            return self._none(security, wanted, None if isinstance(found, Gap) else found)
        return self._facts.gap(gap, wanted.name + self._words.what, security, demo=demo)

    def _none(self, security: Security, wanted: Wanted, found: Found | None) -> Utterance:
        """That nothing was announced of a topic, within which time, and who says so when."""
        now, words = self._market.now(), self._words
        period = words.years if any(topic in SUBJECTS for topic in wanted.topics) else words.half_year
        stamp = self._facts.stamp(now, found) if found else words.looked.format(when=moment(now, now))
        values = {
            "name": security.name,
            "code": security.code,
            "head": self._head(replace(wanted, days=None)),
            "lines": words.none.format(period=period, topic=wanted.name),
            "stamp": stamp,
        }
        buttons = (Button(words.more, payload(INTENT, security)),) if wanted.topics else ()
        return Utterance("utter_announcement_none", values, buttons)

    def _list(self, security: Security, wanted: Wanted, found: Found, *, start: int = 0) -> Answer:
        """Some of them, and what a turn that goes on leans on."""
        within = found.value
        if wanted.days is not None:
            within = since(found.value, self._day(found) - timedelta(wanted.days))
        every = within or found.value
        shown = every[start : start + SHOWN]
        lines = [self._line(each) for each in shown]
        if not within:
            lines.insert(0, self._words.empty_span.format(days=wanted.days or 1, topic=wanted.name))
        values = {
            "name": security.name,
            "code": security.code,
            "head": self._head(wanted if within else replace(wanted, days=None)),
            "lines": "\n".join(lines),
            "stamp": self._facts.stamp(self._market.now(), found),
        }
        details = {
            "announcement_topic": wanted.name,
            "listed": ",".join(mark(each) for each in shown),
            "listed_as": "announcement",
            "next": str(start + SHOWN) if len(every) > start + SHOWN else "",
        }
        told = Utterance("utter_announcement", values, self._buttons(security, wanted, shown))
        known = {name: value for name, value in details.items() if value}
        return Answer([told], shown=(security,), details=known)

    def _head(self, wanted: Wanted) -> str:
        key = "_".join(
            part for part in ("topic" if wanted.name else "", "span" if wanted.days else "") if part
        )
        return self._words.heads[key or "latest"].format(topic=wanted.name, days=wanted.days)

    def _line(self, announcement: Announcement) -> str:
        title = announcement.title
        if len(title) > LONGEST:
            title = title[:LONGEST] + self._words.cut
        return self._words.line.format(day=figures.day(announcement.day, self._today), title=title)

    def _buttons(
        self, security: Security, wanted: Wanted, shown: Sequence[Announcement]
    ) -> tuple[Button, ...]:
        if not any(each.url for each in shown):
            return ()
        return tuple(
            Button(
                self._words.open.format(number=number),
                payload(INTENT, security, announcement=mark(each), announcement_topic=wanted.name),
            )
            for number, each in enumerate(shown[:OPENED], 1)
        )

    def _one(self, security: Security, announcement: Announcement, found: Found) -> Utterance:
        link = self._words.link.format(url=announcement.url) if announcement.url else self._words.no_link
        values = {
            "name": security.name,
            "code": security.code,
            "day": figures.day(announcement.day, self._today),
            "title": announcement.title,
            "link": link,
            "stamp": self._facts.stamp(self._market.now(), found),
        }
        more = Button(self._words.more, payload(INTENT, security))
        return Utterance("utter_announcement_one", values, (more,))

    @property
    def _today(self) -> date:
        return self._market.now().astimezone(SHANGHAI).date()

    def _day(self, found: Found) -> date:
        """The day from which days are counted back; a sample speaks of its own."""
        return found.as_of.astimezone(SHANGHAI).date() if found.demo else self._today


async def on_subject(
    market: AskedMarket, security: Security, subject: Subject
) -> Found | Gap[tuple[Announcement, ...]]:
    """What was announced about one subject."""
    return await market.facts.get(ANNOUNCEMENTS_ON, SubjectKey(security, subject))


def _start(page: str) -> int:
    """How many were shown before."""
    return int(page) if page.isdecimal() else 0


def mark(announcement: Announcement) -> str:
    """What tells one announcement from another in a button."""
    return hashlib.sha256(f"{announcement.day}{announcement.title}".encode()).hexdigest()[:12]


def _narrowed(found: Found, topics: Sequence[Topic]) -> Found:
    """Those about any of the topics; all where none is asked for."""
    if not topics:
        return found
    kept = ordered([each for topic in topics for each in about(found.value, topic)])
    return replace(found, value=kept)
