"""Which security a question means: the one it names, the one spoken of before, or a question back."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from actions.elsewhere import Elsewhere
from actions.features import Answer
from actions.question import Asked, Question, asks_of_many
from actions.residue import Residue
from actions.utterance import Button, Utterance, payload
from market.securities import Security

OFFERED = 3
"""Buttons that one clarification shows."""


class Lexicon(Protocol):
    """What is needed of `market.names.Names`."""

    def get(self, ref: str) -> Security | None: ...

    def suggest(self, text: str, limit: int = 3) -> Sequence[Security]: ...


class Identifier:
    """Knows securities by their refs, and names that are nearly right."""

    def __init__(self, lexicon: Lexicon, residue: Residue) -> None:
        self._lexicon = lexicon
        self._residue = residue
        self._elsewhere = Elsewhere.load(lexicon.get)

    def one(self, question: Question, intent: str, **details: str) -> Security | Answer:
        """The security that is meant, else an answer that asks back and comes back to `intent`.

        A name or a number that nobody knows is never the security spoken of before. One that is no longer
        listed has its own answer, whatever is asked of it.
        """
        found = self.any(question, intent, **details)
        if isinstance(found, Security) and found.status == "delisted":
            return Answer([self.gone(found)], shown=(found,))
        return found

    def any(self, question: Question, intent: str, **details: str) -> Security | Answer:
        """The same for those who can speak of a share that has left the exchange."""
        if unknown := self.unknown(question, intent, **details):
            return unknown
        if question.asked:
            return self._named(question.asked[0], intent, details)
        spoken = None if asks_of_many(question.text) else self.spoken_of(question)
        return spoken or Answer([Utterance("utter_security_ask")], awaiting=True)

    def unknown(self, question: Question, intent: str, **details: str) -> Answer | None:
        """What is said of a name that nobody knows, or of a share of another class; None without one."""
        if other := self._elsewhere.named(question):
            offered = other.shares[:OFFERED]
            told = self._elsewhere.told(other, _choices(offered, intent, details))
            return Answer([told], offered=offered)
        if unknown := self._residue.unknown(question):
            return self._unknown(unknown, question, intent, details)
        return None

    @staticmethod
    def gone(security: Security) -> Utterance:
        """That a share is no longer listed."""
        return Utterance("utter_security_delisted", {"name": security.name, "code": security.code})

    def spoken_of(self, question: Question) -> Security | None:
        """The security of the turns before."""
        return next(iter(self.known(question.last)), None)

    def known(self, refs: Iterable[str]) -> tuple[Security, ...]:
        found = [self._lexicon.get(ref) for ref in dict.fromkeys(refs)]
        return tuple(security for security in found if security is not None)

    def _unknown(self, unknown: str, question: Question, intent: str, details: dict[str, str]) -> Answer:
        """What is nearly called so, or is a part of that name; else that it is not known."""
        written = (
            question.text if unknown.isdigit() else unknown
        )  # "sz600519": its letters belong to the code
        near = self._lexicon.suggest(written, OFFERED)
        parts = self.known(ref for asked in question.asked for ref in asked.refs)
        if offered := tuple(dict.fromkeys([*near, *parts]))[:OFFERED]:
            return self._offer("utter_quote_near", unknown, offered, intent, details)
        return Answer([Utterance("utter_quote_unknown", {"query": unknown})], awaiting=True)

    def _named(self, asked: Asked, intent: str, details: dict[str, str]) -> Security | Answer:
        candidates = self.known(asked.refs)
        shares = tuple(each for each in candidates if each.kind == "stock")
        if len(candidates) > 1 and len(shares) == 1:
            return shares[0]
        if len(candidates) == 1:
            return candidates[0]
        if not candidates:
            return Answer([Utterance("utter_quote_unknown", {"query": asked.text})])
        response = "utter_quote_which" if len(candidates) <= OFFERED else "utter_quote_which_more"
        return self._offer(response, asked.text, candidates[:OFFERED], intent, details)

    @staticmethod
    def _offer(
        response: str, query: str, offered: tuple[Security, ...], intent: str, details: dict[str, str]
    ) -> Answer:
        buttons = _choices(offered, intent, details)
        return Answer([Utterance(response, {"query": query}, buttons)], offered=offered)


def _choices(offered: Iterable[Security], intent: str, details: dict[str, str]) -> tuple[Button, ...]:
    return tuple(Button(f"{each.name} {each.code}", payload(intent, each, **details)) for each in offered)
