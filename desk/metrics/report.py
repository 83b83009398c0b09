"""The page of figures: a period counted, in groups with their words, and the conversations behind each."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal, Self

import yaml

from desk.metrics.definitions import of_bot, of_people, of_ratings
from desk.metrics.facts import Asked, BotSession, Segment
from desk.metrics.figure import Figure, Member
from desk.metrics.reading import Reading
from desk.metrics.service_time import service_seconds
from desk.routing.hours import OpeningHours

FILE = Path(__file__).resolve().parents[2] / "data" / "notices" / "metrics.yml"
BEHIND = 200
"""Conversations shown behind a figure, the worst first."""
By = Literal["agent", "skill", "channel", "topic"]


@dataclass(frozen=True)
class Counted:
    """What happened in a period."""

    segments: Sequence[Segment]
    sessions: Sequence[BotSession]
    asked: Sequence[Asked]

    def split(self, by: By) -> dict[str, "Counted"]:
        """The same by what a segment or a rating has as `by`; sessions with the bot by channel only."""
        groups: defaultdict[str, tuple[list[Segment], list[BotSession], list[Asked]]]
        groups = defaultdict(lambda: ([], [], []))
        for each in self.segments:
            groups[getattr(each, by) or ""][0].append(each)
        for session in self.sessions if by == "channel" else ():
            groups[session.channel][1].append(session)
        for asked in self.asked:
            groups[getattr(asked, by) or ""][2].append(asked)
        return {key: Counted(*parts) for key, parts in sorted(groups.items())}


@dataclass(frozen=True)
class Words:
    """How figures are called and defined, in the order of the page."""

    groups: Sequence[Mapping[str, Any]]
    figures: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, file: Path = FILE) -> Self:
        return cls(**yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


class Service:
    """Counts the service of a period. Raises StoreUnavailable."""

    def __init__(self, reading: Reading, opening: Callable[[], Awaitable[OpeningHours]]) -> None:
        """`opening` gives the hours as they are set now."""
        self._reading = reading
        self._opening = opening
        self._words = Words.load()

    async def page(self, since: datetime, until: datetime, by: By | None) -> dict[str, Any]:
        """All figures in groups; with `by` those of each agent, skill, channel or topic, too."""
        counted, hours = await self._count(since, until), await self._opening()
        page: dict[str, Any] = {"groups": self._grouped(counted, hours)}
        if by:
            split = counted.split(by).items()
            page["by"] = [{"key": key, "groups": self._grouped(part, hours)} for key, part in split]
        return page

    async def of_people(self, since: datetime, until: datetime) -> list[Figure]:
        """The figures of agents and of satisfaction, without the sessions of the bot, which are many."""
        segments, asked = await self._reading.segments(since, until), await self._reading.asked(since, until)
        counted, hours = Counted(segments, (), asked), await self._opening()
        return list(_figures(counted, hours))

    async def behind(self, name: str, since: datetime, until: datetime) -> list[dict[str, Any]] | None:
        """The conversations behind a figure, the worst first; None for a figure that there is not."""
        counted = _figures(await self._count(since, until), await self._opening())
        figures = {figure.name: figure for figure in counted}
        if name not in figures:
            return None
        figure = figures[name]
        ranked = sorted(figure.members, key=lambda member: member.value, reverse=figure.unit == "seconds")
        return [_member(member) for member in ranked[:BEHIND]]

    async def _count(self, since: datetime, until: datetime) -> Counted:
        reading = self._reading
        return Counted(
            await reading.segments(since, until),
            await reading.sessions(since, until),
            await reading.asked(since, until),
        )

    def _grouped(self, counted: Counted, hours: OpeningHours) -> list[dict[str, Any]]:
        figures = {figure.name: figure for figure in _figures(counted, hours)}
        return [
            {
                "name": group["name"],
                "title": group["title"],
                "figures": [self._figure(figures[name]) for name in group["figures"]],
            }
            for group in self._words.groups
        ]

    def _figure(self, figure: Figure) -> dict[str, Any]:
        return {
            "name": figure.name,
            **self._words.figures[figure.name],
            "value": None if figure.value is None else round(figure.value, 1),
            "unit": figure.unit,
            "of": len(figure.members),
            "target": figure.target,
            "met": figure.met,
        }


def _figures(counted: Counted, hours: OpeningHours) -> Iterator[Figure]:
    yield from of_people(counted.segments, hours.is_open, partial(service_seconds, hours))
    yield from of_bot(counted.sessions, hours.is_open)
    yield from of_ratings(counted.asked)


def _member(member: Member) -> dict[str, Any]:
    return {
        "conversation": member.conversation_id,
        "segment": member.segment,
        "value": round(member.value, 1),
    }
