"""One entry of WeCom's stream → what it tells. Pure; raises UnreadableUpdate for what is no entry."""

import re
from collections.abc import Mapping
from datetime import datetime
from math import isfinite
from typing import Any

from channels.errors import UnreadableUpdate
from channels.wechat_kf.told import Aside, Entered, Heard, Lost, News, Served, Turned
from conversations import Inbound
from conversations.intake import clean
from conversations.messages import SHANGHAI

CHANNEL = "wechat_kf"
CUSTOMER, EVENT, SERVICER = 3, 4, 5  # where an entry comes from
TAKEN_UP, PASSED_ON, ENDED, TAKEN_AGAIN = 1, 2, 3, 4  # how a session changed

# What can be fetched later, as the investor sends it: our kind and the type that WeCom's files have.
_FILES: Mapping[str, tuple[str, str | None]] = {
    "image": ("image", None),
    "voice": ("voice", "audio/amr"),
    "video": ("video", "video/mp4"),
    "file": ("file", None),
}
# What is only described: our kind, and the fields worth keeping under our names.
_DESCRIBED: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "location": (
        "location",
        {"latitude": "latitude", "longitude": "longitude", "name": "name", "address": "address"},
    ),
    "link": ("link", {"title": "title", "desc": "description", "url": "url"}),
    "miniprogram": ("link", {"title": "title", "appid": "app"}),
    "channels": ("link", {"title": "title", "nickname": "name"}),
    "merged_msg": ("link", {"title": "title"}),
}
_ID = re.compile(r"[A-Za-z0-9_.@=-]{1,128}")
_BUTTON = re.compile(r"[A-Za-z0-9_-]{16}")
Entry = Mapping[str, Any]


def address(open_kfid: str, external_userid: str) -> str:
    """Our name of an investor: the same person is somebody else at another service account."""
    return f"{open_kfid}:{external_userid}"


def parties(user: str) -> tuple[str, str]:
    """The service account and the investor's id there."""
    open_kfid, _, external_userid = user.partition(":")
    return open_kfid, external_userid


def parse_entry(entry: object) -> News:
    """What one entry tells."""
    if not isinstance(entry, Mapping):
        raise UnreadableUpdate("not an object")
    origin, kind = entry.get("origin"), _text(entry, "msgtype")
    if kind == "event":
        return _event(entry, _part(entry, "event"))
    if origin == CUSTOMER:
        return Heard(_inbound(entry, kind))
    if origin == SERVICER:
        return _served(entry, kind)
    raise UnreadableUpdate("origin")


def time_of(entry: Entry) -> datetime:
    """When it was said."""
    try:
        return datetime.fromtimestamp(float(entry["send_time"]), SHANGHAI)
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as exc:  # absent, or no time
        raise UnreadableUpdate("send_time") from exc


def _inbound(entry: Entry, kind: str) -> Inbound:
    ours, text, media = _content(entry, kind)
    tapped = _maybe(_part(entry, "text"), "menu_id") if kind == "text" else None
    pressed = tapped if tapped and _BUTTON.fullmatch(tapped) else None  # else a menu that is not ours
    return Inbound(
        channel=CHANNEL,
        user=_user(entry),
        message_id=_id(entry, "msgid"),
        kind="button" if pressed else ours,
        text=text,
        button=pressed,
        media=media,
        at=time_of(entry),
    )


def _served(entry: Entry, kind: str) -> Served:
    ours, text, media = _content(entry, kind)
    return Served(
        user=_user(entry),
        servicer=_id(entry, "servicer_userid"),
        message_id=_id(entry, "msgid"),
        kind=ours,
        text=text,
        media=media,
        at=time_of(entry),
    )


def _content(entry: Entry, kind: str) -> tuple[str, str | None, dict[str, Any] | None]:
    """Our kind, the words and what else there is."""
    if kind == "text":
        return "text", _text(_part(entry, "text"), "content", blank=True), None
    if kind in _FILES:
        ours, mime = _FILES[kind]
        media = {"wanted": clean(_text(_part(entry, kind), "media_id"))}
        return ours, None, media | ({"mime": mime} if mime else {})
    if kind in _DESCRIBED:
        ours, fields = _DESCRIBED[kind]
        return ours, None, _kept(_part(entry, kind), fields)
    return "other", None, {"type": clean(kind)[:64]}


def _kept(part: Entry, fields: Mapping[str, str]) -> dict[str, Any]:
    values = {name: part.get(theirs) for theirs, name in fields.items()}
    return {
        name: clean(value) if isinstance(value, str) else value
        for name, value in values.items()
        if isinstance(value, str) or (isinstance(value, int | float) and isfinite(value))
    }


def _event(entry: Entry, event: Entry) -> News:
    at = time_of(entry)
    match _text(event, "event_type"):
        case "enter_session":
            return Entered(_user(event), _id(entry, "msgid"), _maybe(event, "welcome_code"), at)
        case "msg_send_fail":
            return Lost(_user(event), _id(event, "fail_msgid"), _number(event, "fail_type"), at)
        case "session_status_change":
            return _turned(event, at)
        case other:
            return Aside(other[:64], at)


def _turned(event: Entry, at: datetime) -> News:
    change = _number(event, "change_type")
    code = _maybe(event, "msg_code")
    if change == ENDED:
        return Turned(_user(event), None, code, at)
    if change in (TAKEN_UP, PASSED_ON, TAKEN_AGAIN):
        return Turned(_user(event), _id(event, "new_servicer_userid"), code, at)
    return Aside("session_status_change", at)


def _user(part: Entry) -> str:
    return address(_id(part, "open_kfid"), _id(part, "external_userid"))


def _part(entry: Entry, name: str) -> Entry:
    part = entry.get(name)
    if not isinstance(part, Mapping):
        raise UnreadableUpdate(name)
    return part


def _text(part: Entry, name: str, *, blank: bool = False) -> str:
    value = part.get(name)
    if not isinstance(value, str) or not (value or blank):
        raise UnreadableUpdate(name)
    return value


def _id(part: Entry, name: str) -> str:
    value = _text(part, name)
    if not _ID.fullmatch(value):
        raise UnreadableUpdate(name)
    return value


def _maybe(part: Entry, name: str) -> str | None:
    return clean(_text(part, name, blank=True)) or None if name in part else None


def _number(part: Entry, name: str) -> int:
    value = part.get(name)
    if not isinstance(value, int):
        raise UnreadableUpdate(name)
    return value
