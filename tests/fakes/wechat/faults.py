"""What a test can make go wrong with the next calls, in front of any of the fakes' applications."""

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass(frozen=True, slots=True)
class Refuse:
    """Answered with this error code; nothing is done."""

    code: int
    message: str = "refused"


@dataclass(frozen=True, slots=True)
class Status:
    """Answered with this HTTP status and words that are no JSON; nothing is done."""

    status: int


@dataclass(frozen=True, slots=True)
class Instead:
    """Answered with these bytes, whatever they are; nothing is done."""

    content: bytes
    mime: str = "application/json"


@dataclass(frozen=True, slots=True)
class Silence:
    """Never answered; `done` tells whether the platform did it all the same."""

    done: bool


@dataclass(frozen=True, slots=True)
class BreakOff:
    """The connection breaks in the middle of the answer."""

    done: bool


Fault = Refuse | Status | Instead | Silence | BreakOff


@dataclass(frozen=True, slots=True)
class Call:
    path: str
    query: Mapping[str, str]
    body: bytes
    headers: Mapping[str, str]


@dataclass
class Faults:
    """`application` with every call written down in `calls` and faults on order."""

    application: ASGIApp
    calls: list[Call] = field(default_factory=list)
    orders: defaultdict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))

    def order(self, path: str, *faults: Fault) -> None:
        """One fault for each of the next calls of `path`."""
        self.orders[path].extend(faults)

    def called(self, path: str) -> list[Call]:
        return [call for call in self.calls if call.path == path]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        body = await request.body()
        query = dict(parse_qsl(scope["query_string"].decode()))
        self.calls.append(Call(scope["path"], query, body, dict(request.headers)))
        orders = self.orders[scope["path"]]
        fault = orders.popleft() if orders else None

        async def again() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        match fault:
            case Refuse(code, message):
                await JSONResponse({"errcode": code, "errmsg": message})(scope, receive, send)
            case Status(status):
                await Response("<html>nginx</html>", status)(scope, receive, send)
            case Instead(content, mime):
                await Response(content, media_type=mime)(scope, receive, send)
            case Silence(done) | BreakOff(done):
                if done:
                    await self.application(scope, again, unheard)
                await (break_off(send) if isinstance(fault, BreakOff) else _until_left(receive))
            case None:
                await self.application(scope, again, send)


async def unheard(_message: Message) -> None:
    """The answer that nobody gets."""


async def break_off(send: Send) -> None:
    """An answer that ends in its middle."""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"500")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b'{"errcode"', "more_body": False})


async def _until_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
