"""What may enter: addresses are checked, text is made storable, and what the brain must not see is named.

Pure. A refusal is the name of a notice in data/notices/conversation.yml.
"""

import re
from dataclasses import dataclass, replace
from hashlib import blake2b

from conversations.errors import BadInbound
from conversations.messages import Inbound

LONGEST_TEXT = 2_000  # characters the brain is asked about
STORED_TEXT = 4_000  # characters of a longer text that the transcript keeps
LONGEST_ID = 200

# NUL is refused by PostgreSQL, lone surrogates by UTF-8; the other controls crash parsers further on.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_INVISIBLE = re.compile(
    r"[\s\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\u00ad\u3164]+"
)
_REFUSED_KINDS = {
    "image": "image",
    "photo": "image",
    "voice": "voice",
    "audio": "voice",
    "file": "file",
    "subscribe": "welcome",
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """An inbound message that can be stored. `length` is set where text was cut, `refusal` where a notice
    answers.
    """

    inbound: Inbound
    key: str
    length: int | None = None
    refusal: str | None = None


def accept(inbound: Inbound) -> Accepted:
    """Make `inbound` storable and say whether the brain may see it; raises BadInbound for an unusable
    address.
    """
    for field in ("channel", "user", "message_id"):
        _check_id(field, getattr(inbound, field))
    text = None if inbound.text is None else clean(inbound.text)
    length = len(text) if text is not None and len(text) > STORED_TEXT else None
    stored = replace(
        inbound, text=None if text is None else text[:STORED_TEXT], button=_button(inbound.button)
    )
    key = delivery_key(inbound.user, inbound.message_id)
    return Accepted(stored, key, length, refusal_of(stored.kind, text))


def clean(text: str) -> str:
    """Drop what cannot be stored or seen through: control characters (line breaks and tabs stay), lone
    surrogates.
    """
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def delivery_key(user: str, message_id: str) -> str:
    """What makes two deliveries one message in a channel: the same id of the same user.

    Platform ids are unique by themselves and come back with the same user; a web client's are unique only
    beside the user. A digest keeps any id short enough for an index.
    """
    return blake2b(f"{len(user)}:{user}{message_id}".encode(), digest_size=16).hexdigest()


def _check_id(field: str, value: str) -> None:
    if not value.strip() or len(value) > LONGEST_ID or _UNSTORABLE.search(value) or "\n" in value:
        raise BadInbound(field)


def _button(button: str | None) -> str | None:
    return None if button is None else clean(button)[:LONGEST_ID]


def refusal_of(kind: str, text: str | None) -> str | None:
    """The notice that answers instead of the brain, if one does."""
    if kind == "button":
        return None
    if kind != "text":
        return _REFUSED_KINDS.get(kind, "unsupported")
    if text is None or not _INVISIBLE.sub("", text):
        return "empty"
    return "too_long" if len(text) > LONGEST_TEXT else None
