"""Real conversations, a Chatwoot on loopback, and the bridge between them; rounds are run by the test."""

import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from conversations import Conversations, Message
from conversations.database import Database
from conversations.locks import Locks
from conversations.owners import request_handoff
from desk.chatwoot.bridge import Bridge
from desk.chatwoot.client import Client
from desk.chatwoot.credentials import Chatwoot
from desk.chatwoot.links import Links
from desk.chatwoot.signature import sign
from desk.errors import Unreadable
from desk.routes.chatwoot import chatwoot_routes
from tests.fakes.chatwoot.api import chatwoot_app
from tests.fakes.chatwoot.office import Office, Talk
from tests.fakes.wechat.serving import served
from tests.unit.conversations.conftest import brain, conversations, fake, says

__all__ = ["brain", "conversations", "fake", "says"]
ADDRESS = "/media/picture.png"


async def keep(content: bytes) -> str:
    """A picture begins with PNG here."""
    if not content.startswith(b"PNG"):
        raise Unreadable("picture")
    return ADDRESS


class Both:
    """An investor on our side and people on theirs."""

    def __init__(self, conversations: Conversations, office: Office, client: Client, locks: Locks) -> None:
        self.conversations = conversations
        self.office = office
        self._client = client
        self._locks = locks
        self.bridge = self._new_bridge()
        self.webhooks: list[dict[str, Any]] = []
        office.heard = self.webhooks.append

    def _new_bridge(self) -> Bridge:
        shared = (self.conversations, self._client, Links(self.conversations.database), self._locks, keep)
        return Bridge(*shared, ask_every=3600, elsewhere=frozenset({"wechat_kf"}))

    def restart(self) -> None:
        """As after a kill: what was only known to the process is gone."""
        self.bridge = self._new_bridge()

    async def round(self) -> None:
        """Webhooks arrive, and one round is run."""
        waiting, self.webhooks[:] = list(self.webhooks), []
        for event in waiting:
            await self.deliver(event)
        await self.bridge.once()

    async def deliver(
        self, event: Any, *, secret: str | None = None, age: float = 0, body: bytes = b""
    ) -> int:
        """One webhook, signed as the inbox signs; the status it is answered with."""
        app = FastAPI()
        app.include_router(chatwoot_routes(self.bridge, self.office.secret))
        body = body or json.dumps(event).encode()
        timestamp = str(int(time.time() - age))
        headers = {
            "X-Chatwoot-Timestamp": timestamp,
            "X-Chatwoot-Signature": sign(secret or self.office.secret, timestamp, body),
        }
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
            return (await client.post("/desk/chatwoot", content=body, headers=headers)).status_code

    async def hand_off(self, says: Callable[..., Any], *texts: str, priority: int = 0) -> int:
        """The investor says something to the bot and wants a person; returns the conversation's number."""
        for text in texts or ("银证转账失败了",):
            await self.conversations.answer(says(text))
        status = await self.conversations.status("web", "u1")
        assert status
        known = {"reason": "ask_human", "topic": "TRF03", "skill": "trade"}
        step = request_handoff(by="bot", reason="ask_human", priority=priority, handoff=known)
        await self.conversations.move(status.conversation_id, step)
        return status.conversation_id

    async def press(self, says: Callable[..., Any], title: str) -> None:
        """The investor presses the newest button that says so."""
        buttons = [b for m in await self.conversations.messages("web", "u1") for b in m.buttons]
        pressed = [button for button in buttons if button.title == title][-1]
        await self.conversations.answer(says(kind="button", button=pressed.id))

    async def owner(self) -> str:
        status = await self.conversations.status("web", "u1")
        return status.owner if status else "bot"

    async def heard_by_investor(self) -> list[Message]:
        return [m for m in await self.conversations.messages("web", "u1") if m.sender == "agent"]

    @property
    def talk(self) -> Talk:
        """The newest conversation there."""
        return list(self.office.talks.values())[-1]


@pytest.fixture
def chatwoot() -> Office:
    return Office()


@pytest.fixture
async def chatwoot_url(chatwoot: Office) -> AsyncIterator[str]:
    async with served(chatwoot_app(chatwoot)) as url:
        yield url


@pytest.fixture
async def both(
    conversations: Conversations, database_url: str, chatwoot: Office, chatwoot_url: str
) -> AsyncIterator[Both]:
    credentials = Chatwoot(chatwoot_url, chatwoot.account, chatwoot.inbox, chatwoot.token, chatwoot.secret)
    client = Client(credentials)
    async with Database(database_url, connections=1) as database:
        yield Both(conversations, chatwoot, client, Locks(database))
    await client.close()
