"""`Item`s → messages of 微信客服, which are those of an official account under msgids of ours. Pure.

WeCom recognises a repetition by its msgid. What was perhaps taken must come under the same msgid with nothing
new beside it, so only messages that were tried equally often go together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import groupby
from typing import Any

from channels.text import split_text, utf8_bytes
from channels.wechat.render import LONGEST_TEXT, Body, Menu, Picture, Text
from channels.wechat.render import pack as pack_equals
from channels.wechat.words import Words
from conversations.sending import Item, Parcel, Request


def pack(items: Sequence[Item], words: Words, public_url: str | None) -> list[Parcel[Body]]:
    """The requests that say `items`, in order."""
    runs = [tuple(run) for _, run in groupby(items, key=lambda item: item.attempts)]
    return [_renamed(parcel) for run in runs for parcel in pack_equals(run, words, public_url)]


def message(body: Text | Menu) -> dict[str, Any]:
    """The part of a call that says it."""
    if isinstance(body, Text):
        return {"msgtype": "text", "text": {"content": body.content}}
    entries = [
        {"type": "click", "click": {"id": choice.id, "content": choice.title}} for choice in body.choices
    ]
    return {"msgtype": "msgmenu", "msgmenu": {"head_content": body.head, "list": entries}}


def shown(media_id: str) -> Mapping[str, Any]:
    """The part of a call that shows an uploaded picture."""
    return {"msgtype": "image", "image": {"media_id": media_id}}


def in_words(body: Body) -> Text:
    """The same as plain text, as far as one message holds it."""
    match body:
        case Menu(head, choices):
            said = "\n".join((head, *(f"· {choice.title}" for choice in choices)))
        case Picture(instead=said):
            pass
        case Text(said):
            pass
    return Text(split_text(said, LONGEST_TEXT, utf8_bytes)[0])


def _renamed(parcel: Parcel[Body]) -> Parcel[Body]:
    return replace(parcel, requests=tuple(map(_named, parcel.requests)))


def _named(request: Request[Body]) -> Request[Body]:
    """Named after what it says, too: a new database counts its messages from one again, WeCom does not."""
    said = f"{request.recipient}\n{request.body!r}".encode()
    return replace(request, key=f"{request.key}_{blake2b(said, digest_size=5).hexdigest()}")
