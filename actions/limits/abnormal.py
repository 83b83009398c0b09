"""Answers what counts as abnormal movement, and how far a share is from it."""

import asyncio
import re
from datetime import date, datetime
from typing import cast

from actions.features import Answer
from actions.identify import Identifier
from actions.limits.deviation import DeviationSheet, RuleSheet, closes_of, reset_of
from actions.limits.sheet import Speech
from actions.limits.words import Subject
from actions.market_port import AskedMarket
from actions.question import Question
from actions.utterance import Utterance
from market.bars import DAILY_BARS, Bar, BarsKey
from market.fact import Fact, Gap
from market.facts import known
from market.names import normalise
from market.securities import Security, parse_ref
from market.session import SHANGHAI
from rules.abnormal import Abnormal
from rules.price_limits import PriceLimits
from rules.row import Row

INTENT = "ask_abnormal"

Bars = Fact[tuple[Bar, ...]]


class AbnormalMovement:
    """Answers "连续三天偏离值多少算异动", "茅台离异动还差多少", "为啥上了龙虎榜"."""

    def __init__(
        self,
        market: AskedMarket,
        identifier: Identifier,
        rules: Abnormal,
        limits: PriceLimits,
        speech: Speech,
    ) -> None:
        self._market = market
        self._identifier = identifier
        self._rules = rules
        self._limits = limits
        self._speech = speech
        self._words = speech.words

    async def answer(self, question: Question) -> Answer:
        """Of a share that is named or pointed at, how far it is from the lines; else the lines."""
        text, now = normalise(question.text), self._market.now().astimezone(SHANGHAI)
        words = self._words.abnormal
        lead = [words["billboard"]] if re.search(words["billboard_words"], text) else []
        if not question.asked and not re.search(words["pointing"], text):
            boards = self._words.boards_in(text) or tuple(self._words.boards)
            severe = re.search(words["severe_words"], text) is not None
            return Answer([self._rule(boards, now.date(), lead, severe_first=severe)])
        found = self._identifier.one(question, INTENT)
        if isinstance(found, Answer):
            return found
        return Answer([await self._of(Subject.of(found), now, lead)], shown=(found,))

    def _rule(
        self,
        boards: tuple[str, ...],
        today: date,
        lead: list[str],
        *after: str,
        severe_first: bool = False,
    ) -> Utterance:
        sheet = RuleSheet(self._rules, self._words, boards, today)
        lines = [*lead, *sheet.lines(severe_first=severe_first), *after]
        stamp = self._speech.stamp.sign(*sheet.rows, told=True)
        return Utterance("utter_abnormal_rule", {"lines": "\n".join(lines), "stamp": stamp})

    async def _of(self, subject: Subject, now: datetime, lead: list[str]) -> Utterance:
        """Distances; where bars are missing, the lines of its board and why no distance can be told."""
        board, facts, words = subject.board, self._speech.facts, self._words.abnormal
        index = self._rules.benchmark(board, now.date()) if board and not subject.is_fund else None
        if board is None or not isinstance(index, Row):
            gap = Gap[tuple[Bar, ...]]("not_covered")
            return facts.gap(gap, words["what"], subject.security, demo=False)
        benchmark = self._benchmark(index)
        (share, adjusted), level = await asyncio.gather(
            self._bars(subject.security), self._market.facts.get(DAILY_BARS, BarsKey(benchmark))
        )
        for found, of in ((share, subject.security), (level, benchmark)):
            if isinstance(found, Gap) and found.last_known is None:
                return self._rule((board,), now.date(), lead, self._uncounted(subject.security, found, of))
        basis = words["benchmark"].format(name=benchmark.name) + ("" if adjusted else words["traded"])
        bars = cast("Bars", known(share)), cast("Bars", known(level))
        return self._distances(subject, index, bars, now, lead, basis)

    async def _bars(self, security: Security) -> tuple[Bars | Gap[tuple[Bar, ...]], bool]:
        """Adjusted, so that a dividend is no fall; as traded where no others can be had."""
        adjusted = await self._market.facts.get(DAILY_BARS, BarsKey(security, adjusted=True))
        if known(adjusted) is not None:
            return adjusted, True
        return await self._market.facts.get(DAILY_BARS, BarsKey(security)), False

    def _uncounted(self, security: Security, gap: Gap[tuple[Bar, ...]], of: Security) -> str:
        words, demo = self._words.abnormal, self._market.mode == "demo"
        why = words["not_in_demo" if demo else gap.reason]
        return words["uncounted"].format(name=security.name, why=why, missing=of.name)

    def _distances(
        self,
        subject: Subject,
        index: Row,
        bars: tuple[Bars, Bars],
        now: datetime,
        lead: list[str],
        basis: str,
    ) -> Utterance:
        share, level = bars
        closes = closes_of(share.value, level.value, min(now, share.as_of, level.as_of))
        lines = self._rules.lines(subject.board or "", subject.status, now.date())
        reset = reset_of(subject, self._limits, self._market.days, now.date())
        sheet = DeviationSheet(lines, closes, reset, self._words)
        source = self._words.price["source"].format(source=self._speech.stamp.source([*sheet.rows, index]))
        values = {
            "name": subject.security.name,
            "code": subject.security.code,
            "day": self._words.spoken(closes[-1].day if closes else share.as_of.date(), now.date()),
            "lines": "\n".join([*lead, *sheet.lines(), basis, source]),
            "stamp": self._speech.facts.stamp(now, share, level),
        }
        return Utterance("utter_abnormal", values, (self._words.button("ask_limit_price", subject.security),))

    def _benchmark(self, index: Row) -> Security:
        exchange, code = parse_ref(index.value)
        return Security(code, exchange, "index", "", self._words.benchmarks[index.value])
