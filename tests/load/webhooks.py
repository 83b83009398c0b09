"""How soon a platform's call is acknowledged, and so stored for good, beside a server that stores nothing.

The whole product answers and sends meanwhile. Calls come at a fixed pace whether or not those before them are
acknowledged, each from somebody new: a platform does not wait either.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.processes import find_free_port
from tests.e2e.system import run_system
from tests.load.connection import Address, Connection, UnexpectedAnswer

A_SECOND = 60
SECONDS, ROUNDS = 10, 2
WARM_UP = 120  # calls
BUSY = 503
CONNECTIONS = 16
SECRET = "what-telegram-was-told"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
PATH = "/channels/telegram"
ECHO = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

async def echo(request):
    return Response(await request.body())

app = Starlette(routes=[Route("/channels/telegram", echo, methods=["POST"])])
quick = {"loop": "uvloop", "http": "httptools"}
uvicorn.run(app, port=int(sys.argv[1]), log_level="critical", access_log=False, **quick)
"""


@dataclass(frozen=True)
class Times:
    """Milliseconds until each call was acknowledged; None for one that was to be made again later."""

    calls: list[float | None] = field(default_factory=list)

    @property
    def taken(self) -> list[float]:
        return [call for call in self.calls if call is not None]

    @property
    def refused(self) -> int:
        return len(self.calls) - len(self.taken)

    @property
    def p50(self) -> float:
        return statistics.median(self.taken)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.taken, n=100)[-1]


@dataclass(frozen=True)
class Acknowledging:
    """Ours beside the echo's, in turns within one run."""

    ours: Times
    echo: Times


def measure_acknowledging() -> Acknowledging:
    figures = Acknowledging(Times(), Times())
    with (
        _telegram() as variables,
        _echo() as echo,
        run_system({**variables, "MARKET_MODE": "demo"}) as system,
    ):
        ours = Address("127.0.0.1", system.port)
        updates = _updates()
        asyncio.run(_call(ours, updates, WARM_UP))
        for _ in range(ROUNDS):
            for address, times in ((echo, figures.echo), (ours, figures.ours)):
                times.calls.extend(asyncio.run(_call(address, updates, A_SECOND * SECONDS)))
    return figures


async def _call(address: Address, updates: Iterator[bytes], count: int) -> list[float | None]:
    """`count` calls, A_SECOND of them each second, over connections that are kept."""
    loop = asyncio.get_running_loop()
    free: asyncio.Queue[Connection] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        free.put_nowait(Connection(address))
    begin = loop.time()

    async def one(number: int, update: bytes) -> float | None:
        due = begin + number / A_SECOND
        await asyncio.sleep(due - loop.time())
        connection = await free.get()
        try:
            await connection.send(PATH, update, HEADERS)
        except UnexpectedAnswer as answer:
            if answer.status != BUSY:
                raise
            return None
        finally:
            free.put_nowait(connection)
        return (loop.time() - due) * 1000

    calls = [one(number, next(updates)) for number in range(count)]
    return list(await asyncio.gather(*calls))


def _updates() -> Iterator[bytes]:
    """Everybody asks the same once."""
    number = time.time_ns() // 1_000_000 % 10**9
    while True:
        number += 1
        yield json.dumps(update_of(number, number, "贵州茅台多少钱")).encode()


def update_of(number: int, person: int, text: str, message_id: int = 1) -> dict[str, Any]:
    """A private message as Telegram brings it; all that it knows of who wrote it is their number."""
    named: dict[str, Any] = {"id": person, "first_name": "访客"}
    message = {
        "message_id": message_id,
        "date": int(time.time()),
        "chat": {**named, "type": "private"},
        "from": {**named, "is_bot": False},
        "text": text,
    }
    return {"update_id": number, "message": message}


@contextmanager
def _telegram() -> Iterator[dict[str, str]]:
    """The stand-in for Telegram, and what connects us with it."""
    command = [sys.executable, "-m", "tests.fakes.telegram"]
    with _running(subprocess.Popen(command, stdout=subprocess.PIPE)) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        yield {
            "TELEGRAM_BOT_TOKEN": told["token"],
            "TELEGRAM_SECRET_TOKEN": SECRET,
            "TELEGRAM_API_BASE": told["url"],
        }


@contextmanager
def _echo() -> Iterator[Address]:
    """A server that gives back what it gets."""
    port = find_free_port()
    with _running(subprocess.Popen([sys.executable, "-c", ECHO, str(port)])):
        address = Address("127.0.0.1", port)
        _wait_for(lambda: asyncio.run(_is_up(address)))
        yield address


@contextmanager
def _running(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _wait_for(is_so: Callable[[], bool]) -> None:
    while not is_so():
        time.sleep(0.1)


async def _is_up(address: Address) -> bool:
    try:
        async with Connection(address) as connection:
            await connection.send(PATH, b"{}", HEADERS)
    except OSError:  # nobody listens yet
        return False
    return True
