"""WeChat's events: who came and left, what an investor tapped, what became of a send. Pure.

Events have no id of their own. Sender, second, kind and key name one: two taps in a second are two messages
unless they are the same tap.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wechatpy.events import EVENT_TYPES

from channels.errors import UnreadableUpdate
from conversations import Inbound

CHANNEL = "wechat"
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Window:
    """What WeChat then lets us write: `total` messages within `seconds`."""

    kind: str
    total: int
    seconds: int


MESSAGE = Window("message", 5, 48 * 3_600)
CLICK = Window("click", 3, 60)


@dataclass(frozen=True, slots=True)
class Said:
    """Something to be answered; `account` is whom it was said to."""

    inbound: Inbound
    account: str
    opens: Window


@dataclass(frozen=True, slots=True)
class Left:
    """Unsubscribed: nothing can be written to them any more."""

    user: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What became of a template or subscription message."""

    provider_ref: str
    delivered: bool
    error: str | None


@dataclass(frozen=True, slots=True)
class Noted:
    """Understood, and nothing is to be done."""

    event: str


@dataclass(frozen=True, slots=True)
class Granted:
    """The investor lets us send them one 订阅通知; `grant` is the same in a second delivery."""

    user: str
    grant: str
    at: datetime


Update = Said | Left | Confirmed | Granted | Noted

_UNKNOWN_TO_WECHATPY = {
    "publishjobfinish",
    "subscribe_msg_change_event",
    "user_authorization_cancellation",
    "user_authorization_revoke",
    "user_info_modified",
    "view_miniprogram",
}
_NOTED = EVENT_TYPES.keys() | _UNKNOWN_TO_WECHATPY


def parse_event(fields: Fields, user: str, account: str, at: datetime) -> Update:
    """Raises UnreadableUpdate for an event that nobody has described."""
    event = fields.get("Event", "").strip().lower()
    if event in _SAYING:
        said = Inbound(CHANNEL, user, _id_of(fields, event), at=at, **_SAYING[event](fields))
        return Said(said, account, CLICK)
    if event == "unsubscribe":
        return Left(user)
    if event == "templatesendjobfinish":
        return _confirmed(fields.get("MsgID", ""), fields.get("Status", ""), "success")
    if event == "subscribe_msg_sent_event":
        inside = "SubscribeMsgSentEvent/List/"
        return _confirmed(fields.get(f"{inside}MsgID", ""), fields.get(f"{inside}ErrorCode", ""), "0")
    if event == "subscribe_msg_popup_event":
        return _answered_popup(fields, user, at)
    if event not in _NOTED:
        raise UnreadableUpdate("an event of an unknown kind")
    return Noted(event)


def _greeted(fields: Fields) -> dict[str, Any]:
    scene = fields.get("EventKey", "").removeprefix("qrscene_")
    return {"kind": "subscribe", "media": {"scene": scene} if scene else None}


def _clicked(fields: Fields) -> dict[str, Any]:
    """The key of a menu's entry is what the investor says by choosing it."""
    return {"text": fields.get("EventKey", "")}


def _scanned(fields: Fields) -> dict[str, Any]:
    return {"text": fields.get("ScanCodeInfo/ScanResult", "")}


_SAYING: Mapping[str, Callable[[Fields], dict[str, Any]]] = {
    "subscribe": _greeted,
    "scan": _greeted,
    "click": _clicked,
    "scancode_waitmsg": _scanned,
}


def _id_of(fields: Fields, event: str) -> str:
    return f"{fields.get('CreateTime', '').strip()}.{event}.{fields.get('EventKey', '')}"


def _answered_popup(fields: Fields, user: str, at: datetime) -> Update:
    inside = "SubscribeMsgPopupEvent/List/"
    if fields.get(f"{inside}SubscribeStatusString", "").strip().lower() != "accept":
        return Noted("subscribe_msg_popup_event")
    template = fields.get(f"{inside}TemplateId", "").strip()
    return Granted(user, f"{fields.get('CreateTime', '').strip()}.{template}"[:100], at)


def _confirmed(reference: str, status: str, good: str) -> Confirmed:
    delivered = status.strip().lower() == good
    return Confirmed(reference.strip(), delivered, None if delivered else status.strip()[:100] or "unknown")
