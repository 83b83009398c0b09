"""Answers which new shares can be applied for, are paid for or begin to trade on the days asked about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from actions.dates import Span
from actions.features import Answer
from actions.identify import Identifier
from actions.ipo.guides import IpoSteps
from actions.ipo.lines import SHOWN, IssueLines
from actions.ipo.lists import Seen
from actions.ipo.pipeline import IpoPipeline
from actions.ipo.reading import Read, day_words
from actions.ipo.speech import IpoSpeech, as_security, kept
from actions.ipo.traded import traded
from actions.question import Question
from actions.utterance import Utterance
from market.convertible_bonds import falling as bonds_falling
from market.ipo import Ipo, Step, falling, waiting

_STEPS: dict[str, Step] = {"listing": "listing_date", "paying": "payment_date"}
_KEYS = {"apply_date": "apply", "listing_date": "listing", "payment_date": "paying"}
_ANNOUNCED = timedelta(days=8)
"""So far ahead an issue is announced; of later days nothing is known."""
_NEXT = timedelta(days=30)
_NEAR = timedelta(days=14)
"""What a question without a day is about."""
_DAY = timedelta(days=1)
_KEPT = {"ipo_view", "ipo_place", "ipo_days", "listed", "next"}
_PERMISSION = re.compile("没有?开|未开|权限|开通|开了|开过")


@dataclass(frozen=True)
class _Asked:
    """The issues of the boards that are named, the step and the days asked about."""

    issues: Sequence[Ipo]
    kind: str
    step: Step
    span: Span

    @property
    def several(self) -> bool:
        return self.span.first != self.span.last


@dataclass(frozen=True)
class _Listed:
    """Issues below their head; `found` says that they are those asked about. Without a step: a sample."""

    head: str
    issues: Sequence[Ipo]
    step: Step | None
    dated: bool = False
    found: bool = False


class IpoCalendar:
    """Answers "今天有什么新股能打", "下周哪些新股上市", "苏州天脉哪天上市", "IPO排队情况"."""

    def __init__(self, speech: IpoSpeech, identifier: Identifier, steps: IpoSteps) -> None:
        self._speech = speech
        self._identifier = identifier
        self._steps = steps
        self._pipeline = IpoPipeline(speech)

    async def answer(self, question: Question) -> Answer:
        """An issue that is named, else the pipeline, else the issues of the days asked about."""
        speech = self._speech
        read = Read.of(question, speech.words)
        view = speech.words.asked("calendar", read.text) or read.view
        if view == "pipeline":
            return await self._pipeline.answer(read.unknown())
        seen = await speech.lists.shares()
        if seen.gap is not None:
            return Answer([speech.gap(seen.gap, speech.words.what)])
        if found := read.shares(seen.issues):
            return await self._share(found[0], seen, question)
        if (told := traded(question, self._identifier, speech)) is not None:
            return told
        if name := read.unknown():
            return await self._pipeline.answer(name)
        return await self._listed(read, seen, view)

    async def _share(self, ipo: Ipo, seen: Seen[Ipo], question: Question) -> Answer:
        """One issue; whoever speaks of permissions is told those that it takes. Its list stays at hand."""
        if _PERMISSION.search(question.text):
            return await self._steps.answer(question)
        told = self._speech.share(ipo, seen, question.text, "payment", "result")
        of_list = {name: value for name, value in question.details.items() if name in _KEPT}
        return Answer([told], shown=(as_security(ipo),), details=of_list | kept(ipo))

    async def _listed(self, read: Read, seen: Seen[Ipo], view: str) -> Answer:
        """The issues of the days asked about, and what a turn that goes on may lean on."""
        today = self._speech.today
        step, named = _STEPS.get(view, "apply_date"), read.named_span(today)
        coming = self._speech.coming(_NEAR) if step == "apply_date" else Span(today, today + _NEAR)
        asked = _Asked(read.on_board(seen.issues), read.kind, step, named or coming)
        listed = self._waiting(asked, seen) if view == "waiting" else self._falling(asked)
        if not listed.issues:
            listed = self._none(asked, seen)
        shown = listed.issues[read.start : read.start + SHOWN]
        lines = self._lines(listed, read.start, seen)
        if step == "apply_date" and not read.start and listed.found:
            lines += await self._bonds(asked.span)
        details = {
            "ipo_view": view,
            "ipo_place": read.place,
            "ipo_days": f"{named.first}/{named.last}" if named else "",
            "listed": ",".join(f"{ipo.exchange}{ipo.code}" for ipo in shown),
            "next": str(read.start + SHOWN) if len(listed.issues) > read.start + SHOWN else "",
        }
        told = self._told(listed.head, lines, seen)
        return Answer([told], details={name: value for name, value in details.items() if value})

    def _falling(self, asked: _Asked) -> _Listed:
        """What falls on the days asked about."""
        found = falling(asked.issues, asked.step, asked.span.first, asked.span.last)
        return _Listed(self._found_head(asked, found), found, asked.step, asked.several, found=True)

    def _found_head(self, asked: _Asked, found: Sequence[Ipo]) -> str:
        """That they can be applied for, or that it is over with some of them."""
        today = self._speech.today
        key = f"{_KEYS[asked.step]}_one"
        if asked.step == "apply_date":
            if asked.span == Span(today, today) and self._speech.over:
                key = "apply_over"
            elif any(ipo.apply_date and ipo.apply_date < today + _DAY * self._speech.over for ipo in found):
                key = "apply_mixed"
        return self._head(key, asked, len(found))

    def _none(self, asked: _Asked, seen: Seen[Ipo]) -> _Listed:
        """Nothing on the days asked about: what comes next, and in a demonstration what its list held."""
        if seen.demo is not None:
            return self._sample(asked, seen)
        span, today = asked.span, self._speech.today
        later = span.first > today + _ANNOUNCED
        first, last = (today, span.first) if later else (max(span.last, today) + _DAY, span.last + _NEXT)
        following = falling(asked.issues, asked.step, first, last)
        key = "later" if later else self._nothing(asked)
        head = self._head(f"{key}_next" if following else key, asked)
        return _Listed(head, following, asked.step, dated=True)

    def _nothing(self, asked: _Asked) -> str:
        """The words for no issue: on a day on which the exchanges are closed there is none."""
        day_off = not asked.several and asked.span.first not in self._speech.market.session.days
        return "apply_closed" if day_off and asked.step == "apply_date" else f"{_KEYS[asked.step]}_none"

    def _sample(self, asked: _Asked, seen: Seen[Ipo]) -> _Listed:
        """What stood in the list on its own day: without announced days, and to be listed."""
        day = seen.demo or self._speech.today
        own = [ipo for ipo in asked.issues if ipo.as_of is None]
        unannounced = [ipo for ipo in own if ipo.listing_date is None and ipo.payment_date is None]
        coming = falling(own, "listing_date", day, day + _NEXT)
        words = day_words(asked.span, self._speech.today, self._speech.words)
        head = self._speech.words.heads["demo"].format(asked=words, kind=asked.kind, day=day.isoformat())
        return _Listed(head, [*unannounced, *coming], None)

    def _waiting(self, asked: _Asked, seen: Seen[Ipo]) -> _Listed:
        found = waiting(asked.issues, seen.demo or self._speech.today)
        if not found and seen.demo is not None:
            return self._sample(asked, seen)
        heads = self._speech.words.heads
        head = heads["waiting_one"].format(count=len(found)) if found else heads["waiting_none"]
        return _Listed(head, found, "listing_date", dated=True)

    def _lines(self, listed: _Listed, start: int, seen: Seen[Ipo]) -> list[str]:
        """The entries of a list from a place on."""
        rest = listed.issues[start:]
        if listed.step:
            return self._speech.lines.listed(rest, listed.step, dated=listed.dated or start > 0)
        return IssueLines(self._speech.words, self._speech.rules, seen.demo or self._speech.today).sampled(
            rest
        )

    async def _bonds(self, span: Span) -> list[str]:
        """A line about the convertible bonds of the same days, where there are any."""
        seen = await self._speech.lists.bonds()
        found = bonds_falling(seen.issues, "apply_date", span.first, span.last)[:SHOWN]
        names = self._speech.words.join.join(f"{bond.name} {bond.apply_code}" for bond in found)
        return [self._speech.words.lines["bonds"].format(names=names)] if names else []

    def _told(self, head: str, lines: Sequence[str], seen: Seen[Ipo]) -> Utterance:
        return self._speech.listed(
            head, lines, seen.facts, self._speech.buttons("listing", "pipeline", "bonds")
        )

    def _head(self, key: str, asked: _Asked, count: int = 0) -> str:
        words, today = self._speech.words, self._speech.today
        values = {"day": day_words(asked.span, today, words), "date": words.spoken(today, today)}
        return words.heads[key].format(**values, kind=asked.kind, count=count)
