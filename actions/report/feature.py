"""The fact report on one share, "1+N": quote and status at once, chart and report as a second message."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from actions.facts import FactWords, moment
from actions.features import Answer
from actions.identify import Identifier
from actions.market_port import AskedMarket
from actions.question import Question
from actions.quote.replies import Phrasebook
from actions.report.teller import Part, PartMaker, ReportWords
from actions.utterance import Utterance
from actions.words import QuoteWords
from market.fact import Lack
from market.quote import Quote
from market.securities import Security
from market.session import SHANGHAI

WITHIN = 20.0
"""Seconds that one part of a report may take; the others are told without it."""
INLINE = frozenset({"", "cmdline", "pipe"})
"""Channels that cannot be sent a second message: the terminal's two, and none at all."""
KIND = "report"

Drawing = Callable[[Security], Awaitable[str | None]]
"""The address of a share's chart; None where it could not be drawn."""

log = logging.getLogger(__name__)


class Reporting:
    """Makes the second message: every part side by side, a failed one named as missing."""

    def __init__(
        self,
        market: AskedMarket,
        words: ReportWords,
        facts: FactWords,
        parts: Sequence[PartMaker],
        draw: Drawing,
        within: float = WITHIN,
    ) -> None:
        self._market = market
        self._words = words
        self._facts = facts
        self._parts = parts
        self._draw = draw
        self._within = within

    async def report(self, security: Security) -> tuple[str, str | None]:
        """The text and the address of the chart, if it could be drawn."""
        made = asyncio.gather(*(self._made(part, security) for part in self._parts))
        drawn, found = await asyncio.gather(self._draw(security), made)
        parts = {maker.name: part for maker, part in zip(self._parts, found, strict=True)}
        return "\n".join(self._lines(security, parts, drawn=drawn is not None)), drawn

    async def _made(self, part: PartMaker, security: Security) -> Part | Lack:
        try:
            async with asyncio.timeout(self._within):
                return await part.make(security)
        except TimeoutError:  # it is named as missing; the report goes out without it
            log.warning("the %s part of a report took too long", part.name)
        except Exception as fault:  # whatever broke in one part, the others are told
            log.error("the %s part of a report broke: %s", part.name, type(fault).__name__)
        return "source_down"

    def _lines(self, security: Security, parts: Mapping[str, Part | Lack], *, drawn: bool) -> Iterable[str]:
        yield self._words.title.format(name=security.name, code=security.code)
        for name, part in parts.items():
            if isinstance(part, Part):
                yield self._head(name, part)
                yield from part.lines
        if missing := self._missing(parts, drawn=drawn):
            yield self._words.missing.format(groups=self._words.groups.join(missing))
        yield self._words.end

    def _missing(self, parts: Mapping[str, Part | Lack], *, drawn: bool) -> list[str]:
        """What is missing, by the reason why; what a share cannot have is no gap within a part."""
        lacks: dict[str, str] = {}
        for name, part in parts.items():
            if isinstance(part, Part):
                lacks |= {each: why for each, why in part.lacks.items() if why != "not_covered"}
            else:
                lacks[name] = part
        if not drawn:
            lacks["chart"] = lacks.get("bars") or lacks.get("price") or "not_drawn"
        by_reason: dict[str, list[str]] = {}
        for name, why in lacks.items():
            demo = self._market.mode == "demo" and why in {"source_down", "no_data"}
            by_reason.setdefault("not_in_demo" if demo else why, []).append(self._words.parts[name])
        return [
            self._words.group.format(parts=self._facts.join.join(names), why=self._words.why[why])
            for why, names in by_reason.items()
        ]

    def _head(self, name: str, part: Part) -> str:
        demo, stale = any(f.demo for f in part.facts), any(f.stale for f in part.facts)
        pattern = self._words.head_demo if demo else self._words.head_stale if stale else self._words.head
        when, sources = self._when(part, demo=demo), self._facts.sources(*part.facts)
        return pattern.format(part=self._words.parts[name], when=when, source=sources)

    def _when(self, part: Part, *, demo: bool) -> str:
        """The time that all share; else their days."""
        now, facts = self._market.now(), sorted(part.facts, key=lambda fact: fact.as_of)
        times = list(dict.fromkeys(moment(fact.as_of, now, full=demo) for fact in facts))
        if len(times) == 1:
            return times[0]
        days = (datetime.combine(fact.as_of.astimezone(SHANGHAI), time(), SHANGHAI) for fact in facts)
        return self._facts.join.join(dict.fromkeys(moment(day, now, full=demo) for day in days))


class ReportFeature:
    """Answers "帮我分析下三一重工" with facts: the quote now, the report when it is ready."""

    def __init__(
        self, market: AskedMarket, identifier: Identifier, words: QuoteWords, reporting: Reporting
    ) -> None:
        self._market = market
        self._identifier = identifier
        self._words = words
        self._reporting = reporting

    async def answer(self, question: Question) -> Answer:
        """The quote and the promise of a report; where no second message can come, the report itself."""
        security = self._identifier.one(question, "ask_report")
        if isinstance(security, Answer):
            return security
        found = (await self._market.quotes.get([security]))[security.ref]
        book = Phrasebook(self._words, self._market.now())
        demo = self._market.mode == "demo"
        now = book.one(found) if isinstance(found, Quote) else book.missing(found, demo=demo)
        answer = Answer([now], shown=(security,))
        if security.kind != "stock":
            answer.utterances.append(Utterance("utter_report_shares_only", {"name": security.name}))
        elif question.channel in INLINE:
            text, image = await self._reporting.report(security)
            answer.utterances.append(_inline(text, image))
        elif security.status == "listed":
            answer.utterances.append(Utterance("utter_report_coming", {"name": security.name}))
            answer.followup = {"kind": KIND, "key": security.ref}
        return answer

    async def prepare(self, ref: str) -> Sequence[Mapping[str, Any]]:
        """The messages of a report that was promised. Raises KeyError for a security nobody knows."""
        known = self._identifier.known([ref])
        if not known:
            raise KeyError(ref)
        text, image = await self._reporting.report(known[0])
        return [{"text": text, "image": image}]


def _inline(text: str, image: str | None) -> Utterance:
    if image is None:
        return Utterance("utter_report", {"text": text})
    return Utterance("utter_report_with_chart", {"text": text, "image": image})
