"""A brain on loopback that keeps the contract of a turn and does what a test tells it.

It speaks HTTP over plain asyncio streams, so that it can hang, break off in the middle and vanish like a real
process. Unless told otherwise it echoes: one reply "答：<text>", the state counts the turns.
"""

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

TOKEN = "test-token"
REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 502: "Bad Gateway", 503: "Service Unavailable"}
Answer = tuple[int, Any]


def turn(*texts: str, state: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A whole answer with these texts as messages; `fields` replace the rest of it."""
    return {
        "messages": [{"text": text, "buttons": [], "image": None} for text in texts],
        "topic": "QUO01",
        "intent": "ask_quote",
        "confidence": 0.98,
        "entities": [],
        "state": state or {"version": 1},
        "handoff": None,
        "followup": None,
        "ticket": None,
        **fields,
    }


def echo(question: dict[str, Any]) -> Answer:
    turns = (question["state"] or {}).get("turns", 0) + 1
    said = question["text"] if question["text"] is not None else question["payload"]
    return 200, turn(f"答：{said}", state={"version": 1, "turns": turns})


def action_failed(_question: dict[str, Any]) -> Answer:
    return 502, {"error": "action_failed", "action": "action_quote"}


def not_ready(_question: dict[str, Any]) -> Answer:
    return 503, {"error": "not_ready"}


@dataclass
class FakeBrain:
    """`answer` decides; `pause` seconds go by first; `hold` keeps answers back while it is cleared."""

    answer: Callable[[dict[str, Any]], Answer] = echo
    pause: float = 0.0
    breaks_off: bool = False
    asked: list[dict[str, Any]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    port: int = 0
    token: str = TOKEN

    def __post_init__(self) -> None:
        self.hold = asyncio.Event()
        self.hold.set()
        self.reached = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._dead = asyncio.Event()
        self._open: dict[asyncio.StreamWriter, asyncio.Task[Any] | None] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.die()

    async def start(self) -> None:
        """Listen, on the same port as before if there was one."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def die(self) -> None:
        """Stop listening and break every connection, answers under way included."""
        if self._server:
            self._server.close()
            self._server = None
        self._dead.set()
        self.hold.set()
        for writer in list(self._open):
            writer.transport.abort()
        await asyncio.gather(*filter(None, self._open.values()), return_exceptions=True)
        self._dead = asyncio.Event()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open[writer] = asyncio.current_task()
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                body = await reader.readexactly(_length(head))
                status, answer = await self._reply(head, body)
                if self.breaks_off:
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")
                    await writer.drain()
                    return
                writer.write(_response(status, answer))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):  # the client went away
            return
        finally:
            self._open.pop(writer)
            with contextlib.suppress(ConnectionError):  # aborted already
                writer.close()

    async def _reply(self, head: str, body: bytes) -> Answer:
        if head.startswith("GET /webhooks/gateway/ "):
            return 200, {"status": "ok", "model": "fake"}
        if f"authorization: bearer {self.token}" not in head.lower():
            return 401, {"error": "bad_token"}
        question = json.loads(body)
        if (question["text"] is None) == (question["payload"] is None):
            return 400, {"error": "malformed", "detail": "exactly one of text and payload must be a string"}
        self.asked.append(question)
        self.heads.append(head)
        self.reached.set()
        if self.pause:
            with contextlib.suppress(TimeoutError):  # nobody killed us meanwhile
                await asyncio.wait_for(self._dead.wait(), self.pause)
        await self.hold.wait()
        return self.answer(question)


def _length(head: str) -> int:
    for line in head.split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            return int(value)
    return 0


def _response(status: int, answer: Any) -> bytes:
    body = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
    head = f"HTTP/1.1 {status} {REASONS.get(status, 'Other')}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
