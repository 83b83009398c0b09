"""The web chat, whose page reads the transcript: there is no platform, and nothing is sent."""

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from fastapi import APIRouter

from channels.web.routes import web_routes
from channels.web.session import Sessions
from conversations import Conversations
from conversations.database import Database
from conversations.sending import ChannelSender
from tests.unit.channels.faults.line import Delivery, Line, Signing, Trouble

SECRET = "a secret of the tests"
PATIENCE = 0.5


class WebLine(Line):
    """A page with a token of its own."""

    unreadable = 400
    wrongly: frozenset[Signing] = frozenset({"badly", "not at all"})
    ends = {}  # noqa: RUF012 - set once

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self.secrets = (SECRET,)
        self._numbers = itertools.count(1)

    def join(self, database: Database, media_dir: Path) -> None:
        return

    async def connect(self, url: str) -> None:
        self._url = url

    def investor(self) -> str:
        return f"web-{next(self._numbers)}"

    def message(self, user: str, text: str) -> Delivery:
        return Delivery(user, {"sender": user, "text": text, "message_id": f"m{next(self._numbers)}"})

    def strange(self, user: str) -> Sequence[Delivery]:
        return []

    def broken(self, user: str) -> Sequence[Delivery]:
        wrong: list[dict[str, Any]] = [
            {"text": 7},
            {"text": None},
            {"text": "x", "payload": "y"},
            {"message_id": "a b"},
            {"message_id": ["x"]},
        ]
        whole = {"sender": user, "text": "x"}
        return [Delivery(user, {**whole, **part}) for part in wrong]

    async def bring(self, delivery: Delivery, signing: Signing = "well") -> int:
        token = Sessions(SECRET if signing == "well" else "guessed").issue(delivery.user)
        headers = {} if signing == "not at all" else {"Authorization": f"Bearer {token}"}
        return (await self._client.post(self._chat, json=delivery.content, headers=headers)).status_code

    async def bring_raw(self, body: bytes) -> int:
        headers = {"Authorization": f"Bearer {Sessions(SECRET).issue('web-0')}"}
        return (await self._client.post(self._chat, content=body, headers=headers)).status_code

    async def shown(self, user: str) -> list[str]:
        headers = {"Authorization": f"Bearer {Sessions(SECRET).issue(user)}"}
        response = await self._client.get(f"{self._chat}/{user}/messages", headers=headers)
        return [said["text"] for said in response.json()["messages"] if said["sender"] != "user"]

    def make(self, trouble: Trouble, user: str) -> None:
        raise NotImplementedError

    def senders(self) -> Sequence[ChannelSender[Any]]:
        return []

    def routes(self, conversations: Conversations) -> APIRouter:
        return web_routes(conversations, SECRET, "https://wenpan.example", PATIENCE)

    async def work(self, conversations: Conversations) -> None:
        return

    async def close(self) -> None:
        return

    @property
    def _chat(self) -> str:
        return f"{self._url}/api/chat"


@asynccontextmanager
async def web_line() -> AsyncIterator[Line]:
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        yield WebLine(client)
