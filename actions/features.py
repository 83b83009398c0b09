"""What every feature of the assistant is: a question in, an answer out; the handlers only translate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import yaml

from actions.question import Question
from actions.utterance import Utterance
from market.securities import Security

_TOPICS = Path(__file__).parents[1] / "bot" / "topics.yml"


@dataclass
class Answer:
    """What to say, and what the conversation remembers of it.

    `shown` are the securities it was about, `offered` those to choose from, `pending` the fields that wait
    for the choice. `awaiting` says that a security was asked for, `followup` what is to be sent later
    ({"kind", "key"}), `handoff` that a person is to take over ({"reason", "skill", "priority"}).
    `topic` is set only where it is another one than that of the intent. `details` are what was asked beside
    the security, so that a turn which goes on asks the same of another one.
    """

    utterances: list[Utterance] = field(default_factory=list)
    shown: tuple[Security, ...] = ()
    offered: tuple[Security, ...] = ()
    pending: tuple[str, ...] = ()
    awaiting: bool = False
    topic: str | None = None
    followup: dict[str, str] | None = None
    handoff: dict[str, Any] | None = None
    details: dict[str, str] = field(default_factory=dict)


class Feature(Protocol):
    """One kind of question."""

    async def answer(self, question: Question) -> Answer:
        """Never raises for a source's failure: that is answered."""


Features = Mapping[str, Feature]
"""By intent."""


def load_topics(file: Path = _TOPICS) -> Mapping[str, str | None]:
    """Intent → id of the question taxonomy, as the brain counts them."""
    topics: Mapping[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return topics
