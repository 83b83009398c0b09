"""What Telegram knows: chats, what stands in them, files, and updates that wait to be taken."""

import asyncio
import itertools
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

TOKEN = "7000001:token-of-the-fake-bot"
USERNAME = "wenpan_bot"
PER_SECOND = 30  # messages of a bot in all


class Refused(Exception):
    """What the Bot API answers instead of a result."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot as people see it; `rows` are the titles and payloads of its keyboard."""

    message_id: int
    chat: int
    text: str
    entities: list[dict[str, Any]]
    rows: list[list[dict[str, str]]]
    photo: bytes | None = None
    topic: int | None = None
    at: float = 0.0


@dataclass
class Chat:
    id: int
    type: str = "private"
    blocked: str | None = None  # why nothing can be sent
    moved_to: int | None = None

    def as_json(self) -> dict[str, Any]:
        named = {"first_name": "访客"} if self.type == "private" else {"title": "股友群"}
        return {"id": self.id, "type": self.type, **named}


@dataclass
class Webhook:
    url: str
    secret: str | None
    errors: list[str] = field(default_factory=list)


class Platform:
    """One bot's side of Telegram. `pace` is the seconds between two messages to a chat, 0 lets all pass."""

    def __init__(self, token: str = TOKEN, username: str = USERNAME, pace: float = 0.0) -> None:
        self.token, self.username, self.pace = token, username, pace
        self.bot = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "问盘",
            "username": username,
        }
        self.chats: dict[int, Chat] = {}
        self.shown: list[Shown] = []
        self.typing: list[int] = []
        self.acknowledged: list[str] = []
        self.queries: set[str] = set()
        self.files: dict[str, tuple[str, bytes]] = {}
        self.commands: list[dict[str, str]] = []
        self.description = self.about = ""
        self.webhook: Webhook | None = None
        self.waiting: list[dict[str, Any]] = []
        self.allowed: list[str] | None = None
        self.arrived = asyncio.Event()
        self.ids = itertools.count(1)
        self.update_ids = itertools.count(900_000_001)
        self._sent: defaultdict[int, deque[float]] = defaultdict(deque)
        self._all: deque[float] = deque()

    def chat(self, number: int, kind: str = "private") -> Chat:
        """The chat of this number, begun if it is new."""
        return self.chats.setdefault(number, Chat(number, kind))

    def writable(self, number: object) -> Chat:
        """The chat in which the bot may write; raises Refused."""
        chat = self.chats.get(int(str(number))) if str(number).lstrip("-").isdigit() else None
        if chat is None:
            raise Refused(400, "Bad Request: chat not found")
        if chat.moved_to is not None:
            said = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, said, migrate_to_chat_id=chat.moved_to)
        if chat.blocked:
            raise Refused(403, f"Forbidden: {chat.blocked}")
        return chat

    def keep_pace(self, chat: Chat) -> None:
        """One message a second to a chat and thirty in all; raises Refused with the time to wait."""
        if not self.pace:
            return
        now = time.monotonic()
        sent = self._sent[chat.id]
        if sent and now - sent[-1] < self.pace:
            raise Refused(429, "Too Many Requests: retry after 1", retry_after=1)
        while self._all and now - self._all[0] > 1:
            self._all.popleft()
        if len(self._all) >= PER_SECOND:
            raise Refused(429, "Too Many Requests: retry after 1", retry_after=1)
        sent.append(now)
        self._all.append(now)

    def emit(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        """A new update, queued unless the bot does not want its kind."""
        update = {"update_id": next(self.update_ids), kind: body}
        if self.allowed is None or kind in self.allowed:
            self.waiting.append(update)
            self.arrived.set()
        return update

    def confirm(self, below: int) -> None:
        """Updates with smaller numbers are forgotten."""
        self.waiting = [update for update in self.waiting if update["update_id"] >= below]

    def texts(self, chat: int) -> list[str]:
        """What the bot has written there, in order."""
        return [shown.text for shown in self.shown if shown.chat == chat]
