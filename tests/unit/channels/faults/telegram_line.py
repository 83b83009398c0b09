"""Telegram, by webhook."""

import copy
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from channels.credentials import Telegram
from channels.telegram.channel import TelegramChannel
from conversations.database import Database
from tests.fakes.telegram.platform import Refused
from tests.fakes.telegram.serving import FakeTelegram, telegram
from tests.fakes.wechat.faults import BreakOff, Status
from tests.unit.channels.faults.line import (
    GOES_LATER,
    NOBODY_KNOWS,
    REFUSED,
    Delivery,
    End,
    Line,
    Signing,
    Trouble,
)

SECRET = "what-telegram-was-told"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class TelegramLine(Line):
    """Somebody in a private chat with the bot, the Bot API behind it. Telegram signs no time."""

    wrongly: frozenset[Signing] = frozenset({"badly", "not at all"})
    ends = {  # noqa: RUF012 - set once
        "too fast": GOES_LATER,
        "busy": GOES_LATER,
        "broken": NOBODY_KNOWS,
        "unheard": End("unknown", 1),
        "token revoked": GOES_LATER,
        "gone": REFUSED,
    }

    def __init__(self, fake: FakeTelegram, client: httpx.AsyncClient) -> None:
        self._fake, self._client = fake, client
        self._account = Telegram(
            bot_token=fake.platform.token, secret_token=SECRET, api_base=fake.url, mode="webhook"
        )
        self.secrets = (SECRET, fake.platform.token)
        self._numbers = itertools.count(7_000)

    def join(self, database: Database, media_dir: Path) -> None:
        self.channel = TelegramChannel(self._account, database, media_dir, None)

    async def connect(self, url: str) -> None:
        self._address = f"{url}/channels/telegram"

    def investor(self) -> str:
        return str(self._fake.platform.chat(next(self._numbers)).id)

    def message(self, user: str, text: str) -> Delivery:
        return self._taken(user, self._fake.people.say(int(user), text))

    def strange(self, user: str) -> Sequence[Delivery]:
        hologram = self._fake.people.say(int(user), "x")
        del hologram["message"]["text"]
        hologram["message"]["hologram"] = {"x": 1}
        poll = {"update_id": hologram["update_id"] + 10_000, "poll": {"id": "1"}}
        return [self._taken(user, hologram), Delivery(user, poll)]

    def broken(self, user: str) -> Sequence[Delivery]:
        whole = self._fake.people.say(int(user), "x")
        wrong: list[dict[str, Any]] = [
            {"message": "x"},
            {"message": {**whole["message"], "chat": 7}},
            {"message": {**whole["message"], "text": ["x"]}},
            {"message": {**whole["message"], "date": 10**30}},
            {"message": {"text": "x"}},
            {"update_id": "x"},
            {"update_id": None},
        ]
        self._taken(user, whole)
        return [Delivery(user, {**whole, **part}) for part in wrong]

    async def bring(self, delivery: Delivery, signing: Signing = "well") -> int:
        headers = {"well": {HEADER: SECRET}, "badly": {HEADER: "guessed"}}.get(signing, {})
        response = await self._client.post(self._address, json=delivery.content, headers=headers)
        return response.status_code

    async def bring_raw(self, body: bytes) -> int:
        headers = {HEADER: SECRET, "Content-Type": "application/json"}
        return (await self._client.post(self._address, content=body, headers=headers)).status_code

    async def shown(self, user: str) -> list[str]:
        return self._fake.platform.texts(int(user))

    def make(self, trouble: Trouble, user: str) -> None:
        match trouble:
            case "too fast":
                refusal = Refused(429, "Too Many Requests: retry after 30", retry_after=30)
                self._fake.api.refuse("sendMessage", refusal)
            case "busy":
                self._fake.break_next("sendMessage", Status(503))
            case "broken":
                self._fake.break_next("sendMessage", Status(500))
            case "unheard":
                self._fake.break_next("sendMessage", BreakOff(done=True))
            case "token revoked":
                self._fake.api.refuse("sendMessage", Refused(401, "Unauthorized"))
            case "gone":
                self._fake.platform.chat(int(user)).blocked = "bot was blocked by the user"

    def _taken(self, user: str, update: dict[str, Any]) -> Delivery:
        """Ours to bring: the fake's own courier is not to."""
        self._fake.platform.waiting.clear()
        return Delivery(user, copy.deepcopy(update))


@asynccontextmanager
async def telegram_line() -> AsyncIterator[Line]:
    async with telegram() as fake, httpx.AsyncClient(trust_env=False) as client:
        yield TelegramLine(fake, client)
