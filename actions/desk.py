"""Whether people can take over now, as the gateway says with each message, and the wish for one. Pure."""

from collections.abc import Mapping
from typing import Any

OPEN, CLOSED, NONE = "open", "closed", "none"
"""People are at the desk; they come back later; there are never any."""
_KNOWN = frozenset({OPEN, CLOSED, NONE})


def desk_of(message: Mapping[str, Any]) -> str:
    """What a message's metadata says of the desk; NONE where nothing is said, as in `rasa shell`."""
    told = (message.get("metadata") or {}).get("desk")
    return str(told) if told in _KNOWN else NONE


def wish(reason: str, skill: str | None, priority: int = 0) -> dict[str, Any]:
    """What the slot `handoff` holds: why a person is wanted, who, and how soon."""
    return {"reason": reason, "skill": skill, "priority": priority}
