"""Explains the three levels of a warning, and which of them a share has reached."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from actions import figures
from actions.features import Answer
from actions.identify import Identifier
from actions.question import Question
from actions.risk.assessment import Assessment
from actions.risk.feature import RiskFeature
from actions.risk.words import Speech
from actions.rule_stamps import RuleStamp
from actions.utterance import Button, Utterance, payload
from actions.words import NOTICES, load_words
from market.names import normalise
from market.securities import Security
from market.session import SHANGHAI
from rules.row import Row, Table

INTENT = "ask_warning_levels"


@dataclass(frozen=True)
class LevelWords:
    """The table data/notices/warning_levels.yml; keys there are the names here."""

    own: str
    names: Mapping[str, str]
    head: str
    none: str
    join: str
    event: str
    yellow: str
    unlimited: str
    watch: str
    star: str
    calm: str
    unsure: str
    unsure_more: str
    caveat: str
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "warning_levels.yml")


class WarningLevelsFeature:
    """Answers "黄色预警是啥意思", "橙色和红色哪个严重", "为什么给我发红色提醒"."""

    def __init__(
        self,
        risk: RiskFeature,
        identifier: Identifier,
        levels: Table,
        stamp: RuleStamp,
        speech: Speech,
        words: LevelWords,
    ) -> None:
        self._risk = risk
        self._identifier = identifier
        self._levels = levels
        self._stamp = stamp
        self._speech = speech
        self._words = words

    async def answer(self, question: Question) -> Answer:
        """The meaning; of a share that is named or that the message is about, where it stands first."""
        text = normalise(question.text)
        named = self._identifier.one(question, INTENT) if question.asked else None
        if isinstance(named, Answer):
            return named
        if named is None and re.search(self._words.own, text):
            named = self._identifier.spoken_of(question)
        if named is None or named.kind != "stock":
            return Answer([self._meaning()])
        return Answer([await self._of(named), self._meaning()], shown=(named,))

    def _meaning(self) -> Utterance:
        rows = {topic: self._levels.ask(topic, "any", self._risk.today) for topic in _TOPICS}
        known = {topic: row for topic, row in rows.items() if isinstance(row, Row)}
        values = {topic: figures.plain(row.number) for topic, row in known.items()}
        values["stamp"] = self._stamp.sign(*known.values())
        button = Button(
            self._words.buttons["ask_delisted_shares"],
            payload("ask_delisted_shares", None, risk_part="process"),
        )
        return Utterance("utter_warning_levels", values, (button,))

    async def _of(self, security: Security) -> Utterance:
        found, assessment = await self._risk.assess(security)
        today = found.now.astimezone(SHANGHAI).date()
        told = [*self._events(assessment, today), *self._yellow(assessment)]
        lines = [line for _, line in told] + self._calm(assessment, bool(told))
        signed = found.signed or self._risk.names(security)
        buttons = (
            Button(self._words.buttons["ask_risk"], payload("ask_risk", security)),
            Button(
                self._words.buttons["ask_announcement"],
                payload("ask_announcement", security, announcement_topic="退市"),
            ),
        )
        values = {
            "name": security.name,
            "code": security.code,
            "standing": self._head(assessment, [level for level, _ in told]),
            "lines": "\n".join([*lines, self._words.caveat]),
            "stamp": self._speech.facts.stamp(found.now, *signed),
        }
        return Utterance("utter_risk", values, buttons)

    def _head(self, found: Assessment, levels: list[str]) -> str:
        """The levels reached; none is said to be calm that nobody could look up."""
        words, unsure = self._words, found.chain is None
        if not levels:
            return words.unsure if unsure else words.none
        names = words.join.join(dict.fromkeys(words.names[level] for level in levels))
        return words.head.format(levels=names) + (words.unsure_more if unsure else "")

    def _events(self, found: Assessment, today: date) -> list[tuple[str, str]]:
        """Red and orange, in the order in which they came."""
        if found.chain is None:
            return []
        told = list[tuple[str, str]]()
        for level in found.chain.levels:
            event = found.chain.red if level == "red" else found.chain.orange
            if event is not None:
                line = self._words.event.format(
                    level=self._words.names[level],
                    day=figures.day(event.day, today),
                    title=self._speech.title(event.title),
                )
                told.append((level, line))
        return told

    def _yellow(self, found: Assessment) -> list[tuple[str, str]]:
        """Unrest, and the counters of days under a line."""
        words, told = self._words, list[tuple[str, str]]()
        if found.amplitude is not None and found.amplitude.reached:
            free = words.unlimited if found.amplitude.unlimited else ""
            above = figures.plain(found.amplitude.above.number)
            count = len(found.amplitude.days)
            told.append(("yellow", words.yellow.format(count=count, above=above, free=free)))
        for watch in found.watches:
            kind = self._speech.words.kinds[watch.line.kind]
            below = self._speech.line(watch.line.kind, watch.line.below.number)
            line = words.watch.format(of=watch.of, count=watch.below, kind=kind, below=below)
            told.append(("yellow", line))
        if found.standing == "*ST":
            told.append(("yellow", words.star))
        return told

    def _calm(self, found: Assessment, reached: bool) -> list[str]:
        """The latest amplitude, where nothing has been reached."""
        if reached or found.amplitude is None or found.last_amplitude is None:
            return []
        return [
            self._words.calm.format(
                amplitude=figures.percent(found.last_amplitude),
                count=found.amplitude.needed.count,
                above=figures.plain(found.amplitude.above.number),
            )
        ]


_TOPICS = ("amplitude_above", "amplitude_days", "watch_days", "watch_needed")
