"""How soon what one side says is on the other side's screen, with a full house at the desk; and a bare peer.

Messages come at a fixed pace whether or not those before them have arrived. The peer passes each on to one
socket and does nothing else: no sign-in, no rules, no storing.
"""

import asyncio
import itertools
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from websockets.asyncio.client import ClientConnection, connect

from tests.e2e.processes import find_free_port
from tests.load.connection import Address, Connection, socket_to
from tests.load.desk_house import LONG, SAID, WAITING, House, Seat, full_house

A_SECOND = 20  # messages of both sides
SECONDS, ROUNDS = 15, 2
CONNECTIONS = 16
ARRIVES_WITHIN = 10.0  # seconds
BOARDS, OPENINGS = 40, 10
MARK = re.compile(r"第(\d{7})句")
JSON = {"Content-Type": "application/json"}
PEER = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute

sockets = {}

async def pass_on(request):
    await sockets[request.path_params["name"]].send_text((await request.body()).decode())
    return Response(b"{}")

async def open_one(socket):
    await socket.accept()
    sockets[socket.path_params["name"]] = socket
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass

app = Starlette(routes=[Route("/say/{name}", pass_on, methods=["POST"]), WebSocketRoute("/{name}", open_one)])
quick = {"loop": "uvloop", "http": "httptools"}
uvicorn.run(app, port=int(sys.argv[1]), log_level="critical", access_log=False, **quick)
"""


@dataclass(frozen=True)
class Times:
    """Milliseconds of each."""

    all: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return statistics.median(self.all)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.all, n=20)[-1]


@dataclass(frozen=True)
class DeskFigures:
    """`lost` counts what was not on the other side's screen in time."""

    to_agent: Times = field(default_factory=Times)
    to_investor: Times = field(default_factory=Times)
    peer: Times = field(default_factory=Times)
    board: Times = field(default_factory=Times)
    opening: Times = field(default_factory=Times)
    lost: list[int] = field(default_factory=list)


class Screens:
    """All open sockets of one side: when each marked message was first on any of them."""

    def __init__(self) -> None:
        self.shown: dict[str, float] = {}

    def see(self, frame: str | bytes) -> None:
        text = frame if isinstance(frame, str) else frame.decode()
        for mark in MARK.findall(text):
            self.shown.setdefault(mark, time.perf_counter())

    async def follow(self, socket: ClientConnection) -> None:
        async for frame in socket:
            self.see(frame)


def measure_desk() -> DeskFigures:
    figures = DeskFigures()
    with full_house() as house, _peer() as peer:
        asyncio.run(_measure(house, peer, figures))
    return figures


async def _measure(house: House, peer: Address, figures: DeskFigures) -> None:
    marks = itertools.count(1)
    async with _all_pages(house) as (agents, investors), _all_of_peer(house, peer) as others:
        for _ in range(ROUNDS):
            numbers = itertools.cycle(house.investors)
            saying = _to_peer(numbers)
            figures.lost.append(await _talk(peer, saying, others, figures.peer, marks, A_SECOND))
            both = await asyncio.gather(
                _talk(house.address, _as_investor(house), agents, figures.to_agent, marks, A_SECOND / 2),
                _talk(house.address, _as_agent(house), investors, figures.to_investor, marks, A_SECOND / 2),
            )
            figures.lost.extend(both)
        house.let_wait()
        figures.board.all.extend([await _board(house) for _ in range(BOARDS)])
        figures.opening.all.extend([await _opening(house) for _ in range(OPENINGS)])


Saying = Callable[[str], tuple[str, Mapping[str, object], Mapping[str, str]]]
"""From a marked text to a call: its path, its body, its headers."""


def _to_peer(numbers: Iterator[int]) -> Saying:
    return lambda text: (f"/say/{next(numbers)}", {"text": text}, {})


def _as_investor(house: House) -> Saying:
    numbers, names = itertools.count(1), itertools.cycle(house.investors.values())

    def say(text: str) -> tuple[str, Mapping[str, object], Mapping[str, str]]:
        body = {"sender": next(names), "text": text, "message_id": f"m{next(numbers)}-{time.time_ns()}"}
        return "/api/chat", body, {}

    return say


