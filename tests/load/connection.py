"""One kept-alive HTTP/1.1 connection, so lean that the generator's own cost stays out of the figures."""

import asyncio
import json
from collections.abc import Container, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from websockets.asyncio.client import connect


class UnexpectedAnswer(Exception):
    """The peer answered something that must not be counted as a turn."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"status {status}: {body[:300]!r}")
        self.status = status
        self.body = body


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    @property
    def authority(self) -> str:
        return f"{self.host}:{self.port}"

    def __str__(self) -> str:
        return f"http://{self.authority}"


class Connection:
    """Opens at its first request and again when the peer has closed it."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    async def post(self, path: str, message: Mapping[str, Any], good: Container[int] = (200,)) -> Any:
        """The JSON answer to a JSON message; any status that means anything else is an UnexpectedAnswer."""
        payload = json.dumps(message, ensure_ascii=False).encode()
        return json.loads(await self.send(path, payload, {"Content-Type": "application/json"}, good))

    async def send(
        self, path: str, payload: bytes, headers: Mapping[str, str], good: Container[int] = (200,)
    ) -> bytes:
        """The body of the answer to `payload`."""
        fields = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {self._address.authority}\r\n{fields}"
            f"Content-Length: {len(payload)}\r\n\r\n"
        )
        status, body = await self._exchange(head.encode() + payload)
        if status not in good:
            raise UnexpectedAnswer(status, body)
        return body

    async def _exchange(self, request: bytes) -> tuple[int, bytes]:
        if self._writer is None or self._writer.is_closing():
            self._reader, self._writer = await asyncio.open_connection(self._address.host, self._address.port)
        assert self._reader is not None
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status, fields = parse_head(head)
        body = await self._reader.readexactly(int(fields["content-length"]))
        if fields.get("connection") == "close":
            self._close()
        return status, body

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


def socket_to(address: Address, path: str, headers: Mapping[str, str]) -> connect:
    """A WebSocket, as lean."""
    url = f"ws://{address.authority}{path}"
    return connect(url, additional_headers=headers, proxy=None, max_size=None, compression=None)


def parse_head(head: str) -> tuple[int, dict[str, str]]:
    """Status and fields of an answer's head, which is in lower case already."""
    first, *lines = head.rstrip().split("\r\n")
    fields = dict(line.split(":", 1) for line in lines)
    return int(first.split()[1]), {name.strip(): value.strip() for name, value in fields.items()}
