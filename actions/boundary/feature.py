"""Declines what is none of our business, and stands the facts at hand below, or buttons that lead to some."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol, Self

from actions.features import Answer, Features
from actions.question import Question
from actions.residue import Residue
from actions.utterance import BUTTONS, Button, Utterance, payload
from actions.words import NOTICES, load_words
from market.names import normalise
from market.securities import Security

DECLINED = {
    "ask_advice": "utter_advice_declined",
    "ask_forecast": "utter_forecast_declined",
    "ask_rumour": "utter_rumour_declined",
    "order_request": "utter_order_declined",
}
_DELISTED = "ask_delisted_shares"
_GUIDES = frozenset({"ask_warning_levels", _DELISTED})
"""Features whose rules help even where no share is named."""
_ISSUE = "utter_ipo_share"
_NO_FACTS = frozenset(
    {"utter_fact_unavailable", "utter_fact_none", "utter_fact_not_covered", "utter_fact_not_in_demo"}
)
_NO_QUOTE = frozenset({"utter_quote_unavailable", "utter_quote_not_in_demo"})
_CALENDAR = "ask_ipo_calendar"
_ISSUES = frozenset({_CALENDAR, "ask_bond_ipo"})
"""Who speaks of issues does not mean a share that is listed and was spoken of before."""
_CHART, _ANNOUNCEMENT, _RISK, _QUOTE = "ask_chart", "ask_announcement", "ask_risk", "ask_quote"


@dataclass(frozen=True)
class BoundaryWords:
    """The table data/notices/boundary.yml; keys there are the names here."""

    facts: Mapping[str, str]
    picks: str
    verdicts: str
    pictures: str
    buttons: Mapping[str, str]
    elsewhere: Mapping[str, list[str]]
    own_words: str

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "boundary.yml")


class Quoting(Protocol):
    """What is needed of `actions.quote.quoting.Quoting`."""

    async def answer(self, question: Question) -> Answer: ...

    async def facts(self, question: Question) -> Answer: ...


class Declining:
    """Joins features, quotes and words."""

    def __init__(self, features: Features, quoting: Quoting, residue: Residue, words: BoundaryWords) -> None:
        self._features = features
        self._quoting = quoting
        self._residue = residue
        self._words = words
        longest_first = sorted(words.own_words.split(), key=len, reverse=True)
        self._own = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)

    async def answer(self, question: Question) -> Answer:
        """A word of declining and one message of facts; without facts its buttons lead to some."""
        text, response = normalise(question.text), DECLINED[question.intent]
        asked = self._leaning(question, text)
        if question.intent == "ask_rumour":
            known = await self._quoting.facts(asked)
            buttons = self._checks(known.shown) or self._elsewhere(text)
            return Answer([Utterance(response, {}, buttons)], shown=known.shown)
        facts = await self._topical(asked, text)
        if facts is None and (question.asked or self._topic(text) not in _ISSUES):
            facts = await self._quoted(asked, text)
        if facts is None:
            return Answer([Utterance(response, {}, self._elsewhere(text))])
        return Answer([Utterance(response), facts.utterances[0]], shown=facts.shown, offered=facts.offered)

    def judged(self, text: str) -> bool:
        """Whether who writes so wants a judgement, not only the rules and steps that he speaks of."""
        return re.search(self._words.verdicts, normalise(text), re.IGNORECASE) is not None

    def _leaning(self, question: Question, text: str) -> Question:
        """The question about the share spoken of before, where it has no name of its own."""
        if question.asked or not question.last:
            return question
        if re.search(self._words.picks, text) or self._residue.of(self._own.sub(" ", text)):
            return replace(question, last=())
        return question.about(question.last[:1])

    async def _topical(self, question: Question, text: str) -> Answer | None:
        """What the feature says whose words the question has: of a share, an issue, or as a guide."""
        intent = self._topic(text)
        return await self._told_by(intent, question) if intent else None

    def _topic(self, text: str) -> str:
        """The intent whose words a message has, "" for none."""
        found = (intent for intent, words in self._words.facts.items() if re.search(words, text))
        return next(found, "")

    async def _told_by(self, intent: str, question: Question) -> Answer | None:
        """The facts of a feature; None where it has none, or asks back."""
        told = await self._features[intent].answer(replace(question, intent=intent))
        first = next(iter(told.utterances), Utterance(""))
        if first.response in _NO_FACTS:
            return None
        return told if told.shown or intent in _GUIDES or first.response == _ISSUE else None

    async def _quoted(self, question: Question, text: str) -> Answer | None:
        """Quotes of what is named, or which of several is meant; below a single one what else there is."""
        told = await self._quoting.facts(question)
        if not told.shown:
            return await self._quoting.answer(question) if question.asked else None
        if told.utterances[0].response in _NO_QUOTE:
            issue = await self._told_by(_CALENDAR, question)
            if issue and issue.utterances[0].response == _ISSUE:
                return issue
        if len(told.shown) == 1:
            buttons = self._further(told.shown[0], text)
            told.utterances[0] = replace(told.utterances[0], buttons=buttons)
        return told

    def _further(self, security: Security, text: str) -> tuple[Button, ...]:
        if security.status == "delisted":
            return self._about(security, _DELISTED)
        if security.kind != "stock":
            return self._about(security, _CHART)
        if re.search(self._words.pictures, text):
            return self._about(security, _CHART, _ANNOUNCEMENT, _RISK)
        return self._about(security, _ANNOUNCEMENT, _CHART, _RISK)

    def _checks(self, shown: tuple[Security, ...]) -> tuple[Button, ...]:
        """Where a rumour about a share can be checked."""
        if len(shown) != 1 or shown[0].kind != "stock":
            return ()
        if shown[0].status == "delisted":
            return self._about(shown[0], _DELISTED)
        return self._about(shown[0], _ANNOUNCEMENT, _RISK, _QUOTE)

    def _about(self, security: Security, *intents: str) -> tuple[Button, ...]:
        return tuple(Button(self._words.buttons[intent], payload(intent, security)) for intent in intents)

    def _elsewhere(self, text: str) -> tuple[Button, ...]:
        shown = next(shown for words, shown in self._words.elsewhere.items() if re.search(words, text))
        return tuple(Button(self._words.buttons[intent], payload(intent)) for intent in shown[:BUTTONS])
