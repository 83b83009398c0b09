"""Asks for the consent that a task lacks, writes the word down, and goes on with what was under way."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self, cast

from actions.question import Asked, Question
from actions.tasks.task import Said, State, Told, button
from actions.utterance import Button, Utterance
from actions.words import NOTICES, load_words
from conversations.traits import traits_of
from customers.consents import ConsentKind, Consents

NAME = "consent"
TOPIC = "ADV04"
_AGREED, _DECLINED = "agree", "decline"


@dataclass(frozen=True)
class ConsentWords:
    """The table data/notices/consent.yml; `version` changes with every change of `asked`."""

    version: str
    asked: Mapping[str, str]
    declined: Mapping[str, str]
    agree: str
    decline: str
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "consent.yml")


class ConsentTask:
    """The state is `{"kind", "task", "said"}`: what is asked for, and the message that goes on with it."""

    name = NAME

    def __init__(self, consents: Consents, words: ConsentWords) -> None:
        self._consents = consents
        self._words = words

    def ask(self, kind: str, task: str, said: Said) -> Told:
        """Say what is kept, what for, and how to take it back; nothing is kept yet."""
        state = {"kind": kind, "task": task, "said": _to_json(said)}
        return Told((self._asking(kind),), state, TOPIC)

    async def lets_show(self, said: Said) -> bool:
        """Whether account data may be shown where this was said: on servers abroad, with consent alone."""
        return not traits_of(said.channel).abroad or await self._consents.given(
            said.channel, said.user, "abroad"
        )

    def claims(self, said: Said, state: State | None) -> bool:
        return state is not None and _word(self._words, said) is not None

    async def answer(self, said: Said, state: State | None) -> Told:
        """A word given to an older question finds no state, and is asked for again when it is needed."""
        if state is None:
            return Told((Utterance("utter_task_gone"),))
        kind, word = cast(ConsentKind, state["kind"]), _word(self._words, said)
        if word is None:
            return Told((self._asking(kind),), state, TOPIC)
        await self._consents.record(
            said.channel,
            said.user,
            kind,
            given=word == _AGREED,
            version=self._words.version,
            message_id=said.message_id,
        )
        if word == _DECLINED:
            return Told((Utterance("utter_consent", {"words": self._words.declined[kind]}),), None, TOPIC)
        return Told(next=(state["task"], _from_json(state["said"], said)), topic=TOPIC)

    def way_back(self, state: State) -> Button | None:
        return button(self._words.buttons["back"], NAME, choice="show")

    def _asking(self, kind: str) -> Utterance:
        choices = tuple(button(self._words.buttons[word], NAME, choice=word) for word in (_AGREED, _DECLINED))
        return Utterance("utter_consent", {"words": self._words.asked[kind]}, choices)


def _word(words: ConsentWords, said: Said) -> str | None:
    """Whether a message agrees or declines; None where it does neither."""
    if said.details:
        chosen = said.details.get("choice")
        return chosen if chosen in (_AGREED, _DECLINED) else None
    if re.fullmatch(words.decline, said.normal):
        return _DECLINED
    return _AGREED if re.fullmatch(words.agree, said.normal) else None


def _to_json(said: Said) -> dict[str, Any]:
    """A message as the dialogue state carries it: what the task reads of it, and nothing else."""
    asked = said.asked
    kept = {"text": asked.text, "intent": asked.intent, "last": list(asked.last)}
    return {
        "asked": kept | {"asked": [asdict(each) for each in asked.asked], "desk": asked.desk},
        "channel": said.channel,
        "user": said.user,
        "details": dict(said.details),
    }


def _from_json(kept: Mapping[str, Any], now: Said) -> Said:
    """The message again, as it goes on with the consent of `now`."""
    asked = kept["asked"]
    question = Question(
        text=asked["text"],
        asked=tuple(Asked(tuple(each["refs"]), each["text"]) for each in asked["asked"]),
        last=tuple(asked["last"]),
        intent=asked["intent"],
        channel=kept["channel"],
        desk=asked["desk"],
    )
    who = (kept["channel"], kept["user"])
    return Said(question, *who, now.message_id, now.at, kept["details"], now.account)
