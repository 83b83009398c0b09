"""The socket: what was missed, then what is new, in order and once, for its owner only."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from channels.web.session import Sessions
from conversations import Conversations, Inbound
from tests.fakes.brain import FakeBrain
from tests.unit.channels.web.server import SECRET, serving


def socket_of(
    address: str, sender: str = "u1", after: int = 0, headers: dict[str, str] | None = None
) -> connect:
    url = f"{address.replace('http', 'ws', 1)}/api/chat/socket?sender={sender}&after={after}"
    return connect(url, additional_headers=headers or {}, proxy=None)


async def frames(socket: ClientConnection, count: int, kind: str = "message") -> list[dict[str, Any]]:
    """The next `count` frames of a kind; others are passed over."""
    found: list[dict[str, Any]] = []
    async with asyncio.timeout(15):
        while len(found) < count:
            frame = json.loads(await socket.recv())
            if frame["type"] == kind:
                found.append(frame)
    return found


async def say(web: httpx.AsyncClient, text: str) -> None:
    response = await web.post("/api/chat", json={"sender": "u1", "text": text})
    assert response.status_code == 200


def texts(messages: list[dict[str, Any]]) -> list[str]:
    return [message["text"] for message in messages]


async def test_what_was_missed_comes_first_then_what_is_new(address: str, web: httpx.AsyncClient) -> None:
    await say(web, "一")
    async with socket_of(address) as socket:
        assert texts(await frames(socket, 2)) == ["一", "答：一"]
        await say(web, "二")
        assert texts(await frames(socket, 2)) == ["二", "答：二"]


async def test_a_reader_goes_on_behind_the_place_it_names(address: str, web: httpx.AsyncClient) -> None:
    for text in ("一", "二"):
        await say(web, text)
    async with socket_of(address, after=3) as socket:
        assert texts(await frames(socket, 1)) == ["答：二"]


async def test_the_owner_follows_what_was_missed(address: str, web: httpx.AsyncClient) -> None:
    await say(web, "一")
    async with socket_of(address) as socket:
        kinds = [json.loads(await socket.recv())["type"] for _ in range(3)]
    assert kinds == ["message", "message", "owner"]


async def test_somebody_who_never_wrote_hears_of_the_first_message(
    address: str, web: httpx.AsyncClient
) -> None:
    async with socket_of(address) as socket:
        assert await frames(socket, 1, "owner") == [{"type": "owner", "owner": "bot"}]
        await say(web, "一")
        assert [message["seq"] for message in await frames(socket, 2)] == [1, 2]


async def test_while_an_answer_is_written_the_reader_sees_it(
    address: str, web: httpx.AsyncClient, brain: FakeBrain
) -> None:
    brain.hold.clear()
    async with socket_of(address) as socket:
        asking = asyncio.create_task(say(web, "一"))
        assert texts(await frames(socket, 1)) == ["一"]
        await frames(socket, 1, "typing")
        brain.hold.set()
        assert texts(await frames(socket, 1)) == ["答：一"]
        await asking


async def test_a_history_longer_than_one_batch_comes_whole(
    address: str, conversations: Conversations
) -> None:
    for number in range(130):
        await conversations.answer(Inbound("web", "u1", f"m{number}", text=str(number)))
    async with socket_of(address) as socket:
        assert [message["seq"] for message in await frames(socket, 260)] == list(range(1, 261))


async def test_readers_who_come_and_go_miss_nothing_and_get_nothing_twice(
    address: str, web: httpx.AsyncClient
) -> None:
    async def talk() -> None:
        for number in range(20):
            await say(web, str(number))

    talking = asyncio.create_task(talk())
    seen: list[int] = []
    while len(seen) < 40:
        async with socket_of(address, after=seen[-1] if seen else 0) as socket:
            seen += [message["seq"] for message in await frames(socket, 4)]
    await talking
    assert seen == list(range(1, 41))


async def test_two_readers_both_get_all(address: str, web: httpx.AsyncClient) -> None:
    async with socket_of(address) as one, socket_of(address) as other:
        await say(web, "一")
        assert await frames(one, 2) == await frames(other, 2)


async def test_nobody_reads_a_conversation_of_somebody_else(conversations: Conversations) -> None:
    async with serving(conversations, public_url="https://chat.example.com") as address:
        token = Sessions(SECRET).issue("u2")
        for headers, status in (({}, 401), ({"Authorization": f"Bearer {token}"}, 403)):
            with pytest.raises(InvalidStatus) as refused:
                await socket_of(address, "u1", headers=headers).__aenter__()
            assert refused.value.response.status_code == status
        async with socket_of(address, "u2", headers={"Authorization": f"Bearer {token}"}) as socket:
            assert await frames(socket, 1, "owner")


@pytest.mark.parametrize(
    ("sender", "origin", "status"), [("u1", "https://evil.example", 403), ("%20", None, 400), ("", None, 400)]
)
async def test_a_strange_page_or_name_is_refused(
    address: str, sender: str, origin: str | None, status: int
) -> None:
    headers = {"Origin": origin} if origin else None
    with pytest.raises(InvalidStatus) as refused:
        await socket_of(address, sender, headers=headers).__aenter__()
    assert refused.value.response.status_code == status


async def test_what_a_reader_sends_changes_nothing(address: str, web: httpx.AsyncClient) -> None:
    async with socket_of(address) as socket:
        for noise in ("hello", b"\x00\xff", "{}"):
            await socket.send(noise)
        await say(web, "一")
        assert texts(await frames(socket, 2)) == ["一", "答：一"]


async def test_a_server_that_stops_says_goodbye(conversations: Conversations) -> None:
    async with serving(conversations) as address:
        socket = await socket_of(address).__aenter__()
        await frames(socket, 1, "owner")
    with pytest.raises(ConnectionClosed) as closed:
        await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012
