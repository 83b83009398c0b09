"""The body of a call: all of it, or a refusal, and nobody is waited for without end."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.types import Message

from channels.body import read_body
from channels.errors import UnreadableUpdate


def request(*parts: Message) -> Request:
    """A call whose body comes in `parts`, and then nothing any more."""
    coming = list(parts)

    async def receive() -> Message:
        if not coming:
            await asyncio.Event().wait()
        return coming.pop(0)

    return Request({"type": "http", "method": "POST", "path": "/", "headers": []}, receive)


def part(body: bytes, *, more: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


async def test_a_body_in_parts_is_read_whole() -> None:
    assert await read_body(request(part(b"a", more=True), part(b"b", more=False))) == b"ab"


async def test_a_caller_who_goes_in_the_middle_sent_no_message() -> None:
    with pytest.raises(UnreadableUpdate):
        await read_body(request(part(b"a", more=True), {"type": "http.disconnect"}))


async def test_a_body_that_never_ends_is_not_waited_for() -> None:
    with pytest.raises(UnreadableUpdate):
        async with asyncio.timeout(5):
            await read_body(request(part(b"a", more=True)), within=0.02)
