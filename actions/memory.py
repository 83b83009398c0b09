"""What a conversation keeps of its last answers: the way back to them, the guide under way. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from actions.question import Question

KEPT = 4
"""Answers that can be gone back to."""
PATIENCE = 3
"""Answers to something else after which a guide is no longer offered."""
VIEW = "article_view"
"""Detail that says which part of an article is shown: a step by its place, DETAIL or BRIEF."""
DETAIL = "detail"
BRIEF = "brief"
"""The beginning of an article, where others are answered in the same turn."""


@dataclass(frozen=True)
class Answered:
    """A question as it can be asked anew: its intent, its securities, and what it said beside them."""

    intent: str
    refs: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)

    def again(self, question: Question) -> Question:
        """The same question in another turn."""
        details = dict(self.details)
        where = Question(intent=self.intent, details=details, channel=question.channel, desk=question.desk)
        return where.about(self.refs)


def read_trail(slot: Any) -> tuple[Answered, ...]:
    """The answers that the slot `trail` holds, the latest last."""
    return tuple(Answered(each["intent"], tuple(each["refs"]), each["details"]) for each in slot or ())


def write_trail(trail: Sequence[Answered]) -> list[dict[str, Any]]:
    """What the slot `trail` is to hold."""
    return [
        {"intent": each.intent, "refs": list(each.refs), "details": dict(each.details)}
        for each in trail[-KEPT:]
    ]


def walked(trail: Sequence[Answered], latest: Answered) -> tuple[Answered, ...]:
    """The trail with one more answer; the same question about the same again takes no second place."""
    before = trail[:-1] if trail and _alike(trail[-1], latest) else trail
    return (*before, latest)


def _alike(one: Answered, other: Answered) -> bool:
    return one.intent == other.intent and one.refs == other.refs


@dataclass(frozen=True)
class Guide:
    """A procedure that is led through step by step; `away` counts the answers to something else since."""

    intent: str
    place: int
    article: str = ""
    away: int = 0


def read_guide(slot: Any) -> Guide | None:
    """The guide that the slot `guide` holds."""
    return Guide(**slot) if slot else None


def write_guide(guide: Guide | None) -> dict[str, Any] | None:
    """What the slot `guide` is to hold."""
    return vars(guide) if guide else None


def led(before: Guide | None, latest: Answered) -> Guide | None:
    """The guide after an answer: the step that was shown, or the one before it for a while longer."""
    view = latest.details.get(VIEW, "")
    if view.isdigit():
        return Guide(latest.intent, int(view), latest.details.get("article", ""))
    if before is None or before.away >= PATIENCE or latest.intent == before.intent:
        return None
    return Guide(before.intent, before.place, before.article, before.away + 1)
