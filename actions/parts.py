"""Several questions in one message: which they are, and what is answered now. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.question import Question, Tracker, read

AT_ONCE = 3
"""Questions of one message that are answered in one turn."""


@dataclass(frozen=True)
class Part:
    """One of the questions: its intent, its words, and the entities in them, counted from its own start."""

    intent: str
    text: str
    entities: tuple[Mapping[str, Any], ...] = ()


class PartTracker:
    """A tracker whose latest message is one part of the real one."""

    def __init__(self, part: Part, tracker: Tracker) -> None:
        self.latest_message: Any = {
            "text": part.text,
            "intent": {"name": part.intent},
            "entities": list(part.entities),
            "metadata": tracker.latest_message.get("metadata"),
        }
        self._tracker = tracker

    def get_slot(self, key: str) -> Any:
        return self._tracker.get_slot(key)

    def get_latest_input_channel(self) -> str | None:
        return self._tracker.get_latest_input_channel()


def parts_of(message: Mapping[str, Any]) -> tuple[Part, ...]:
    """The parts that the brain found in a message, in the order they were written."""
    entities = message.get("entities") or []
    found = sorted((each for each in entities if each.get("entity") == "part"), key=_start)
    return tuple(_part(each, message.get("text") or "", entities) for each in found)


def _part(found: Mapping[str, Any], text: str, entities: Sequence[Mapping[str, Any]]) -> Part:
    start, end = _start(found), found.get("end") or len(text)
    within = (
        {**each, "start": _start(each) - start, "end": (each.get("end") or 0) - start}
        for each in entities
        if each.get("entity") != "part" and start <= _start(each) < end
    )
    return Part(str(found.get("value")), text[start:end], tuple(within))


def _start(entity: Mapping[str, Any]) -> int:
    return int(entity.get("start") or 0)


def read_waiting(slot: Any) -> tuple[Part, ...]:
    """The questions that the slot `waiting` holds."""
    return tuple(Part(each["intent"], each["text"], tuple(each["entities"])) for each in slot or ())


def write_waiting(parts: Sequence[Part]) -> list[dict[str, Any]] | None:
    """What the slot `waiting` is to hold."""
    rows = [{"intent": each.intent, "text": each.text, "entities": list(each.entities)} for each in parts]
    return rows or None


def question_of(part: Part, tracker: Tracker) -> Question:
    """A part as a question of its own."""
    return read(PartTracker(part, tracker))
