"""What is no message does no harm: counted, acknowledged where a platform would bring it again, and gone."""

from collections.abc import Mapping

import pytest

from tests.unit.channels.faults.conftest import Gateway

RAW = {
    "nothing": b"",
    "a NUL": b"\x00",
    "no UTF-8": b"\xff\xfe\x80{}",
    "half of JSON": b'{"update_id": 1, "message": {',
    "a list": b"[]",
    "null": b"null",
    "a number": b"1e999",
    "deep JSON": b"[" * 100_000,
    "a long number": b'{"update_id": ' + b"9" * 10_000 + b"}",
    "half of XML": b"<xml><Content>",
    "deep XML": b"<a>" * 50_000,
    "laughs": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml><Content>&b;</Content></xml>',
    "a form": b"sender=x&text=y",
}
TOO_LONG = b'{"text": "' + b"x" * 1_100_000 + b'"}'


@pytest.mark.parametrize("body", RAW.values(), ids=RAW)
async def test_bytes_that_are_no_message_are_not_stored(gateway: Gateway, body: bytes) -> None:
    before = await gateway.books.stored()
    assert await gateway.line.bring_raw(body) == gateway.line.unreadable
    assert await gateway.books.stored() == before


async def test_bytes_that_are_no_message_are_counted(gateway: Gateway) -> None:
    if gateway.line.unreadable != 200:
        pytest.skip("who sends them is told")
    before = unreadable(gateway)
    await gateway.line.bring_raw(b"{")
    assert unreadable(gateway) == before + 1


async def test_more_than_a_megabyte_is_not_read(gateway: Gateway) -> None:
    before = await gateway.books.stored()
    assert await gateway.line.bring_raw(TOO_LONG) == 413
    assert await gateway.books.stored() == before


async def test_what_only_looks_like_a_message_is_not_stored(gateway: Gateway) -> None:
    line, user = gateway.line, gateway.line.investor()
    broken, before = line.broken(user), unreadable(gateway)
    for delivery in broken:
        assert await line.bring(delivery) == line.unreadable, delivery.content
    await line.settle()
    assert await gateway.books.said(user) == []
    if line.unreadable == 200:
        assert unreadable(gateway) == before + len(broken)


async def test_kinds_that_nobody_has_described_are_acknowledged(gateway: Gateway) -> None:
    line, user = gateway.line, gateway.line.investor()
    for delivery in line.strange(user):
        assert await line.bring(delivery) == 200
    await line.settle()
    assert await line.bring(line.message(user, "还在吗")) == 200
    await line.settle()
    assert (await gateway.books.said(user))[-1] == "还在吗"


def unreadable(gateway: Gateway) -> float:
    """How often something could not be read so far."""
    counts: Mapping[str, float] = gateway.conversations.counters.snapshot().get("unreadable", {})
    return sum(counts.values())
