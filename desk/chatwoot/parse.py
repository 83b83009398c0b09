"""Chatwoot's JSON → what an agent said and how the conversation stands. Pure; what is not of use is None."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

EVENTS = frozenset(
    {"message_created", "message_updated", "conversation_status_changed", "conversation_updated"}
)
_OUTGOING = (1, "outgoing")


@dataclass(frozen=True, slots=True)
class Picture:
    """Something attached: `kind` as Chatwoot calls it, `url` where it lies."""

    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a person in Chatwoot wrote to the investor."""

    id: int
    agent: int
    name: str
    text: str
    pictures: tuple[Picture, ...] = ()


def conversation_of(payload: Any) -> int | None:
    """Which conversation a webhook is about; its content is read from the API, where nothing is missing."""
    event = payload.get("event") if isinstance(payload, Mapping) else None
    if not isinstance(event, str) or event not in EVENTS:
        return None
    about = payload.get("conversation") if event.startswith("message_") else payload
    number = about.get("id") if isinstance(about, Mapping) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def spoken_of(message: Mapping[str, Any]) -> Spoken | None:
    """None for what investors, bots and automations wrote, for private notes and for what was deleted."""
    sender, number = message.get("sender"), message.get("id")
    written_by_person = isinstance(sender, Mapping) and sender.get("type", "user") == "user"
    if message.get("message_type") not in _OUTGOING or message.get("private") or not isinstance(number, int):
        return None
    if not written_by_person or (message.get("content_attributes") or {}).get("deleted"):
        return None
    assert isinstance(sender, Mapping)  # noqa: S101 - looked at above
    return Spoken(
        number,
        int(sender.get("id") or 0),
        str(sender.get("available_name") or sender.get("name") or "").strip(),
        str(message.get("content") or ""),
        tuple(_pictures(message.get("attachments"))),
    )


def place_of(message: Mapping[str, Any], prefix: str) -> int | None:
    """Which place of our transcript a message of theirs is a copy of."""
    source = str(message.get("source_id") or "")
    digits = source.removeprefix(prefix)
    return int(digits) if source.startswith(prefix) and digits.isdecimal() else None


def _pictures(attachments: Any) -> list[Picture]:
    listed = attachments if isinstance(attachments, list) else []
    return [
        Picture(str(each.get("file_type") or ""), str(each["data_url"]))
        for each in listed
        if isinstance(each, Mapping) and each.get("data_url")
    ]
