"""What of a message is sealed, and in which form. Pure.

Sealed is what was said, by whom, when and where: everything that stands when the message is written. Not
sealed is what changes afterwards: whether it arrived, and what we made of it (topic, intent, entities).

A leaf is the JSON array `[FORM, conversation, seq, sender, kind, at, epoch, agent, commitment]`, without
spaces, every character as it is, in UTF-8; `at` is UTC with microseconds. `commitment` is the hexadecimal
sha256 of a salt of the message's own (16 random bytes) followed by the content: the JSON object of CONTENT
with sorted keys, in the same writing. Once the salt is gone, nobody can find out what the content was.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from conversations.ledger.tree import leaf_hash

FORM = "wenpan-message-1"
CONTENT = ("text", "buttons", "pressed", "image", "media", "message_id", "length")
HEADER = ("sender", "kind", "at", "epoch", "agent")
COLUMNS = ", ".join(f"m.{name}" for name in ("conversation_id", "seq", *HEADER, *CONTENT))
SALT = 16  # bytes
GONE = bytes(SALT)
"""In the place of a salt: what was said here was taken out again."""
AWAITED = "wanted"
"""As `media` of a message that was sealed before its file came."""
_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it is sealed; `content` has the names of CONTENT."""

    conversation_id: int
    seq: int
    sender: str
    kind: str
    at: datetime
    epoch: int
    agent: str | None
    content: Mapping[str, Any]


def said(row: Mapping[str, Any]) -> Said:
    """Of a row of COLUMNS; a file that is still to be fetched is AWAITED."""
    header = {name: row[name] for name in ("conversation_id", "seq", *HEADER)}
    content = {name: row[name] for name in CONTENT}
    if content["media"] and "wanted" in content["media"]:
        content["media"] = AWAITED
    return Said(**header, content=content)


def absent(conversation_id: int, seq: int) -> Said:
    """In a place where nothing stood when it was sealed."""
    return Said(conversation_id, seq, "", "absent", datetime.fromtimestamp(0, UTC), 0, None, {})


def new_salt() -> bytes:
    return secrets.token_bytes(SALT)


def commitment(content: Mapping[str, Any], salt: bytes) -> str:
    return hashlib.sha256(salt + _canonical(dict(content)).encode()).hexdigest()


def header(message: Said, committed: str) -> str:
    """The leaf as text."""
    at = message.at.astimezone(UTC).isoformat(timespec="microseconds")
    who = [message.conversation_id, message.seq, message.sender, message.kind, at]
    return _canonical([FORM, *who, message.epoch, message.agent, committed])


def leaf_of(message: Said, salt: bytes) -> bytes:
    """The hash under which it stands in the tree of its day."""
    return leaf_hash(header(message, commitment(message.content, salt)).encode())


def as_sealed(message: Said, leaf: bytes, salt: bytes) -> Said | None:
    """In the form that was sealed, as its file may have come after that (sealing.HELD); None for another."""
    if leaf_of(message, salt) == leaf:
        return message
    if message.content.get("media") is None:
        return None
    awaited = replace(message, content={**message.content, "media": AWAITED})
    return awaited if leaf_of(awaited, salt) == leaf else None
