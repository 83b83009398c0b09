"""One turn as the gateway sends it and as it gets it back (docs/contracts.md §3); pure.

Entities' offsets count in the text as it was sent, although Rasa strips blanks before it reads.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rasa.shared.core.events import Event, SlotSet, UserUttered

from bot.errors import Malformed
from bot.served import Served

logger = logging.getLogger(__name__)

DESKS = ("open", "closed", "none")
"""Whether people are at the desk, are not now, or never are."""
LANGUAGES = ("zh-Hans", "zh-Hant", "en")
ENTITY_FACTS = ("entity", "value", "start", "end", "text", "basis")
WISHES = {
    "handoff": ("reason", "skill", "priority"),
    "followup": ("kind", "key"),
    "ticket": ("act", "kind"),
}
"""Slots by which an action asks the gateway for something, and what such a wish consists of."""


@dataclass(frozen=True)
class TurnRequest:
    """A message to answer: `text` is a person's words, `payload` a button of our own; one is None.

    `served` is what a person has settled since the last turn. Without `account` the investor's own data is
    not shown on this channel. `language` is what the investor wished for, None for no wish.
    """

    message_id: str
    sender: str
    channel: str
    text: str | None
    payload: str | None
    state: Any
    desk: str = "none"
    served: Served | None = None
    account: bool = True
    language: str | None = None

    @classmethod
    def parse(cls, body: Any) -> "TurnRequest":
        if not isinstance(body, dict):
            raise Malformed("the body must be a JSON object")
        text, payload = body.get("text"), body.get("payload")
        if isinstance(text, str) == isinstance(payload, str) or not (text is None or payload is None):
            raise Malformed("exactly one of text and payload must be a string")
        if payload is not None and not payload.startswith("/"):
            raise Malformed("payload must be a Rasa payload, such as /ask_quote")
        return cls(
            message_id=_required(body, "message_id"),
            sender=_required(body, "sender"),
            channel=_required(body, "channel"),
            text=text,
            payload=payload,
            state=body.get("state"),
            desk=_desk(body),
            served=Served.parse(body.get("served")),
            account=_account(body),
            language=_language(body),
        )

    @property
    def utterance(self) -> str:
        """What Rasa is to read: a payload as it is, a person's text so that it is never a command."""
        return self.payload if self.payload is not None else neutralise(self.text or "")


def _required(body: Mapping[str, Any], key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise Malformed(f"{key} must be a string that is not empty")
    return value


def _desk(body: Mapping[str, Any]) -> str:
    value = body.get("desk", "none")
    if value not in DESKS:
        raise Malformed(f"desk must be one of {', '.join(DESKS)}")
    return str(value)


def _account(body: Mapping[str, Any]) -> bool:
    value = body.get("account", True)
    if not isinstance(value, bool):
        raise Malformed("account must be true or false")
    return value


def _language(body: Mapping[str, Any]) -> str | None:
    value = body.get("language")
    if value is not None and value not in LANGUAGES:
        raise Malformed(f"language must be null or one of {', '.join(LANGUAGES)}")
    return value


def neutralise(text: str) -> str:
    """A person's text without what Rasa would take for a command, as long as it was.

    Rasa reads a text whose first letter is a slash as an intent. A full-width slash is none, and NLU sees the
    words behind it unchanged. Lone surrogates, which no encoder takes, become replacement characters.
    """
    text = text.encode("utf-8", "replace").decode("utf-8")
    lead = len(text) - len(text.lstrip())
    return f"{text[:lead]}／{text[lead + 1 :]}" if text[lead : lead + 1] == "/" else text


def answer(
    request: TurnRequest,
    messages: list[dict[str, Any]],
    events: Iterable[Event],
    state: dict[str, Any],
    topics: Mapping[str, str | None],
) -> dict[str, Any]:
    """The turn's result; `events` are all that came to pass, with or without those before the turn."""
    user, later = _split(events, request.message_id)
    intent = user.intent.get("name")
    confidence = user.intent.get("confidence")
    topic = _last_set(later, "topic")
    return {
        "messages": messages,
        "topic": topic if isinstance(topic, str) else topics.get(intent or ""),
        "intent": intent,
        "confidence": None if confidence is None else float(confidence),
        "entities": [_trim(entity, request.utterance) for entity in user.entities],
        "state": state,
        **{slot: _wish(slot, _last_set(later, slot)) for slot in WISHES},
    }


def _split(events: Iterable[Event], message_id: str) -> tuple[UserUttered, list[Event]]:
    """The person's event of this message and what followed it.

    The tracker's latest message will not do: a fallback reverts it to the one of the turn before.
    """
    listed = list(events)
    for index in range(len(listed) - 1, -1, -1):
        event = listed[index]
        if isinstance(event, UserUttered) and event.message_id == message_id:
            return event, listed[index + 1 :]
    raise LookupError("the turn left no event of its message")


def _last_set(events: Iterable[Event], slot: str) -> Any:
    values = [event.value for event in events if isinstance(event, SlotSet) and event.key == slot]
    return values[-1] if values else None


def _trim(entity: Mapping[str, Any], utterance: str) -> dict[str, Any]:
    facts = {key: entity[key] for key in ENTITY_FACTS if entity.get(key) is not None}
    lead = len(utterance) - len(utterance.lstrip())
    return {key: value + lead if key in ("start", "end") else value for key, value in facts.items()}


def _wish(slot: str, value: Any) -> dict[str, Any] | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        logger.warning("The slot %s holds a %s where a mapping belongs.", slot, type(value).__name__)
        return None
    return {key: value.get(key) for key in WISHES[slot]}
