"""What a person has settled with the investor: the bot takes it as done, and may tell of it once; pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.errors import Malformed

SETTLED = ("misses", "waiting", "guide", "awaiting", "care", "anger")
"""Slots of what was under way when the person came."""
LONGEST = 500
"""Characters that are kept of what was told."""


@dataclass(frozen=True)
class Served:
    """A stretch that a person served: its topic, how it ended, what the investor was told of it, and when."""

    topic: str | None
    outcome: str | None
    told: str | None
    at: str

    @classmethod
    def parse(cls, body: Any) -> "Served | None":
        if body is None:
            return None
        if not isinstance(body, dict):
            raise Malformed("served must be an object or null")
        topic, outcome, told = (_words(body, key) for key in ("topic", "outcome", "told"))
        return cls(topic, outcome, told and told[:LONGEST], _moment(body))

    def settle(self, tracker: DialogueStateTracker, domain: Domain) -> None:
        """Drop what was under way, and keep what the person told; a tracker without events listens first."""
        if not tracker.events:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME), domain)
        known = {slot.name for slot in domain.slots}
        for name, value in (*((settled, None) for settled in SETTLED), ("served", asdict(self))):
            if name in known:
                tracker.update(SlotSet(name, value), domain)


def _words(body: Mapping[str, Any], key: str) -> str | None:
    value = body.get(key)
    if key not in body or not (value is None or isinstance(value, str)):
        raise Malformed(f"served.{key} must be a string or null")
    return value


def _moment(body: Mapping[str, Any]) -> str:
    at = body.get("at")
    try:
        moment = datetime.fromisoformat(at)  # type: ignore[arg-type]  # a number raises TypeError
    except (TypeError, ValueError):  # no string, or one that is no time
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Malformed("served.at must be a time with its zone")
    return str(at)
