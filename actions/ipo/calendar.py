"""Answers which new shares can be applied for, are paid for or begin to trade on the days asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from actions.dates import Span
from actions.features import Answer
from actions.identify import Identifier
from actions.ipo.lines import SHOWN, IssueLines
from actions.ipo.lists import Seen
from actions.ipo.pipeline import IpoPipeline
from actions.ipo.reading import Read, day_words
from actions.ipo.speech import IpoSpeech, as_security
from actions.question import Question
from actions.utterance import Utterance
from market.convertible_bonds import falling as bonds_falling
from market.ipo import Ipo, Step, falling, waiting
from rules.row import Row

_STEPS: dict[str, Step] = {"listing": "listing_date", "paying": "payment_date"}
_KEYS = {"apply_date": "apply", "listing_date": "listing", "payment_date": "paying"}
_ANNOUNCED = timedelta(days=8)
"""So far ahead an issue is announced; of later days nothing is known."""
_NEXT = timedelta(days=30)
_NEAR = timedelta(days=14)
"""What a question without a day is about."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Asked:
    """The issues of the boards that are named, the step and the days asked about."""

    issues: Sequence[Ipo]
    kind: str
    step: Step
    span: Span


class IpoCalendar:
    """Answers "今天有什么新股能打", "下周哪些新股上市", "苏州天脉哪天上市", "IPO排队情况"."""

    def __init__(self, speech: IpoSpeech, identifier: Identifier) -> None:
        self._speech = speech
        self._identifier = identifier
        self._pipeline = IpoPipeline(speech)

    async def answer(self, question: Question) -> Answer:
        """An issue that is named, else the pipeline, else the issues of the days asked about."""
        speech = self._speech
        read = Read.of(question, speech.words)
        view = read.view or speech.words.asked("calendar", read.text)
        if view == "pipeline":
            return await self._pipeline.answer(read.unknown())
        seen = await speech.lists.shares()
        if seen.gap is not None:
            return Answer([speech.gap(seen.gap, speech.words.what)])
        if found := read.shares(seen.issues):
            told = speech.share(found[0], seen, read.text, "payment", "result")
            return Answer([told], shown=(as_security(found[0]),))
        listed = self._identifier.known(ref for asked in question.asked for ref in asked.refs)
        if listed and listed[0].kind == "stock":
            values = {"name": listed[0].name, "code": listed[0].code}
            return Answer([Utterance("utter_ipo_listed", values, speech.buttons("calendar", "listing"))])
        if name := read.unknown():
            return await self._pipeline.answer(name)
        return Answer([await self._listed(read, seen, view)])

    async def _listed(self, read: Read, seen: Seen[Ipo], view: str) -> Utterance:
        today = self._speech.today
        step, span = _STEPS.get(view, "apply_date"), read.span(today, today + _NEAR)
        asked = _Asked(read.on_board(seen.issues), read.kind, step, span)
        if view == "waiting":
            return self._waiting(asked, seen)
        found = falling(asked.issues, asked.step, asked.span.first, asked.span.last)
        if not found:
            return self._none(asked, seen)
        head = self._head(f"{_KEYS[asked.step]}_one", asked, len(found))
        if asked.step == "apply_date" and asked.span == Span(today, today) and self._is_over():
            head = self._head("apply_over", asked, len(found))
        several = asked.span.first != asked.span.last
        lines = self._speech.lines.listed(found, asked.step, dated=several)
        if asked.step == "apply_date":
            lines += await self._bonds(asked.span)
        return self._told(head, lines, seen)

    def _none(self, asked: _Asked, seen: Seen[Ipo]) -> Utterance:
        """Nothing on the days asked about: what comes next, and in a demonstration what its list held."""
        if seen.demo is not None:
            return self._sample(asked, seen)
        span, today = asked.span, self._speech.today
        later = span.first > today + _ANNOUNCED
        first, last = (today, span.first) if later else (span.last + _DAY, span.last + _NEXT)
        following = falling(asked.issues, asked.step, first, last)
        key = "later" if later else self._nothing(asked)
        head = self._head(f"{key}_next" if following else key, asked)
        return self._told(head, self._speech.lines.listed(following, asked.step, dated=True), seen)

    def _nothing(self, asked: _Asked) -> str:
        """The words for no issue: on a day on which the exchanges are closed there is none."""
        day_off = (
            asked.span.first == asked.span.last and asked.span.first not in self._speech.market.session.days
        )
        return "apply_closed" if day_off and asked.step == "apply_date" else f"{_KEYS[asked.step]}_none"

    def _sample(self, asked: _Asked, seen: Seen[Ipo]) -> Utterance:
        """What stood in the list on its own day: without announced days, and to be listed."""
        day = seen.demo or self._speech.today
        own = [ipo for ipo in asked.issues if ipo.as_of is None]
        unannounced = [ipo for ipo in own if ipo.listing_date is None and ipo.payment_date is None]
        coming = falling(own, "listing_date", day, day + _NEXT)
        lines = IssueLines(self._speech.words, self._speech.rules, day)
        told = [*lines.undated(unannounced), *lines.listed(coming, "listing_date", dated=True)][:SHOWN]
        words = day_words(asked.span, self._speech.today, self._speech.words)
        head = self._speech.words.heads["demo"].format(asked=words, kind=asked.kind, day=day.isoformat())
        return self._told(head, told, seen)

    def _waiting(self, asked: _Asked, seen: Seen[Ipo]) -> Utterance:
        found = waiting(asked.issues, seen.demo or self._speech.today)
        if not found and seen.demo is not None:
            return self._sample(asked, seen)
        heads = self._speech.words.heads
        head = heads["waiting_one"].format(count=len(found)) if found else heads["waiting_none"]
        return self._told(head, self._speech.lines.listed(found, "listing_date", dated=True), seen)

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

    def _is_over(self) -> bool:
        """Whether no application is taken any more today."""
        row = self._speech.rules.ask("hours", self._speech.today)
        return isinstance(row, Row) and self._speech.now.strftime("%H:%M") >= row.value[-5:]
