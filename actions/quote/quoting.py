"""Answers questions for quotes: decides which securities are meant, fetches them, chooses the utterances."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from actions import question as questions
from actions.elsewhere import Elsewhere
from actions.features import Answer, Feature
from actions.question import Asked, Question
from actions.quote.replies import Phrasebook, choices
from actions.quote.times import OtherTime, other_time
from actions.residue import Residue
from actions.utterance import Utterance
from actions.words import QuoteWords
from market.names import normalise
from market.quote import Quote, QuoteMissing
from market.securities import Security
from market.session import SHANGHAI

LIMIT = 8
"""Securities that one reply shows."""
OFFERED = 3
"""Buttons that one clarification shows."""
LIMIT_FIELDS = frozenset({"limit_up", "limit_down"})
"""Fields that follow from a rule where a source names none."""
_NOTES = {"past": "utter_quote_past", "ahead": "utter_quote_ahead"}
"""What is said before the quote where another time was asked for."""
_RECKONED = 2
"""Securities whose limits one turn reckons: a message each."""


class Lexicon(Protocol):
    """What is needed of `market.names.Names`."""

    def get(self, ref: str) -> Security | None: ...

    def suggest(self, text: str, limit: int = 3) -> Sequence[Security]: ...


class Market(Protocol):
    """What is needed of `market.quotes.Quotes`."""

    @property
    def mode(self) -> str: ...

    async def get(self, securities: Sequence[Security]) -> Mapping[str, Quote | QuoteMissing]: ...


class Quoting:
    """Joins lexicon, market and words; the handlers only translate to and from Rasa."""

    def __init__(
        self,
        lexicon: Lexicon,
        market: Market,
        words: QuoteWords,
        residue: Residue,
        now: Callable[[], datetime],
        limits: Feature | None = None,
    ) -> None:
        self._lexicon = lexicon
        self._market = market
        self._words = words
        self._residue = residue
        self._elsewhere = Elsewhere.load(lexicon.get)
        self._now = now
        self._limits = limits

    async def answer(self, question: Question) -> Answer:
        """Quotes of what is asked, else of what was asked last, else a question back."""
        if elsewhere := self._other_class(question):
            return elsewhere
        if unknown := self._residue.unknown(question):
            return self._unknown(unknown, question)
        if question.asked:
            return await self._named(question)
        if self._known(question.last) and not questions.asks_of_many(
            question.text
        ):  # a new share that was spoken of may be in no lexicon yet
            return await self._named(question.about(question.last))
        return Answer([Utterance("utter_quote_ask")], pending=question.fields)

    async def market(self, text: str = "") -> Answer:
        """The main indices, one line each; in a demonstration those that it has."""
        shown = self._known(self._words.market)
        found = await self._fetch(shown)
        if self._in_demo:
            found = [each for each in found if isinstance(each, Quote)] or found
        told = self._book().several(found, (), "utter_quote_market", demo=self._in_demo)
        time = self._other_time(Question(text=text), found)
        return Answer([*self._noted(time), told], shown=shown)

    async def facts(self, question: Question) -> Answer:
        """The quotes of the securities that the message itself names for certain, if any."""
        shown = self._certain(question)
        return await self._show(shown, Question()) if shown else Answer()

    async def choose(self, question: Question, place: int | None) -> Answer:
        """The quote of the choice at `place`; the choices again where it fits none."""
        if place is not None:
            return await self._named(question.about([question.choices[place]]))
        if question.choices:
            return self._which(Asked(question.choices, self._names(question.choices)), question.fields)
        return Answer([Utterance("utter_quote_ask")])

    async def guess(self, question: Question) -> Answer | None:
        """What a message that was not understood may be about: a security it names, or a similar name."""
        if elsewhere := self._other_class(question):
            return elsewhere
        if shown := self._certain(question):
            known = await self._show(shown, replace(question, fields=()))
            if known.utterances[0].response not in _NOTES.values():
                known.utterances.insert(0, Utterance("utter_quote_guess"))
            return known
        unknown = self._residue.of(question.text)
        if unknown.isdigit():
            return self._unknown(unknown, question)
        offered = tuple(self._lexicon.suggest(unknown, OFFERED)) if unknown else ()
        return self._near(unknown, offered, ()) if offered else None

    async def _named(self, question: Question) -> Answer:
        asked = [self._by_context(each, question.text) for each in question.asked]
        unclear = [each for each in asked if len(each.refs) > 1]
        certain = self._certain(replace(question, asked=tuple(asked)))
        answer = await self._show(certain, question) if certain else Answer()
        if unclear:
            which = self._which(unclear[0], question.fields)
            told = [each for each in answer.utterances if each.response != "utter_quote_too_many"]
            answer.utterances = [*told, *which.utterances]
            answer.offered, answer.pending = which.offered, which.pending
        return answer

    def _by_context(self, asked: Asked, text: str) -> Asked:
        """An index where the words say so and it is the only one; else as ambiguous as it was."""
        if len(asked.refs) == 1 or not questions.means_index(text.replace(asked.text, "")):
            return asked
        indices = tuple(each.ref for each in self._known(asked.refs) if each.kind == "index")
        return Asked(indices, asked.text) if len(indices) == 1 else asked

    async def _show(self, securities: tuple[Security, ...], question: Question) -> Answer:
        shown, fields = securities[:LIMIT], question.fields
        found = await self._fetch(shown)
        time = self._other_time(question, found)
        if self._limits and len(shown) <= _RECKONED and _needs_rule(found, fields, time):
            return await self._reckoned(self._limits, shown, question.text if time else "")
        answer = Answer(list(self._noted(time)), shown=shown)
        if len(securities) > LIMIT:
            answer.utterances.append(Utterance("utter_quote_too_many", {"limit": str(LIMIT)}))
        told = self._speak(found, fields)
        answer.utterances.append(self._book().beside(told, shown, time))
        return answer

    def _other_time(self, question: Question, found: Sequence[Quote | QuoteMissing]) -> OtherTime | None:
        """Another time than that of the quotes, if the message asks for one and there are any."""
        text = question.text
        for asked in question.asked:
            text = text.replace(asked.text, " ") if asked.text else text
        days = [each.as_of.astimezone(SHANGHAI).date() for each in found if isinstance(each, Quote)]
        if not days:
            return None
        today = self._now().astimezone(SHANGHAI).date()
        return other_time(normalise(text), question.fields, max(days), today)

    @staticmethod
    def _noted(time: OtherTime | None) -> tuple[Utterance, ...]:
        return (Utterance(_NOTES[time.tense]),) if time else ()

    @staticmethod
    async def _reckoned(limits: Feature, shown: tuple[Security, ...], text: str) -> Answer:
        """The limits by the rule of each, as a question for them alone is answered."""
        told = [await limits.answer(Question(text=text).about([each.ref])) for each in shown]
        return Answer([said for answer in told for said in answer.utterances], shown=shown)

    def _speak(self, found: Sequence[Quote | QuoteMissing], fields: tuple[str, ...]) -> Utterance:
        book = self._book()
        if len(found) > 1:
            return book.several(found, fields, "utter_quote_several", demo=self._in_demo)
        first = found[0]
        if isinstance(first, QuoteMissing):
            return book.missing(first, demo=self._in_demo)
        if fields and not first.suspended and (first.demo or not first.stale):
            return book.fields(first, fields)
        return book.one(first)

    async def _fetch(self, securities: Sequence[Security]) -> list[Quote | QuoteMissing]:
        found = await self._market.get(securities)
        return [found[security.ref] for security in securities]

    def _other_class(self, question: Question) -> Answer | None:
        """What is said of a B or H share; None where none is named."""
        if (other := self._elsewhere.named(question)) is None:
            return None
        offered = other.shares[:OFFERED]
        told = self._elsewhere.told(other, choices(offered, question.fields))
        return Answer([told], offered=offered, pending=question.fields)

    def _unknown(self, unknown: str, question: Question) -> Answer:
        written = (
            question.text if unknown.isdigit() else unknown
        )  # "sz600519": its letters belong to the code
        parts = self._known(ref for asked in question.asked for ref in asked.refs)
        if offered := tuple(dict.fromkeys([*self._lexicon.suggest(written, OFFERED), *parts]))[:OFFERED]:
            return self._near(unknown, offered, question.fields)
        return Answer([Utterance("utter_quote_unknown", {"query": unknown})])

    @staticmethod
    def _near(unknown: str, offered: tuple[Security, ...], fields: tuple[str, ...]) -> Answer:
        utterance = Utterance("utter_quote_near", {"query": unknown}, choices(offered, fields))
        return Answer([utterance], offered=offered, pending=fields)

    def _which(self, asked: Asked, fields: tuple[str, ...]) -> Answer:
        candidates = self._known(asked.refs)
        response = "utter_quote_which" if len(candidates) <= OFFERED else "utter_quote_which_more"
        offered = candidates[:OFFERED]
        utterance = Utterance(response, {"query": asked.text}, choices(offered, fields))
        return Answer([utterance], offered=offered, pending=fields)

    def _certain(self, question: Question) -> tuple[Security, ...]:
        return self._known(asked.refs[0] for asked in question.asked if len(asked.refs) == 1)

    def _known(self, refs: Iterable[str]) -> tuple[Security, ...]:
        found = [self._lexicon.get(ref) for ref in dict.fromkeys(refs)]
        return tuple(security for security in found if security is not None)

    def _names(self, refs: Iterable[str]) -> str:
        return self._words.join.join(security.name for security in self._known(refs))

    @property
    def _in_demo(self) -> bool:
        return self._market.mode == "demo"

    def _book(self) -> Phrasebook:
        return Phrasebook(self._words, self._now())


def _needs_rule(
    found: Sequence[Quote | QuoteMissing], fields: tuple[str, ...], time: OtherTime | None
) -> bool:
    """Whether limits alone are asked for, and of another day or of a quote that was found without."""
    quotes = [each for each in found if isinstance(each, Quote)]
    wanted = fields and LIMIT_FIELDS.issuperset(fields)
    lacking = any(getattr(quote, name) is None for quote in quotes for name in fields)
    return bool(wanted) and (time is not None or lacking)
