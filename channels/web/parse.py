"""Bytes of `POST /api/chat` → `Inbound`, or a typed refusal. Pure: no clock, no store.

What a person typed is never refused here, however odd: empty, endless, markup, control characters.
Conversations answer that kindly. Refused is what no page of ours sends: broken JSON, wrong types, unsafe ids.
"""

import re
from collections.abc import Callable

from channels.body import read_object
from channels.errors import UnreadableUpdate
from conversations import Inbound

CHANNEL = "web"
LAST_SEQ = 2**31 - 1  # the store's largest sequence number
_SENDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@-]{0,63}")
_MESSAGE_ID = re.compile(r"[A-Za-z0-9._:@-]{1,64}")


def parse_chat(body: bytes, new_id: Callable[[], str]) -> Inbound:
    """One message of an investor; `new_id` names it where the caller did not. Raises `UnreadableUpdate`."""
    fields = read_object(body)
    text, button = _string(fields, "text"), _string(fields, "payload")
    if (text is None) == (button is None):
        raise UnreadableUpdate("exactly one of text and payload")
    return Inbound(
        channel=CHANNEL,
        user=parse_sender(fields.get("sender")),
        message_id=_parse_message_id(fields.get("message_id")) or new_id(),
        kind="text" if button is None else "button",
        text=text,
        button=button,
    )


def parse_sender(value: object) -> str:
    """A sender of 1 to 64 letters, digits and `. _ : @ -`: it stands in addresses and in logs."""
    if not isinstance(value, str) or not _SENDER.fullmatch(value):
        raise UnreadableUpdate("sender: 1 to 64 of A-Z a-z 0-9 . _ : @ -")
    return value


def parse_count(value: str | None, default: int, highest: int) -> int:
    """A whole number of a query string, 0 to `highest`; larger ones are cut, not refused."""
    if value is None or value == "":
        return default
    if not (value.isascii() and value.isdigit()):
        raise UnreadableUpdate("a whole number, not negative")
    return min(int(value[:20]), highest)


def _parse_message_id(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not _MESSAGE_ID.fullmatch(value):
        raise UnreadableUpdate("message_id: 1 to 64 of A-Z a-z 0-9 . _ : @ -")
    return value


def _string(fields: dict[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise UnreadableUpdate(f"{name}: a string")
    return value
