"""Investors and agents who call one of two gateways and go on while gateways, connections, sockets die."""

import asyncio
import json
import random
from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

AGAIN_AFTER = 0.1  # seconds
Json = dict[str, Any]


@dataclass
class World:
    """What all share: where the gateways are, what was asked of them, and answers that must not be."""

    urls: Sequence[str]
    conversations: int
    client: httpx.AsyncClient
    chance: random.Random
    asked: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    async def post(self, name: str, path: str, body: Json, headers: Mapping[str, str]) -> httpx.Response:
        """As a page does it: again and again the same, wherever it can be reached, until it is answered."""
        while True:
            self.asked[name] += 1
            url = self.chance.choice(self.urls)
            try:
                answer = await self.client.post(f"{url}{path}", json=body, headers={"Origin": url, **headers})
            except httpx.TransportError:  # the gateway is dead
                answer = None
            if answer is not None and answer.status_code < 500:
                return answer
            if answer is not None and answer.status_code != 503:
                self.broken.append(f"{path}: {answer.status_code} {answer.text}")
            await asyncio.sleep(AGAIN_AFTER)


class Visitor(ABC):
    """One browser with an open socket that comes back by itself."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._socket: ClientConnection | None = None

    def cut(self) -> None:
        """The socket breaks, unsaid."""
        if self._socket:
            self._socket.transport.abort()

    async def follow(self) -> None:
        """Until cancelled."""
        while True:
            url = self.world.chance.choice(self.world.urls)
            headers = {"Origin": url, **self._headers}
            try:
                address = f"{url.replace('http', 'ws', 1)}{self._path}"
                async with connect(address, additional_headers=headers, proxy=None, max_size=None) as socket:
                    self._socket = socket
                    await self._greet(socket)
                    async for frame in socket:
                        await self._hear(socket, json.loads(frame))
            except (OSError, WebSocketException):  # the gateway is dead, or the line was cut
                pass
            await asyncio.sleep(AGAIN_AFTER)

    @property
    def _headers(self) -> Mapping[str, str]:
        return {}

    @property
    @abstractmethod
    def _path(self) -> str:
        """Where the socket is, with the places one has."""

    @abstractmethod
    async def _greet(self, socket: ClientConnection) -> None:
        """What is said first."""

    @abstractmethod
    async def _hear(self, socket: ClientConnection, frame: Json) -> None:
        """What comes."""


class Investor(Visitor):
    """Writes numbered texts; asks for a person now and then. `seen` is what came by the socket."""

    def __init__(self, world: World, number: int) -> None:
        super().__init__(world)
        self.name = f"investor-{number}"
        self.accepted: list[str] = []
        self.seen: list[tuple[int, str]] = []
        self.owner = "bot"

    async def write(self, ended: asyncio.Event) -> None:
        while not ended.is_set():
            wishes = self.owner in ("bot", "closed") and self.world.chance.random() < 0.6
            await self.say("转人工" if wishes else "还有一问")
            await asyncio.sleep(self.world.chance.uniform(0.05, 0.8))

    async def say(self, text: str) -> None:
        unique = f"{text}{self.name[-1]}{len(self.accepted):05}"
        body = {"sender": self.name, "text": unique, "message_id": f"m{len(self.accepted)}"}
        answer = await self.world.post("write", "/api/chat", body, {})
        assert answer.status_code < 300, answer.text
        self.accepted.append(unique)

    @property
    def _path(self) -> str:
        return f"/api/chat/socket?sender={self.name}&after={self.seen[-1][0] if self.seen else 0}"

    async def _greet(self, socket: ClientConnection) -> None:
        """Nothing: the address says it all."""

    async def _hear(self, socket: ClientConnection, frame: Json) -> None:
        if frame["type"] == "message":
            self.seen.append((frame["seq"], frame["text"]))
        elif frame["type"] == "owner":
            self.owner = frame["owner"]


class Agent(Visitor):
    """Does at random what can be done; `acknowledged` and `refused` are words, `seen` are lines, in order."""

    pause = (0.02, 0.2)  # seconds between two acts

    def __init__(self, world: World, id: str, headers: Mapping[str, str]) -> None:
        super().__init__(world)
        self.id = id
        self.finishing = False
        self.acknowledged: defaultdict[int, list[str]] = defaultdict(list)
        self.refused: set[str] = set()
        self.seen: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        self.headers = headers
        self._board: Json = {}
        self._watched: set[int] = set()
        self._said = 0

    async def work(self, colleagues: Sequence["Agent"]) -> None:
        """Until cancelled."""
        while True:
            await self._act(self.world.chance.choice([each.id for each in colleagues if each is not self]))
            await asyncio.sleep(self.world.chance.uniform(*self.pause))

    async def _act(self, colleague: str) -> None:
        chance, mine, queue = self.world.chance, self._board.get("mine", []), self._board.get("queue", [])
        if queue and (not mine or chance.random() < 0.3):
            head = chance.choice(queue)
            await self._step(head, "accept")
        elif mine:
            await self._tend(chance.choice(mine), colleague)

    async def _tend(self, head: Json, colleague: str) -> None:
        name = self._choose(head["owner"])
        match name:
            case "say":
                await self._say(head)
            case "transfer":
                to = self.world.chance.choice(({"agent": colleague}, {"skill": "general"}))
                await self._step(head, name, **to)
            case "wrap-up":
                await self._step(head, name, outcome="solved", seen=head["seq"])
            case "finish":
                to_bot = self.finishing or self.world.chance.random() < 0.6
                await self._step(head, name, to="bot" if to_bot else "closed", seen=head["seq"])
            case _:
                await self._step(head, name)

    def _choose(self, owner: str) -> str:
        if owner == "assigned":
            return "accept"
        if owner == "wrapup":
            return "finish" if self.finishing or self.world.chance.random() < 0.8 else "resume"
        if self.finishing:
            return "wrap-up"
        names = ("say", "transfer", "requeue", "wrap-up")
        return self.world.chance.choices(names, (70, 12, 4, 14))[0]

    async def _say(self, head: Json) -> None:
        self._said += 1
        text, number = f"第{self._said:05}答 {self.id}", head["conversation_id"]
        answer = await self._post(head, "say", text=text, reply_id=f"r{self._said}")
        if answer.status_code == 200:
            self.acknowledged[number].append(text)
        else:
            assert answer.status_code in (403, 409), answer.text
            self.refused.add(text)

    async def _step(self, head: Json, name: str, **more: Any) -> None:
        answer = await self._post(head, name, **more)
        assert answer.status_code in (200, 403, 409), f"{name}: {answer.status_code} {answer.text}"

    async def _post(self, head: Json, name: str, **more: Any) -> httpx.Response:
        path = f"/desk/api/conversations/{head['conversation_id']}/{name}"
        return await self.world.post(name, path, {"epoch": head["epoch"], **more}, self.headers)

    @property
    def _headers(self) -> Mapping[str, str]:
        return self.headers

    @property
    def _path(self) -> str:
        return "/desk/api/socket"

    async def _greet(self, socket: ClientConnection) -> None:
        self._watched.clear()
        await socket.send('{"type":"presence","state":"ready"}')

    async def _hear(self, socket: ClientConnection, frame: Json) -> None:
        match frame["type"]:
            case "board":
                self._board = frame["board"]
                for number in {head["conversation_id"] for head in self._board["mine"]} - self._watched:
                    self._watched.add(number)
                    after = self.seen[number][-1][0] if self.seen[number] else 0
                    await socket.send(json.dumps({"type": "watch", "conversation": number, "after": after}))
            case "conversation":
                self.seen[frame["id"]] += [(line["seq"], line["text"]) for line in frame["lines"]]
            case "unwatched":
                self._watched.discard(frame["conversation"])


class Lead(Agent):
    """Takes conversations over from the bot, too, in the middle of its turns."""

    seizing = False

    async def _act(self, colleague: str) -> None:
        if self.finishing or self.world.chance.random() < 0.5:
            await super()._act(colleague)
            return
        self.seizing = True
        await self._seize(self.world.chance.randint(1, self.world.conversations))
        self.seizing = False

    async def _seize(self, number: int) -> None:
        url = self.world.chance.choice(self.world.urls)
        path = f"{url}/desk/api/conversations/{number}"
        try:
            read = await self.world.client.get(path, headers=self.headers)
        except httpx.TransportError:  # the gateway is dead
            return
        if read.status_code == 200 and read.json()["head"]["owner"] == "bot":
            await self._step(read.json()["head"], "take-over")
