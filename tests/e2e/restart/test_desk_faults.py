"""Two real gateways, one with a clock that jumps: people act at once, at odd times, and write odd things;
one agent has a conversation all the same, and every word stands in its place.
"""

import asyncio
import json
import os
import random
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import libfaketime
import psycopg
import pytest
import pytest_asyncio
from websockets.asyncio.client import connect

from desk.work.approving import LONGEST, as_sent
from gateway.ports import free_port
from gateway.postgres import EmbeddedPostgres
from tests.e2e.nasty import NASTY
from tests.e2e.restart.desk_books import Books, check_order, check_owners
from tests.e2e.restart.test_channel_kills import nursery
from tests.e2e.restart.test_desk_kills import SECRET, answer, hired, settings
from tests.e2e.restart.visitors import Agent, Json, World
from tests.fakes.brain import FakeBrain

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]
AT_ONCE = 8
LONG = "长" * 10_000
MARKUP = "<script>document.title='x'</script>" * 250
ODD = {**NASTY, "ten thousand characters": LONG, "ten thousand of markup": MARKUP}
NUMBERS = count(1)


@dataclass(frozen=True)
class House:
    """`urls` are the two gateways; the second one's clock is what `clock` says."""

    dsn: str
    urls: tuple[str, str]
    agents: list[Agent]
    clock: Path
    client: httpx.AsyncClient

    async def says(self, user: str, text: str, url: str | None = None) -> Json:
        body = {"sender": user, "text": text, "message_id": f"m{next(NUMBERS)}"}
        said = await self.client.post(f"{url or self.urls[0]}/api/chat", json=body)
        assert said.status_code in (200, 202), said.text
        found: Json = said.json()
        return found

    async def waits(self, text: str = "转人工") -> tuple[int, str]:
        """Somebody new stands in the queue: the conversation's number, the investor's name."""
        user = f"investor-{next(NUMBERS)}"
        assert (await self.says(user, text))["owner"] == "queued"
        books = await Books.read(self.dsn)
        [number] = [id for id, row in books.conversations.items() if row["user_id"] == user]
        return number, user

    async def does(
        self, agent: Agent, number: int, name: str, body: Mapping[str, Any], url: str | None = None
    ) -> httpx.Response:
        url = url or self.urls[0]
        path = f"{url}/desk/api/conversations/{number}/{name}"
        return await self.client.post(path, json=body, headers={**agent.headers, "Origin": url})

    async def lines(self, agent: Agent, number: int, url: str | None = None) -> list[Json]:
        path = f"{url or self.urls[0]}/desk/api/conversations/{number}/lines"
        read = await self.client.get(path, params={"limit": 500}, headers=agent.headers)
        found: list[Json] = read.raise_for_status().json()["lines"]
        return found

    async def reads(self, user: str) -> list[str]:
        """What the investor has before them."""
        found = await self.client.get(f"{self.urls[0]}/api/chat/{user}/messages")
        return [message["text"] for message in found.raise_for_status().json()["messages"]]

    async def board(self, agent: Agent, url: str) -> Json:
        headers = {**agent.headers, "Origin": url}
        address = f"{url.replace('http', 'ws', 1)}/desk/api/socket"
        async with connect(address, additional_headers=headers, proxy=None, max_size=None) as socket:
            async with asyncio.timeout(10):
                async for text in socket:
                    frame = json.loads(text)
                    if frame["type"] == "board":
                        board: Json = frame["board"]
                        return board
        raise AssertionError("the line was closed")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(
    postgres: EmbeddedPostgres,
    postgres_dsn: str,
    migrated_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[House]:
    """One for all tests here; each has investors of its own."""
    folder = tmp_path_factory.mktemp("faults")
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(f"create database {name} template {migrated_template}")
    dsn, clock, ports = postgres.dsn_of(name), folder / "clock", (free_port(), free_port())
    clock.write_text("+0")
    urls = (f"http://127.0.0.1:{ports[0]}", f"http://127.0.0.1:{ports[1]}")
    async with (
        FakeBrain(answer, token=SECRET) as brain,
        httpx.AsyncClient(trust_env=False, timeout=30) as client,
        AsyncExitStack() as running,
    ):
        _, *agents = await hired(World(urls, 0, client, random.Random(1)), dsn)  # noqa: S311 - it decides nothing
        starting = []
        for port, url, beside in zip(ports, urls, ({}, jumping(clock)), strict=True):
            variables = {**settings(dsn, brain, port, folder), **beside}
            starting.append(
                await running.enter_async_context(nursery(url, variables, folder / f"{port}.log"))
            )
        await asyncio.gather(*(gateway.start() for gateway in starting))
        yield House(dsn, urls, agents, clock, client)


def jumping(clock: Path) -> dict[str, str]:
    """What makes a process believe the file `clock`; how long it waits for something stays true."""
    _, preloaded = libfaketime.get_reload_information()  # type: ignore[no-untyped-call]  # it has no types
    told = {"FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1"}
    return {
        **os.environ,
        **preloaded,
        **told,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }


async def test_of_two_who_accept_at_once_one_has_it(house: House) -> None:
    for _ in range(AT_ONCE):
        number, _ = await house.waits()
        both = house.agents[:2]
        asked = zip(both, house.urls, strict=True)
        answers = await asyncio.gather(
            *(house.does(agent, number, "accept", {"epoch": 1}, url) for agent, url in asked)
        )
        assert sorted(each.status_code for each in answers) == [200, 409]
        [winner] = [agent for agent, each in zip(both, answers, strict=True) if each.status_code == 200]
        books = await Books.read(house.dsn)
        assert books.conversations[number]["agent"] == winner.id
        check_owners(books)
        await house.does(winner, number, "wrap-up", {"epoch": 2, "outcome": "spam"})
        await house.does(winner, number, "finish", {"epoch": 3, "to": "closed"})


async def test_what_is_written_while_others_act_is_kept_in_order_and_not_answered_by_the_bot(
    house: House,
) -> None:
    wang, li, *_ = house.agents
    number, user = await house.waits()
    await house.says(user, "排队时说的")
    await house.does(wang, number, "accept", {"epoch": 1})
    handing = house.does(wang, number, "transfer", {"epoch": 2, "agent": li.id})
    await asyncio.gather(handing, house.says(user, "转接时说的", house.urls[1]))
    await house.does(li, number, "accept", {"epoch": 3})
    await house.does(li, number, "wrap-up", {"epoch": 4, "outcome": "solved"})
    await house.says(user, "小结时说的")
    refused = await house.does(li, number, "finish", {"epoch": 5, "to": "closed"})
    assert (refused.status_code, refused.json()["why"]) == (409, "written_meanwhile")
    seen = (await house.lines(li, number))[-1]["seq"]
    assert (await house.does(li, number, "finish", {"epoch": 5, "to": "closed", "seen": seen})).is_success
    said = await house.says(user, "结束后说的")
    assert [reply["text"] for reply in said["replies"]] == ["答：结束后说的"]
    whole = await house.reads(user)
    written = ["转人工", "排队时说的", "转接时说的", "小结时说的", "结束后说的"]
    assert [text for text in whole if text in written] == written
    assert [text for text in whole if text.startswith("答：")] == ["答：转人工", "答：结束后说的"]
    books = await Books.read(house.dsn)
    check_owners(books)
    check_order(books)


async def test_whatever_either_side_writes_the_other_reads_as_it_was_written(house: House) -> None:
    wang, *_ = house.agents
    number, user = await house.waits()
    await house.does(wang, number, "accept", {"epoch": 1})
    for name, text in ODD.items():
        if "surrogate" in name or "NUL" in name:  # no JSON, or nothing that can be kept
            continue
        await house.says(user, text)
        line = (await house.lines(wang, number))[-1]
        assert line["sender"] == "user", name
        assert line["text"] == (await house.reads(user))[-1], name
        assert line["length"] == len(text) or line["text"] in text or not text.isprintable(), name
        body = {"epoch": 2, "text": text, "reply_id": f"r{next(NUMBERS)}"}
        said = await house.does(wang, number, "say", body)
        if said.status_code == 200:
            assert (await house.reads(user))[-1] == as_sent(text), name
        else:
            refused = "blocked" if 0 < len(text.strip()) <= LONGEST else "unreadable"
            assert said.json()["error"] == refused, (name, said.text)


async def test_a_gateway_whose_clock_jumps_serves_on_as_if_nothing_were(house: House) -> None:
    wang, *_ = house.agents
    url = house.urls[1]
    number, user = await house.waits()
    waiting, _ = await house.waits()
    assert (await house.does(wang, number, "accept", {"epoch": 1}, url)).is_success
    for jump in ("+3h", "-3h", "+0"):
        house.clock.write_text(jump)
        await house.says(user, f"{jump}时说的", url)
        body = {"epoch": 2, "text": f"{jump}时答的", "reply_id": f"r{next(NUMBERS)}"}
        assert (await house.does(wang, number, "say", body, url)).is_success
        await house.says(user, f"{jump}时问的", url)
        await asyncio.sleep(1.2)  # the board, and the router's round, under the new clock
        board = await house.board(wang, url)
        [mine] = [head for head in board["mine"] if head["conversation_id"] == number]
        [queued] = [head for head in board["queue"] if head["conversation_id"] == waiting]
        assert (mine["owner"], mine["epoch"], mine["unread"]) == ("human", 2, 1)
        for age in (mine["age"], mine["unread_for"], queued["waited"]):
            assert 0 <= age < 60, (jump, mine)
    texts = await house.reads(user)
    assert texts[-9:] == [f"{jump}时{what}的" for jump in ("+3h", "-3h", "+0") for what in ("说", "答", "问")]
