"""A failure of ours is a plain 500 to the caller and a log line without anybody's words."""

import io
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
import structlog
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway import logs
from gateway.metrics import HttpMeter
from gateway.shield import Shield

Lines = Callable[[], list[dict[str, Any]]]
PRIVATE = "13800138000"


async def breaking(scope: Scope, receive: Receive, send: Send) -> None:
    raise ValueError(f"cannot read {PRIVATE}")


async def breaking_late(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise ValueError(f"cannot read {PRIVATE}")


async def reading(scope: Scope, receive: Receive, send: Send) -> None:
    size = 0
    while True:
        message = await receive()
        size += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    await PlainTextResponse(str(size), headers={"Referrer-Policy": "no-referrer"})(scope, receive, send)


def behind(app: ASGIApp) -> httpx.AsyncClient:
    shielded = httpx.ASGITransport(Shield(app, HttpMeter(), https=False))
    return httpx.AsyncClient(transport=shielded, base_url="http://127.0.0.1")


async def chunks(size: int) -> AsyncIterator[bytes]:
    yield b"x" * size


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What was logged so far; pytest's own logging comes back after the test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.set_up(readable=False, stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)


async def test_an_unforeseen_failure_shows_nothing_of_itself(lines: Lines) -> None:
    answer = await behind(breaking).get("/")
    assert (answer.status_code, answer.json()) == (500, {"error": "internal"})
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    line = lines()[-1]
    assert line["failure"] == "ValueError"
    assert any(frame.startswith("tests/unit/gateway/test_shield.py") for frame in line["frames"])
    assert PRIVATE not in json.dumps(line)


async def test_half_an_answer_is_broken_off() -> None:
    with pytest.raises(ValueError, match="cannot read"):
        await behind(breaking_late).get("/")


PICTURE = "/desk/api/conversations/12/picture"


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/", 1_000_000, 200),
        ("/", 1_000_001, 413),
        (PICTURE, 6_000_000, 200),
        (PICTURE, 6_000_001, 413),
        (f"{PICTURE}/more", 1_000_001, 413),
        (f"/other{PICTURE}", 1_000_001, 413),
    ],
)
async def test_the_limit_is_exact(path: str, size: int, status: int) -> None:
    client = behind(reading)
    assert (await client.post(path, content=b"x" * size)).status_code == status
    assert (await client.post(path, content=chunks(size))).status_code == status


async def test_a_header_that_the_application_set_stands() -> None:
    answer = await behind(reading).get("/")
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_ids_are_hashed_the_same_way_each_time(lines: Lines) -> None:
    structlog.get_logger("test").info("turn done", sender="investor-7", seq=3)
    structlog.get_logger("test").info("turn done", sender="investor-7", seq=4)
    first, second = lines()
    assert first["sender"] == second["sender"] != "investor-7"
    assert (first["seq"], second["seq"]) == (3, 4)


def test_the_standard_librarys_records_take_the_same_way(lines: Lines) -> None:
    try:
        raise KeyError(PRIVATE)
    except KeyError:
        logging.getLogger("conversations").exception("background work broke")
    line = lines()[-1]
    assert (line["event"], line["failure"], line["level"]) == ("background work broke", "KeyError", "error")
    assert PRIVATE not in json.dumps(line)
