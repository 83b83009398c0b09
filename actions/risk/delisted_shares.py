"""Guides through the way to delisting and what becomes of the shares after it, with figures of dated rows."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from actions.features import Answer, Feature
from actions.identify import Identifier
from actions.question import Question
from actions.rule_stamps import RuleStamp
from actions.utterance import Button, Utterance, payload
from actions.words import NOTICES, load_words
from market.names import normalise
from market.securities import Security
from market.session import SHANGHAI
from rules.boards import board_key
from rules.delisting import Delisting, Timeline
from rules.row import Row

INTENT = "ask_delisted_shares"
_USUAL = "sz_main"
"""The board whose timeline is told where no share says another; its clauses were seen."""


@dataclass(frozen=True)
class DelistedWords:
    """The table data/notices/delisted_shares.yml; keys there are the names here."""

    process: str
    relist: str
    asks_standing: str
    days: str
    unknown: str
    head: str
    standings: Mapping[str, str]
    ended: str
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "delisted_shares.yml")


class DelistedSharesFeature:
    """Answers "退市后股票还在吗", "三板怎么确权", "退市整理期几天", "能重新上市吗"."""

    def __init__(
        self,
        identifier: Identifier,
        rules: Delisting,
        stamp: RuleStamp,
        words: DelistedWords,
        now: Callable[[], datetime],
        risk: Feature,
    ) -> None:
        self._identifier = identifier
        self._rules = rules
        self._stamp = stamp
        self._words = words
        self._now = now
        self._risk = risk

    async def answer(self, question: Question) -> Answer:
        text, words = normalise(question.text), self._words
        asks_standing = re.search(words.asks_standing, text) is not None
        named = self._meant(question, asks_standing=asks_standing)
        if isinstance(named, Answer):
            return named
        if named and named.status != "delisted" and asks_standing:
            return await self._risk.answer(question.about([named.ref]))
        board = board_key(named.exchange, named.board) if named else None
        timeline = self._rules.timeline(board or _USUAL, self._today)
        part = question.details.get("risk_part", "")
        if re.search(words.relist, text):
            told = self._guide("utter_delisted_relist", timeline, "after")
        elif part == "process" or (not part and re.search(words.process, text)):
            told = self._guide("utter_delisting_process", timeline, "after")
        else:
            told = self._guide("utter_delisted_shares", timeline, "process")
        lead = [self._lead(named)] if named and named.status == "delisted" else []
        return Answer([*lead, told], shown=(named,) if named else ())

    def _meant(self, question: Question, *, asks_standing: bool) -> Security | Answer | None:
        """The share that is named; whether one has left is asked of the share before, too."""
        if not asks_standing:
            return self._identifier.any(question, INTENT) if question.asked else None
        unknown = self._identifier.unknown(question, "ask_risk")
        if unknown or question.asked:
            return unknown or self._identifier.any(question, "ask_risk")
        return self._identifier.spoken_of(question)

    def _guide(self, response: str, timeline: Timeline, other: str) -> Utterance:
        rows = [
            row
            for row in (
                timeline.period_after,
                timeline.period,
                timeline.removal_within,
                timeline.transfer_within,
            )
            if row is not None
        ]
        values = {
            "hearing": self._days(timeline.hearing_within),
            "after": self._days(timeline.period_after),
            "period": self._days(timeline.period),
            "removal": self._days(timeline.removal_within),
            "transfer": self._days(timeline.transfer_within),
            "stamp": self._stamp.sign(*rows),
        }
        buttons = (Button(self._words.buttons[other], payload(INTENT, None, risk_part=other)),)
        return Utterance(response, values, buttons)

    def _days(self, row: Row | None) -> str:
        """A count of days as the rule writes it; one that nobody verified is marked by the stamp."""
        return self._words.unknown if row is None else self._words.days.format(count=row.count)

    def _lead(self, security: Security) -> Utterance:
        """That a share has left already, and when."""
        ended = self._words.ended.format(day=security.end_date) if security.end_date else ""
        head = self._words.head.format(
            name=security.name, code=security.code, standing=ended or self._words.standings["delisted"]
        )
        return Utterance("utter_delisted_lead", {"head": head})

    @property
    def _today(self) -> date:
        return self._now().astimezone(SHANGHAI).date()
