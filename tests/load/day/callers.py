"""Says what investors say, over the same calls that the platforms make, and notes when each was answered."""

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx

from tests.fakes.wechat.envelope import xml
from tests.fakes.wechat.phone import Phone
from tests.fakes.wechat.platform import Platform
from tests.load.connection import Address, Connection, UnexpectedAnswer
from tests.load.day.books import Note
from tests.load.day.talk import Saying
from tests.load.webhooks import HEADERS, PATH, update_of

PHONE = Phone(Platform(), "", httpx.AsyncClient(trust_env=False), "safe")  # it seals; what calls is below
JSON = {"Content-Type": "application/json"}
XML = {"Content-Type": "text/xml"}
SUCCESS = b"success"
GOOD = (200, 202)
LOOK_EVERY = 0.05  # seconds
CAMPAIGN = "600432"  # what only the campaign's message says
Call = tuple[str, bytes, Mapping[str, str]]
"""Path, body and headers."""
Heard = tuple[str, str]
"""A channel and somebody on it."""


@dataclass(slots=True)
class Turn:
    """One saying, with moments of the machine's clock: due, accepted, and answered."""

    saying: Saying
    due: float
    accepted: float | None = None
    answered: float | None = None
    refused: int | None = None

    @property
    def seconds(self) -> float | None:
        return None if self.answered is None else self.answered - self.due


@dataclass
class Callers:
    """`gateway` is called; `platforms` are asked who was sent what."""

    gateway: Address
    platforms: Address
    turns: list[Turn] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    _waiting: dict[Heard, list[Turn]] = field(default_factory=dict)
    _free: asyncio.LifoQueue[Connection] = field(default_factory=asyncio.LifoQueue)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(time.time_ns() // 10**6 % 10**9))

    @property
    def accepted(self) -> int:
        return sum(turn.accepted is not None for turn in self.turns)

    async def say_all(self, sayings: Iterator[Saying]) -> None:
        """Each at its moment, whether or not those before are answered; returns when all were accepted."""
        begin = time.monotonic()
        async with asyncio.TaskGroup() as tasks:
            for saying in sayings:
                turn = Turn(saying, begin + saying.at)
                self.turns.append(turn)
                await asyncio.sleep(turn.due - time.monotonic())
                tasks.create_task(self._say(turn))

    async def settle(self, within: float) -> None:
        """Wait until every accepted turn is answered, at most so many seconds."""
        end = time.monotonic() + within
        while time.monotonic() < end and any(self._waiting.values()):  # noqa: ASYNC110 - no bell
            await asyncio.sleep(LOOK_EVERY)

    async def _say(self, turn: Turn) -> None:
        saying = turn.saying
        if saying.channel != "web":
            self._waiting.setdefault((saying.channel, saying.user), []).append(turn)
        try:
            answered = ANSWERED[saying.channel](await self._call(next(self._numbers), saying))
        except UnexpectedAnswer as answer:
            turn.refused = answer.status
            self._forget(turn)
            return
        turn.accepted = time.monotonic()
        if answered:
            turn.answered = turn.accepted
            self._forget(turn)

    async def _call(self, number: int, saying: Saying) -> bytes:
        """Made again with the same number where the connection was closed meanwhile, as platforms do."""
        path, body, headers = CALLS[saying.channel](number, saying)
        connection = self._free.get_nowait() if not self._free.empty() else Connection(self.gateway)
        try:
            answer = await connection.send(path, body, headers, GOOD)
        except (asyncio.IncompleteReadError, ConnectionError):  # kept open too long by us
            connection = Connection(self.gateway)
            answer = await connection.send(path, body, headers, GOOD)
        self._free.put_nowait(connection)
        return answer

    def _forget(self, turn: Turn) -> None:
        waiting = self._waiting.get((turn.saying.channel, turn.saying.user), [])
        if turn in waiting:
            waiting.remove(turn)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Within, what the platforms were asked to show is heard; raises what ended that before."""
        task = asyncio.create_task(self._listen())
        try:
            yield
            if task.done():
                task.result()
        finally:
            task.cancel()

    async def _listen(self) -> None:
        async with Connection(self.platforms) as connection:
            while True:
                found = await connection.send(f"/noted?after={len(self.notes)}", b"", {})
                for line in found.splitlines():
                    self._hear(*json.loads(line))
                await asyncio.sleep(LOOK_EVERY)

    def _hear(self, channel: str, recipient: str, moment: float, text: str) -> None:
        self.notes.append((channel, recipient, moment, text))
        waiting = self._waiting.get((channel, recipient))
        if waiting and CAMPAIGN not in text:
            waiting.pop(0).answered = moment


def _web(number: int, saying: Saying) -> Call:
    body = {"sender": saying.user, "text": saying.text, "message_id": f"m{number}"}
    return "/api/chat", json.dumps(body).encode(), JSON


def _telegram(number: int, saying: Saying) -> Call:
    update = update_of(number, int(saying.user), saying.text, saying.turn + 1)
    return PATH, json.dumps(update).encode(), HEADERS


def _wechat(number: int, saying: Saying) -> Call:
    """A call in WeChat's safe mode."""
    said = PHONE.content(saying.user, {"MsgType": "text", "Content": saying.text, "MsgId": number})
    body, query = PHONE.sealed(xml(said), PHONE.query())
    return f"/channels/wechat?{urlencode({**query, 'openid': saying.user})}", body.encode(), XML


CALLS: Mapping[str, Callable[[int, Saying], Call]] = {
    "web": _web,
    "telegram": _telegram,
    "wechat": _wechat,
}
ANSWERED: Mapping[str, Callable[[bytes], bool]] = {
    "web": lambda answer: "replies" in json.loads(answer),
    "telegram": lambda answer: False,
    "wechat": lambda answer: answer not in (b"", SUCCESS),
}
"""Whether the response to a call holds the answer; else the platform is asked to show it."""
