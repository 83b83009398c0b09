"""How long we stay with a person in distress, a robbed customer or a victim of fraud. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from actions.boundary.feature import DECLINED
from actions.desk import OPEN
from actions.language import ENGLISH
from actions.question import Question
from actions.words import NOTICES, load_words

KINDS: Mapping[str, str] = {"distress": "distress", "report_theft": "theft", "ask_fraud_check": "fraud"}
"""What begins it, by intent."""
TOPICS: Mapping[str, str] = {"distress": "CMP07", "theft": "PWD06", "fraud": "CMP04"}
IN_ENGLISH: Mapping[str, str] = {
    "utter_distress": "utter_distress_en",
    "utter_distress_stay": "utter_distress_stay_en",
    "utter_distress_over": "utter_distress_over_en",
    "utter_theft_reported": "utter_theft_reported_en",
    "utter_theft_stay": "utter_theft_stay_en",
    "utter_theft_over": "utter_theft_over_en",
}
"""What is said instead to who writes English."""
ATTENDED: Mapping[str, str] = {
    "utter_distress": "utter_distress_attended",
    "utter_distress_en": "utter_distress_attended_en",
}
"""What is said instead while people are at the desk."""
SURE = 0.75
"""Confidence from which a complaint is one, though it does not say so."""
TURNS = 3
"""Messages without a subject of their own that are answered by staying."""
_WHILE = timedelta(hours=2)
"""After that a message is the beginning of something else."""
_FEW = 24
"""Characters of a message that goes on with it; a longer one is read for itself."""
_TALK = frozenset(
    {
        *("greet", "goodbye", "thanks", "help", "affirm", "deny", "cancel", "dispute", "ask_machine"),
        *("ask_human", "leave_message", "send_emoji", "say_nothing", "out_of_scope", "nlu_fallback"),
        *("choose", "go_on", "next_step", "repeat", "go_back", "ask_language", *DECLINED),
    }
)
"""Intents of messages that have no subject unless they name one."""
_ASIDE = frozenset({"out_of_scope", "nlu_fallback", "next_step", "goodbye", "deny", "greet", "help"})
"""Intents that a sigh is taken for."""


@dataclass(frozen=True)
class CareWords:
    """What goes on with a case, and what ends it; data/notices/care.yml."""

    stays: Mapping[str, str]
    grieved: str
    over: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "care.yml")

    def grieves(self, asked: Question) -> bool:
        """Whether a message that asks for nothing tells of grief."""
        return asked.intent in _ASIDE and not asked.asked and _speaks(self.grieved, asked.text)


@dataclass(frozen=True)
class Lines:
    """Telephone numbers: for people in despair, and the broker's."""

    crisis: str
    hotline: str

    @property
    def values(self) -> dict[str, Any]:
        """As the responses have them."""
        return {"line": self.crisis, "hotline": self.hotline}


@dataclass(frozen=True)
class Care:
    """A case of `kind` that began at `since`; `left` more messages are answered by staying."""

    kind: str
    left: int
    since: datetime

    def after(self) -> "Care":
        """The same with one message less to come."""
        return replace(self, left=self.left - 1)

    def goes_on(self, asked: Question, words: CareWords) -> bool:
        """Whether a message is of this case: by its words, or because it has no subject of its own.

        Who only asked about a fraud goes on by words alone.
        """
        if asked.asked:
            return False
        talking = self.kind != "fraud" and asked.intent in _TALK
        return talking or _speaks(words.stays[self.kind], asked.text)

    def ends(self, asked: Question, words: CareWords) -> bool:
        """Whether a message says that all is well again."""
        return not asked.asked and _speaks(words.over.get(self.kind, ""), asked.text)


def in_kind(response: str, asked: Question) -> str:
    """The response in the investor's language, and as people are there, where it is worded so."""
    worded = IN_ENGLISH.get(response, response) if asked.language == ENGLISH else response
    return ATTENDED.get(worded, worded) if asked.desk == OPEN else worded


def begun(kind: str, now: datetime) -> dict[str, Any]:
    """The slot of a case that begins."""
    return write_care(Care(kind, TURNS, now))


def read_care(value: Mapping[str, Any] | None, now: datetime) -> Care | None:
    """The case that a slot holds, as long as it lasts."""
    if not value:
        return None
    care = Care(value["kind"], value["left"], datetime.fromisoformat(value["since"]))
    return care if care.left > 0 and now - care.since < _WHILE else None


def write_care(care: Care) -> dict[str, Any]:
    """What a slot holds of a case."""
    return {"kind": care.kind, "left": care.left, "since": care.since.isoformat()}


def _speaks(pattern: str, text: str) -> bool:
    return bool(pattern and 0 < len(text) <= _FEW and re.search(pattern, text, re.IGNORECASE))