def _as_agent(house: House) -> Saying:
    held = [(seat, number) for seat in house.seats for number in seat.conversations]
    turns = itertools.cycle(held[::7] + held[1::7] + held[2::7])

    def say(text: str) -> tuple[str, Mapping[str, object], Mapping[str, str]]:
        seat, number = next(turns)
        body = {"epoch": 2, "text": text, "reply_id": f"r{time.time_ns()}"}
        return f"/desk/api/conversations/{number}/say", body, _headers(house, seat)

    return say


async def _talk(
    address: Address, saying: Saying, screens: Screens, times: Times, marks: Iterator[int], pace: float
) -> int:
    """SECONDS of it; gives how many were not shown in time."""
    loop = asyncio.get_running_loop()
    free: asyncio.Queue[Connection] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        free.put_nowait(Connection(address))
    began: dict[str, float] = {}
    begin = loop.time()

    async def one(turn: int) -> None:
        await asyncio.sleep(begin + turn / pace - loop.time())
        mark = f"{next(marks):07}"
        path, body, headers = saying(f"第{mark}句 请问银证转账几点结束")
        connection = await free.get()
        began[mark] = time.perf_counter()
        await connection.send(path, json.dumps(body, ensure_ascii=False).encode(), {**JSON, **headers})
        free.put_nowait(connection)

    await asyncio.gather(*(one(turn) for turn in range(round(SECONDS * pace))))
    end = loop.time() + ARRIVES_WITHIN
    while not began.keys() <= screens.shown.keys() and loop.time() < end:  # noqa: ASYNC110 - no bell
        await asyncio.sleep(0.02)
    found = {mark: screens.shown[mark] - at for mark, at in began.items() if mark in screens.shown}
    times.all.extend(seconds * 1000 for seconds in found.values())
    return len(began) - len(found)


async def _board(house: House) -> float:
    """Milliseconds from an agent's knock until the queue is before them."""
    start = time.perf_counter()
    async with _socket(house, house.seats[1]) as socket:
        async for frame in socket:
            if f'"queue_count":{WAITING}' in str(frame):
                return (time.perf_counter() - start) * 1000
    raise AssertionError("the line was closed")


async def _opening(house: House) -> float:
    """Milliseconds until the last line of the longest talk is there, from its first line on."""
    async with _socket(house, house.seats[1]) as socket:
        start = time.perf_counter()
        await socket.send(json.dumps({"type": "watch", "conversation": house.long, "after": 0}))
        async for frame in socket:
            if f'"seq":{LONG}' in str(frame):
                return (time.perf_counter() - start) * 1000
    raise AssertionError("the line was closed")


@asynccontextmanager
async def _all_pages(house: House) -> AsyncIterator[tuple[Screens, Screens]]:
    """Every agent's page follows what is theirs, every investor has the chat open."""
    agents, investors = Screens(), Screens()
    async with AsyncExitStack() as stack:
        for seat in house.seats:
            socket = await stack.enter_async_context(_socket(house, seat))
            await socket.send('{"type":"presence","state":"ready"}')
            for number in seat.conversations:
                await socket.send(json.dumps({"type": "watch", "conversation": number, "after": LONG}))
            await _background(stack, agents.follow(socket))
        for number, name in house.investors.items():
            read = LONG if number == house.long else SAID
            path = f"/api/chat/socket?sender={name}&after={read}"
            socket = await stack.enter_async_context(socket_to(house.address, path, {}))
            await _background(stack, investors.follow(socket))
        yield agents, investors


@asynccontextmanager
async def _all_of_peer(house: House, peer: Address) -> AsyncIterator[Screens]:
    screens = Screens()
    async with AsyncExitStack() as stack:
        for number in house.investors:
            socket = await stack.enter_async_context(socket_to(peer, f"/{number}", {}))
            await _background(stack, screens.follow(socket))
        yield screens


async def _background(stack: AsyncExitStack, work: Awaitable[None]) -> None:
    task = asyncio.ensure_future(work)
    stack.callback(task.cancel)


def _socket(house: House, seat: Seat) -> connect:
    return socket_to(house.address, "/desk/api/socket", _headers(house, seat))


def _headers(house: House, seat: Seat) -> dict[str, str]:
    return {**seat.headers, "Origin": str(house.address)}


@contextmanager
def _peer() -> Iterator[Address]:
    """The server that passes on what it gets."""
    port = find_free_port()
    process = subprocess.Popen([sys.executable, "-c", PEER, str(port)])
    try:
        asyncio.run(_until_up(port))
        yield Address("127.0.0.1", port)
    finally:
        process.kill()
        process.wait()


async def _until_up(port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:  # nobody listens yet
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
