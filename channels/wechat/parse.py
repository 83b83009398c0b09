"""A message as WeChat writes it → what an investor said or did. Pure.

What an investor sent is never refused for its content; a message without a sender or an id is.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from channels.errors import UnreadableUpdate
from channels.wechat.events import CHANNEL, CLICK, MESSAGE, Fields, Said, Update, Window, parse_event
from channels.wechat.xml import read_xml
from conversations import Inbound
from conversations.messages import SHANGHAI

LONGEST_NAME = 1_000  # characters kept of a title, a label or an address
_ACCOUNT = re.compile(r"[A-Za-z0-9._:@=-]{1,128}")
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BUTTON = re.compile(r"[A-Za-z0-9_-]{16}")
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,20})?")
_SECONDS = re.compile(r"[0-9]{9,10}")
_VOICES = {"amr": "audio/amr", "speex": "audio/speex", "mp3": "audio/mpeg"}
Meant = dict[str, Any]


def parse_update(xml: str, unshown: Collection[str], now: datetime) -> Update:
    """`unshown` are the texts that WeChat writes for what it cannot pass on. Raises UnreadableUpdate."""
    fields = read_xml(xml)
    kind = fields.get("MsgType", "").strip().lower()
    user, account = _account(fields, "FromUserName"), _account(fields, "ToUserName")
    at = _time(fields, now)
    if kind == "event":
        return parse_event(fields, user, account, at)
    if not kind:
        raise UnreadableUpdate("no kind of message")
    meant, opens = _meaning(kind, fields, unshown)
    return Said(Inbound(CHANNEL, user, _message_id(fields), at=at, **meant), account, opens)


def _meaning(kind: str, fields: Fields, unshown: Collection[str]) -> tuple[Meant, Window]:
    if kind != "text":
        read = _KINDS.get(kind)
        return read(fields) if read else {"kind": "unsupported"}, MESSAGE
    text, tapped = fields.get("Content", ""), fields.get("bizmsgmenuid", "").strip()
    if _BUTTON.fullmatch(tapped):
        return {"kind": "button", "button": tapped}, CLICK
    if text.strip() in unshown:
        return {"kind": "sticker"}, MESSAGE
    return {"kind": "text", "text": text}, CLICK if tapped else MESSAGE


def _image(fields: Fields) -> Meant:
    return {"kind": "image", "media": _wanted(fields, "MediaId")}


def _voice(fields: Fields) -> Meant:
    """WeChat stopped recognising speech, but says what it recognised where it still does."""
    spoken = fields.get("Recognition", "").strip()
    told = {"mime": _VOICES.get(fields.get("Format", "").strip().lower()), "recognition": spoken}
    media = _wanted(fields, "MediaId16K") or _wanted(fields, "MediaId")
    return {"kind": "voice", "media": {**media, **{name: value for name, value in told.items() if value}}}


def _video(fields: Fields) -> Meant:
    return {"kind": "video", "media": {**_wanted(fields, "MediaId"), "mime": "video/mp4"}}


def _file(fields: Fields) -> Meant:
    """WeChat names a file and gives nobody its bytes."""
    size = fields.get("FileTotalLen", "").strip()
    counted = {"size": int(size)} if size.isascii() and size.isdigit() and len(size) < 16 else {}
    return {"kind": "file", "media": {**_named(fields, {"name": "Title"}), **counted}}


def _location(fields: Fields) -> Meant:
    told = {"latitude": fields.get("Location_X", ""), "longitude": fields.get("Location_Y", "")}
    degrees = {name: float(value) for name, value in told.items() if _DEGREES.fullmatch(value.strip())}
    return {"kind": "location", "media": {**degrees, **_named(fields, {"label": "Label"})}}


def _link(fields: Fields) -> Meant:
    named = {"title": "Title", "description": "Description", "url": "Url"}
    return {"kind": "link", "media": _named(fields, named)}


_KINDS: Mapping[str, Callable[[Fields], Meant]] = {
    "image": _image,
    "voice": _voice,
    "video": _video,
    "shortvideo": _video,
    "file": _file,
    "location": _location,
    "link": _link,
}


def _wanted(fields: Fields, name: str) -> dict[str, str]:
    media_id = fields.get(name, "").strip()
    return {"wanted": media_id} if media_id else {}


def _named(fields: Fields, names: Mapping[str, str]) -> dict[str, str]:
    return {ours: fields[theirs][:LONGEST_NAME] for ours, theirs in names.items() if fields.get(theirs)}


def _account(fields: Fields, name: str) -> str:
    value = fields.get(name, "").strip()
    if not _ACCOUNT.fullmatch(value):
        raise UnreadableUpdate(f"{name}: no account")
    return value


def _message_id(fields: Fields) -> str:
    value = fields.get("MsgId", "").strip()
    if not _MESSAGE_ID.fullmatch(value):
        raise UnreadableUpdate("MsgId: none")
    return value


def _time(fields: Fields, now: datetime) -> datetime:
    """When it was sent; now where that is not told."""
    seconds = fields.get("CreateTime", "").strip()
    return datetime.fromtimestamp(int(seconds), SHANGHAI) if _SECONDS.fullmatch(seconds) else now
