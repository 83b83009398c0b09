"""Composes briefs: the parts of a kind side by side, a broken one named as missing, on one message."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from actions.brief.asking import Asking
from actions.brief.events import events, later
from actions.brief.issues import issues
from actions.brief.quotes import indices, quotes
from actions.brief.sectors import sectors, week_sectors
from actions.brief.sheet import Laid, Section, lay_out, page
from actions.brief.week import last_day, monday_of, week
from actions.brief.words import BriefWords
from actions.errors import NothingToTell
from actions.tasks.task import button
from actions.utterance import Button
from customers.briefs import KINDS, Kind
from market.securities import Security

TASK = "brief"
WITHIN = 20.0
"""Seconds that one part may take; the brief goes out without it."""

Maker = Callable[[Asking, Sequence[Security]], Awaitable[Section]]

_PARTS: Mapping[Kind, Mapping[str, Maker]] = {
    "morning": {"indices": indices, "issues": issues, "events": events},
    "midday": {"quotes": quotes, "sectors": sectors},
    "close": {"quotes": quotes, "later": later},
    "weekly": {"week": week, "sectors": week_sectors},
}
"""By kind, the parts in their order; without the first one there is nothing to tell."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Brief:
    """One message; `own` says that it shows what an investor watches."""

    text: str
    buttons: tuple[Button, ...]
    own: bool


class Briefing:
    """Writes briefs for whoever watches the same: `refs` in the order in which they are watched."""

    def __init__(self, asking: Asking, within: float = WITHIN) -> None:
        self._asking = asking
        self._within = within

    @property
    def words(self) -> BriefWords:
        return self._asking.words

    async def prepare(self, key: str) -> Sequence[Mapping[str, Any]]:
        """The brief for "<kind>:<refs joined by comma>", sent at its time. Raises KeyError for another kind,
        NothingToTell where its main part is not of today.
        """
        name, _, refs = key.partition(":")
        brief = await self._compose(_kind(name), [ref for ref in refs.split(",") if ref], timely=True)
        buttons = [{"title": each.title, "payload": each.payload} for each in brief.buttons]
        return [{"text": brief.text, "buttons": buttons, "account": brief.own}]

    async def now(self, kind: Kind, refs: Sequence[str]) -> Brief:
        """The brief at any time. Raises NothingToTell where nothing of its main part is known."""
        return await self._compose(kind, refs, timely=False)

    async def more(self, kind: Kind, refs: Sequence[str], start: int) -> Brief:
        """The lines of one's own shares from the one at `start`."""
        words = self.words
        laid = page(await self._sections(kind, self._watched(refs)), start, words.page)
        lines = [self._title(kind), *laid.lines]
        if laid.left:
            lines.append(words.page_rest.format(count=laid.left, page=words.page))
        title = words.buttons["more"].format(page=words.page)
        onward = (button(title, TASK, f"more:{kind}:{start + words.page}"),) if laid.left else ()
        return Brief("\n".join([*lines, self._end(kind)]), (*onward, self._unsubscribe(kind)), True)

    async def _compose(self, kind: Kind, refs: Sequence[str], *, timely: bool) -> Brief:
        watched = self._watched(refs)
        made = await self._sections(kind, watched)
        if not (made[0].current if timely else made[0].head):
            raise NothingToTell(kind)
        words = self.words
        tail = self._tail(kind, made, refs)
        laid = lay_out(made, words.lines - 1 - len(tail))
        rest = [words.rest.format(count=laid.left)] if laid.left else []
        text = "\n".join([self._title(kind), *laid.lines, *rest, *tail])
        return Brief(text, self._buttons(kind, laid), bool(watched))

    async def _sections(self, kind: Kind, watched: Sequence[Security]) -> list[Section]:
        makers = _PARTS[kind]
        return list(await asyncio.gather(*(self._made(name, makers[name], watched) for name in makers)))

    async def _made(self, name: str, make: Maker, watched: Sequence[Security]) -> Section:
        try:
            async with asyncio.timeout(self._within):
                return await make(self._asking, watched)
        except TimeoutError:  # it is named as missing; the brief goes out without it
            log.warning("the %s part of a brief took too long", name)
        except Exception as fault:  # whatever broke in one part, the others are told
            log.error("the %s part of a brief broke: %s", name, type(fault).__name__)
        return Section(lacks=((name, "source_down", 0),), current=False)

    def _watched(self, refs: Sequence[str]) -> tuple[Security, ...]:
        return self._asking.securities(refs[: self.words.most])

    def _title(self, kind: Kind) -> str:
        words, pen, today = self.words, self._asking.pen, self._asking.today
        if kind == "weekly":
            first = self._asking.market.days.after(monday_of(self._asking) - timedelta(days=1))
            days = {"first": pen.date(first), "last": pen.date(last_day(self._asking))}
            return words.week_title.format(name=words.names[kind], **days)
        weekday = words.weekdays[today.weekday()]
        return words.title.format(name=words.names[kind], day=pen.date(today), weekday=weekday)

    def _tail(self, kind: Kind, made: Sequence[Section], refs: Sequence[str]) -> list[str]:
        """What stands below the parts: what is missing, what there is to know, how to end it."""
        words = self.words
        missing = self._asking.pen.missing(lack for each in made for lack in each.lacks)
        beyond = words.beyond.format(most=words.most) if len(refs) > words.most else ""
        empty = "" if refs else words.empty
        return [line for line in (missing, beyond, empty, self._end(kind)) if line]

    def _end(self, kind: Kind) -> str:
        return self.words.end.format(short=self.words.short_names[kind])

    def _buttons(self, kind: Kind, laid: Laid) -> tuple[Button, ...]:
        everything = button(self.words.buttons["all"], TASK, f"more:{kind}:0")
        return (*((everything,) if laid.left else ()), self._unsubscribe(kind))

    def _unsubscribe(self, kind: Kind) -> Button:
        words = self.words
        title = words.buttons["unsubscribe"].format(short=words.short_names[kind])
        return button(title, TASK, f"off:{kind}")


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise KeyError(name)
    return name
