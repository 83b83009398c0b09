"""Investors on every channel, each as stubborn as their platform is."""

import asyncio
import itertools
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import httpx

from tests.chaos.books import Accepted
from tests.chaos.crowd import Crowd, Investor
from tests.e2e.channels.seen import Seen, of_telegram, of_web, of_wechat
from tests.fakes.telegram.people import People
from tests.fakes.wechat.envelope import xml
from tests.fakes.wechat.kf_phone import KfPhone
from tests.fakes.wechat.phone import Phone
from tests.fakes.wechat.platform import CLICK, MESSAGE

AGAIN_AFTER = 0.4  # seconds
NUMBERS = itertools.count(24_000_000_000_000_000)  # of WeChat's messages


class OnWeb(Investor):
    """A page: it sends the same message again until it is taken."""

    channel = "web"

    def __init__(self, crowd: Crowd, number: int, seed: int) -> None:
        super().__init__(crowd, number, seed)
        self._read: list[dict[str, Any]] = []

    @property
    def user(self) -> str:
        return f"storm-{self.number}"

    async def say(self, text: str) -> None:
        await self._send(text=text)

    async def press(self, title: str, number: str) -> None:
        await self._send(payload=number)

    async def show(self, content: bytes) -> None:
        """The page has no photos."""
        await self.say("谢谢")

    async def screen(self, last: int | None = None) -> Seen:
        while page := (await self._get(self._read[-1]["seq"] if self._read else 0))["messages"]:
            self._read += page
        ours = [message for message in self._read if message["sender"] != "user"]
        return of_web(ours if last is None else ours[-last:])

    async def _get(self, after: int) -> dict[str, Any]:
        path, params = f"/api/chat/{self.user}/messages", {"after": after}
        while True:
            with suppress(httpx.TransportError):
                answer = await self.crowd.phones.web.get(path, params=params)
                if answer.status_code == 200:
                    found: dict[str, Any] = answer.json()
                    return found
            await asyncio.sleep(AGAIN_AFTER)

    async def _send(self, **content: str) -> None:
        message_id = f"m{next(self.numbers)}"
        body = {"sender": self.user, "message_id": message_id, **content}
        first = await self._post(body)
        self.accepted(message_id)
        if self.twice():
            second = await self._post(body)
            if {200} == {first.status_code, second.status_code} and _said(first) != _said(second):
                self.crowd.broken.append(f"{message_id} of {self.user} was answered in two ways")

    async def _post(self, body: Mapping[str, str]) -> httpx.Response:
        """Until it is taken."""
        while True:
            with suppress(httpx.TransportError):  # the gateway is dead, or slow
                answer = await self.crowd.phones.web.post("/api/chat", json=body)
                if answer.is_success:
                    return answer
                if answer.status_code != 503:
                    self.crowd.broken.append(f"{answer.status_code} to {body['message_id']} of {self.user}")
            await asyncio.sleep(AGAIN_AFTER)


class OnWechat(Investor):
    """WeChat tries three times; what it gave up is not accepted."""

    channel = "wechat"

    @property
    def user(self) -> str:
        return f"oLVPpjqs9BhvzwPj5A-{self.number:03}"

    async def say(self, text: str) -> None:
        await self._send(MESSAGE, MsgType="text", Content=text)

    async def press(self, title: str, number: str) -> None:
        await self._send(CLICK, MsgType="text", Content=title, bizmsgmenuid=number)

    async def show(self, content: bytes) -> None:
        media_id = self._phone.platform.keep(content, "image/png")
        await self._send(MESSAGE, MsgType="image", PicUrl="http://mmbiz.qpic.cn/photo", MediaId=media_id)

    async def screen(self, last: int | None = None) -> Seen:
        shown = self._phone.platform.screens.shown[self.user]
        return of_wechat(shown if last is None else shown[-last:])

    @property
    def _phone(self) -> Phone:
        return self.crowd.phones.wechat

    async def _send(self, opens: tuple[str, int, float], **fields: str) -> None:
        """Now and then the line breaks at once, and the platform tries again."""
        number = str(next(NUMBERS))
        self._phone.platform.heard(self.user, opens)
        whole = {**fields, "MsgId": number}
        if self.twice():
            await self._break_off(whole)
        delivery = await self._phone.deliver(self.user, whole)
        if delivery.taken:
            self.accepted(number)
        else:
            self.crowd.unheard.add(Accepted(self.channel, self.user, number))

    async def _break_off(self, fields: Mapping[str, str]) -> None:
        body, query = self._phone.sealed(xml(self._phone.content(self.user, fields)), self._phone.query())
        with suppress(httpx.TransportError, TimeoutError):
            async with asyncio.timeout(self.chance.uniform(0.01, 0.3)):
                await self._phone.post(body, {**query, "openid": self.user})


class OnKf(Investor):
    """WeCom keeps what was said; only its ring may be lost."""

    channel = "wechat_kf"

    @property
    def user(self) -> str:
        return f"{self.crowd.phones.kf.account}:{self._customer}"

    async def say(self, text: str) -> None:
        await self._send("text", {"content": text})

    async def press(self, title: str, number: str) -> None:
        await self._send("text", {"content": title, "menu_id": number})

    async def show(self, content: bytes) -> None:
        await self._send("image", {"media_id": self.crowd.phones.kf.company.keep(content, "image/png")})

    async def screen(self, last: int | None = None) -> Seen:
        shown = self.crowd.phones.kf.company.screens.shown[self._customer]
        return of_wechat(shown if last is None else shown[-last:])

    @property
    def _customer(self) -> str:
        return f"wmAJ2GCAAAme{self.number:03}"

    async def _send(self, kind: str, content: dict[str, Any]) -> None:
        kf = self.crowd.phones.kf
        quiet = KfPhone(kf.company, kf.webhook, self.crowd.phones.web)
        quiet.silent = True
        entry = await quiet.message(self._customer, kind, content)
        self.accepted(entry["msgid"])
        for _ in range(1 + self.twice()):
            with suppress(httpx.TransportError):  # the gateway is dead, or slow
                await kf.ring()


class OnTelegram(Investor):
    """Telegram brings an update until it is taken."""

    channel = "telegram"

    @property
    def user(self) -> str:
        return str(7_000 + self.number)

    async def say(self, text: str) -> None:
        await self._bring(self._people.say(int(self.user), text))

    async def press(self, title: str, number: str) -> None:
        with suppress(LookupError):  # it is not shown any more
            await self._bring(self._people.press(int(self.user), title))

    async def show(self, content: bytes) -> None:
        await self._bring(self._people.send(int(self.user), "photo", content))

    async def screen(self, last: int | None = None) -> Seen:
        posts = [post for post in self.crowd.phones.telegram.platform.shown if post.chat == int(self.user)]
        return of_telegram(posts if last is None else posts[-last:])

    @property
    def _people(self) -> People:
        return self.crowd.phones.telegram.people

    async def _bring(self, update: dict[str, Any]) -> None:
        self.accepted(str(update["update_id"]))
        if self.twice():
            await asyncio.sleep(self.chance.uniform(0.0, 2.0))
            with suppress(LookupError):
                await self.crowd.phones.telegram.courier.bring(update)


KINDS: tuple[type[Investor], ...] = (OnWeb, OnWechat, OnKf, OnTelegram)


def _said(answer: httpx.Response) -> list[str]:
    return [reply["text"] for reply in answer.json()["replies"]]
