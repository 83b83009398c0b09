"""People who write on every channel while gateways die, each as stubborn as their platform is."""

import asyncio
import random
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import httpx

from tests.e2e.channels.phones import Phones

AGAIN_AFTER = 0.3  # seconds
UNREAD = 3
PAUSE = (0.4, 2.4)  # seconds between two messages; Telegram takes one a second


@dataclass
class Writer(ABC):
    """One person. `accepted` are the texts whose delivery was acknowledged to the platform."""

    phones: Phones
    number: int
    accepted: list[str] = field(default_factory=list)
    channel = ""

    @abstractmethod
    async def send(self, text: str) -> bool:
        """Whether it was acknowledged."""

    @abstractmethod
    async def screen(self) -> str:
        """All that the person has seen of us."""

    async def write(self, ended: asyncio.Event, chance: random.Random) -> None:
        """One message after another until it ended, and one more."""
        while not ended.is_set():
            await self.say()
            await asyncio.sleep(chance.uniform(*PAUSE))

    async def say(self) -> None:
        text = f"第{next(self.phones.numbers):06}问"
        if await self.send(text):
            self.accepted.append(text)


class WebWriter(Writer):
    """A page: it sends the same message again until it is taken."""

    channel = "web"

    async def send(self, text: str) -> bool:
        message = {"sender": self._name, "text": text, "message_id": f"m{text[1:-1]}"}
        while True:
            try:
                answer = await self.phones.web.post("/api/chat", json=message)
            except httpx.TransportError:  # the gateway is dead
                answer = None
            if answer is not None and answer.status_code < 300:
                return True
            await asyncio.sleep(AGAIN_AFTER)

    async def screen(self) -> str:
        messages = (await self.phones.web.get(f"/api/chat/{self._name}/messages")).json()["messages"]
        return "\n".join(said["text"] for said in messages if said["sender"] != "user")

    @property
    def _name(self) -> str:
        return f"writer-{self.number}"


class WechatWriter(Writer):
    """WeChat tries three times."""

    channel = "wechat"

    async def send(self, text: str) -> bool:
        return (await self.phones.wechat.say(self._name, text)).taken

    async def screen(self) -> str:
        return "\n".join(text or "" for text in self.phones.wechat.platform.screens.texts(self._name))

    @property
    def _name(self) -> str:
        return f"oLVPpjqs9BhvzwPj5A-{self.number}"


class KfWriter(Writer):
    """WeCom keeps what was said; only the ring may be lost. It takes five messages of ours after one of an
    investor's, so nobody asks for more before they have read some.
    """

    channel = "wechat_kf"

    async def send(self, text: str) -> bool:
        while await self._unread() >= UNREAD:  # noqa: ASYNC110 - what is waited for is on a screen
            await asyncio.sleep(AGAIN_AFTER)
        try:
            await self.phones.kf.say(self._name, text)
        except httpx.TransportError:  # the gateway is dead
            return True
        return True

    async def screen(self) -> str:
        return "\n".join(text or "" for text in self.phones.kf.company.screens.texts(self._name))

    async def _unread(self) -> int:
        screen = await self.screen()
        return sum(f"答：{text}" not in screen for text in self.accepted)

    @property
    def _name(self) -> str:
        return f"wmAJ2GCAAAme{self.number}"


class TelegramWriter(Writer):
    """Telegram brings an update until it is taken."""

    channel = "telegram"

    async def send(self, text: str) -> bool:
        self.phones.telegram.people.say(7_000 + self.number, text)
        return True

    async def screen(self) -> str:
        return "\n".join(self.phones.telegram.platform.texts(7_000 + self.number))


WRITERS: tuple[type[Writer], ...] = (WebWriter, WechatWriter, KfWriter, TelegramWriter)
