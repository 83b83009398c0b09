"""The state of the fake WeChat: who follows, what may be written to whom, what everybody sees."""

import secrets
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.wechat.account import Account, Clock
from tests.fakes.wechat.quotas import Quotas
from tests.fakes.wechat.screen import Screens, Shown
from tests.fakes.wechat.tokens import Tokens

OK = 0
BAD_OPENID = 40003
BAD_MEDIA_ID = 40007
BAD_MESSAGE_TYPE = 40008
NOT_SUBSCRIBED = 43004
EMPTY_TEXT = 44004
TOO_LONG = 45002
BAD_COMMAND = 45072
TYPING_LATE = 45080
TYPING_TWICE = 45081
BAD_JSON = 47001
BAD_TEMPLATE = 40037
REFUSED = 43101  # no subscription was given, or it is used up
BAD_FIELD = 47003

TEXT_BYTES = 2048
THING = 20  # characters
MEDIA_LIFETIME = 3 * 86400.0
TYPING_AFTER = 30.0  # seconds since the user's last message
TYPING_LASTS = 15.0
MESSAGE = ("message", 5, 48 * 3600.0)
CLICK = ("click", 3, 60.0)


@dataclass
class Media:
    content: bytes
    mime: str
    ends: float


@dataclass
class Follower:
    """A user who has ever been here; `heard_at` is the time of the last message or click."""

    subscribed: bool = True
    heard_at: float = 0.0
    typing_until: float = 0.0


@dataclass
class Platform:
    """One official account's world."""

    account: Account = field(default_factory=Account)
    clock: Clock = field(default_factory=Clock)
    screens: Screens = field(default_factory=Screens)
    followers: dict[str, Follower] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    menu: dict[str, Any] | None = None
    banned_addresses: bool = False  # our address is not on the account's list
    templates: dict[str, tuple[str, ...]] = field(default_factory=dict)  # the fields of each
    grants: Counter[tuple[str, str]] = field(
        default_factory=Counter
    )  # subscriptions left, by user and template

    def __post_init__(self) -> None:
        self.stable_tokens = Tokens(self.clock)
        self.ordinary_tokens = Tokens(self.clock)
        self.quotas = Quotas(self.clock)
        self.filled = 200_163_836

    def heard(self, user: str, opens: tuple[str, int, float]) -> None:
        """A user wrote or clicked, which opens a window."""
        follower = self.followers.setdefault(user, Follower())
        follower.heard_at = self.clock.now()
        self.quotas.open(user, *opens)

    def keep(self, content: bytes, mime: str) -> str:
        """The id of a temporary file."""
        media_id = secrets.token_urlsafe(32)
        self.media[media_id] = Media(content, mime, self.clock.now() + MEDIA_LIFETIME)
        return media_id

    def file(self, media_id: str) -> Media | None:
        found = self.media.get(media_id)
        return found if found and found.ends > self.clock.now() else None

    def send(self, message: dict[str, Any]) -> int:
        """message/custom/send: the error code, and on success the user sees it."""
        bubble, code = self._bubble(message)
        if code or bubble is None:
            return code
        user = str(message.get("touser", ""))
        if code := self._reachable(user) or self.quotas.take(user):
            return code
        self.followers[user].typing_until = 0.0
        self.screens.show(user, bubble)
        return OK

    def fill(self, message: dict[str, Any], *, granted: bool) -> tuple[int, int]:
        """message/template/send, or with `granted` message/subscribe/bizsend: the error code and the number
        under which an event says later what became of it.
        """
        user, template = str(message.get("touser")), str(message.get("template_id"))
        if code := self._reachable(user):
            return code, 0
        if template not in self.templates:
            return BAD_TEMPLATE, 0
        values = _values(message.get("data"), self.templates[template])
        if values is None:
            return BAD_FIELD, 0
        if granted and not self.grants[user, template]:
            return REFUSED, 0
        self.grants[user, template] -= granted
        self.screens.show(user, Shown("service", "template", "\n".join(values)))
        self.filled += 1
        return OK, self.filled

    def type(self, user: str, command: str) -> int:
        """message/custom/typing"""
        if code := self._reachable(user):
            return code
        now, follower = self.clock.now(), self.followers[user]
        if command == "CancelTyping":
            follower.typing_until = 0.0
            return OK
        if command != "Typing":
            return BAD_COMMAND
        if follower.heard_at < now - TYPING_AFTER:
            return TYPING_LATE
        if follower.typing_until > now:
            return TYPING_TWICE
        follower.typing_until = now + TYPING_LASTS
        return OK

    def _reachable(self, user: str) -> int:
        follower = self.followers.get(user)
        if follower is None:
            return BAD_OPENID
        return OK if follower.subscribed else NOT_SUBSCRIBED

    def _bubble(self, message: dict[str, Any]) -> tuple[Shown | None, int]:
        kind = message.get("msgtype")
        body = message.get(str(kind))
        if not isinstance(body, dict):
            return None, BAD_MESSAGE_TYPE
        match kind:
            case "text":
                return _text(body.get("content"))
            case "image":
                found = self.file(str(body.get("media_id")))
                return (Shown("service", "image", image=found.content), OK) if found else (None, BAD_MEDIA_ID)
            case "msgmenu":
                return _menu(body)
        return None, BAD_MESSAGE_TYPE


def _text(content: object) -> tuple[Shown | None, int]:
    if not isinstance(content, str) or not content.strip():
        return None, EMPTY_TEXT
    if len(content.encode()) > TEXT_BYTES:
        return None, TOO_LONG
    return Shown("service", "text", content), OK


def _values(data: object, names: tuple[str, ...]) -> list[str] | None:
    """A template's values in the order of its fields; a "thing" holds 1 to 20 characters."""
    if not isinstance(data, dict) or set(data) != set(names):
        return None
    values = [each.get("value") if isinstance(each, dict) else None for each in map(data.get, names)]
    good = [value for value in values if isinstance(value, str) and 0 < len(value) <= THING]
    return good if len(good) == len(values) else None


def _menu(body: dict[str, Any]) -> tuple[Shown | None, int]:
    try:
        choices = tuple((entry["id"], entry["content"]) for entry in body["list"])
    except (KeyError, TypeError):  # not a list of id and content
        return None, BAD_JSON
    if not choices or not all(isinstance(part, str) and part for choice in choices for part in choice):
        return None, BAD_JSON
    texts = [body.get("head_content") or "", *(words for _, words in choices), body.get("tail_content") or ""]
    whole = "\n".join(text for text in texts if text)
    if len(whole.encode()) > TEXT_BYTES:
        return None, TOO_LONG
    words = "\n".join(text for text in (texts[0], texts[-1]) if text)
    return Shown("service", "menu", words, choices=choices), OK
