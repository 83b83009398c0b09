"""The state of a fake WeCom company with 微信客服: its stream, its sessions, its desk, what investors see."""

import secrets
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.wechat.account import Clock
from tests.fakes.wechat.kf_codes import (
    BAD_ACCOUNT,
    BAD_CUSTOMER,
    BAD_MEDIA_ID,
    BAD_PARAMETER,
    COUNT_LIMIT,
    OK,
    SERVICER_AWAY,
    SESSION_INVALID,
    STEP_REFUSED,
    TIME_LIMIT,
)
from tests.fakes.wechat.screen import Screens
from tests.fakes.wechat.tokens import Tokens

NEW, BOT, QUEUED, HUMAN, ENDED = range(5)
ALLOWED = {
    NEW: {BOT, QUEUED, HUMAN, ENDED},
    BOT: {QUEUED, HUMAN, ENDED},
    QUEUED: {HUMAN, ENDED},
    HUMAN: {HUMAN, ENDED},
    ENDED: set[int](),
}
TOTAL = 5
WITHIN = 48 * 3600.0
KEPT = 3 * 86400.0
GREETING_WITHIN = 20.0
CALLBACK_TOKEN_WITHIN = 600.0
Place = tuple[str, str]  # a service account and a customer of it


@dataclass
class Session:
    """One customer at one service account."""

    state: int = ENDED
    servicer: str = ""
    wrote_at: float = 0.0
    left: int = 0
    greeted_at: float = 0.0


@dataclass
class Code:
    """The right to one message; but for greetings only while the session is in `state`."""

    place: Place
    ends: float
    state: int | None
    menus: bool


@dataclass
class Media:
    content: bytes
    mime: str
    ends: float


@dataclass
class Company:
    """A corp with its service accounts; everything that happens is appended to `stream`."""

    corp_id: str = "ww0123456789abcdef"
    secret: str = "secret-of-the-service-app"
    token: str = "tokenOfTheCallback"
    aes_key: str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    accounts: tuple[str, ...] = ("wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q",)
    clock: Clock = field(default_factory=Clock)
    screens: Screens = field(default_factory=Screens)
    stream: list[dict[str, Any]] = field(default_factory=list)
    sessions: defaultdict[Place, Session] = field(default_factory=lambda: defaultdict(Session))
    receiving: set[str] = field(default_factory=lambda: {"zhangsan", "lisi"})
    codes: dict[str, Code] = field(default_factory=dict)
    taken: set[tuple[str, str]] = field(default_factory=set)  # msgids, unique in a service account
    media: dict[str, Media] = field(default_factory=dict)
    callback_tokens: dict[str, float] = field(default_factory=dict)
    banned_addresses: bool = False

    def __post_init__(self) -> None:
        self.tokens = Tokens(self.clock)

    def add(self, origin: int, kind: str, content: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Put an entry into the stream."""
        entry = {
            "msgid": secrets.token_urlsafe(24),
            "send_time": int(self.clock.now()),
            "origin": origin,
            "msgtype": kind,
            kind: content,
            **more,
        }
        self.stream.append(entry)
        return entry

    def read(self, account: str, cursor: str, limit: int) -> tuple[int, list[dict[str, Any]], str, int]:
        """A page after `cursor`: the error code, the entries, where to go on, and whether there is more."""
        start = _place_of(cursor)
        if start is None or start > len(self.stream):
            return BAD_PARAMETER, [], "", 0
        since = self.clock.now() - KEPT
        page: list[dict[str, Any]] = []
        end = start
        while end < len(self.stream) and len(page) < limit:
            entry = self.stream[end]
            end += 1
            if _account_of(entry) == account and entry["send_time"] >= since:
                page.append(entry)
        more = any(_account_of(entry) == account for entry in self.stream[end:])
        return OK, page, f"4gw7MepFLfgF2VC5n{end:x}", int(more)

    def judge_place(self, place: Place) -> int:
        if place[0] not in self.accounts:
            return BAD_ACCOUNT
        return OK if place in self.sessions else BAD_CUSTOMER

    def spend(self, place: Place) -> int:
        """One message of the five: the error code, or it is counted."""
        session = self.sessions[place]
        if session.state not in (NEW, BOT):
            return SESSION_INVALID
        if session.wrote_at and self.clock.now() > session.wrote_at + WITHIN:
            return TIME_LIMIT
        if not session.left:
            return COUNT_LIMIT
        session.left -= 1
        return OK

    def move(self, place: Place, state: int, servicer: str) -> tuple[int, str | None]:
        """service_state/trans: the error code, and the code for a word in the new state."""
        session = self.sessions[place]
        if state not in ALLOWED[session.state]:
            return STEP_REFUSED, None
        if state == HUMAN and servicer not in self.receiving:
            return SERVICER_AWAY, None
        first = session.state != state
        session.state, session.servicer = state, servicer if state == HUMAN else ""
        return OK, self.give_code(place, state) if first and state != BOT else None

    def give_code(self, place: Place, state: int) -> str:
        """The right to one message in `state`."""
        code = secrets.token_urlsafe(16)
        within, menus = (GREETING_WITHIN, True) if state == ENDED else (WITHIN, False)
        self.codes[code] = Code(place, self.clock.now() + within, state, menus)
        return code

    def give_greeting(self, place: Place) -> str | None:
        """The right to greet who has not written and was not greeted within two days."""
        session, now = self.sessions[place], self.clock.now()
        if max(session.wrote_at, session.greeted_at) > now - WITHIN:
            return None
        session.greeted_at = now
        code = secrets.token_urlsafe(16)
        self.codes[code] = Code(place, now + GREETING_WITHIN, None, True)
        return code

    def use_code(self, value: str, *, menu: bool) -> Place | None:
        """Where a code may be used; it is gone then."""
        code = self.codes.pop(value, None)
        if code is None or code.ends < self.clock.now() or (menu and not code.menus):
            return None
        if code.state is not None and self.sessions[code.place].state != code.state:
            return None
        return code.place

    def keep(self, content: bytes, mime: str) -> str:
        """The id of a temporary file."""
        media_id = secrets.token_urlsafe(32)
        self.media[media_id] = Media(content, mime, self.clock.now() + KEPT)
        return media_id

    def file(self, media_id: str) -> tuple[int, Media | None]:
        found = self.media.get(media_id)
        return (OK, found) if found and found.ends > self.clock.now() else (BAD_MEDIA_ID, None)

    def ring(self) -> str:
        """A token for the next callback."""
        token = secrets.token_urlsafe(24)
        self.callback_tokens[token] = self.clock.now() + CALLBACK_TOKEN_WITHIN
        return token


def _place_of(cursor: str) -> int | None:
    if not cursor:
        return 0
    try:
        return int(cursor.removeprefix("4gw7MepFLfgF2VC5n"), 16)
    except ValueError:  # never given by us
        return None


def _account_of(entry: dict[str, Any]) -> str:
    return str(entry.get("open_kfid") or entry.get("event", {}).get("open_kfid"))
