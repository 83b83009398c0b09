"""Gateways, database connections and browsers' sockets die at random while agents serve investors.

Afterwards the books balance. WENPAN_KILLS sets how often, WENPAN_KILLS_SEED when.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from conversations.database import Database
from desk.people.caller import Role
from gateway.ports import free_port
from tests.e2e.restart.desk_books import Books, check_agent, check_investor, check_order, check_owners
from tests.e2e.restart.test_channel_kills import KILLS, SEED, Nursery, nursery
from tests.e2e.restart.visitors import Agent, Investor, Lead, Visitor, World
from tests.fakes.brain import FakeBrain, turn
from tests.unit.desk.office import Office

ROLES: tuple[Role, ...] = ("supervisor", "agent", "agent", "agent")
INVESTORS = 6
QUIET_WITHIN = 90.0  # seconds, on a machine that others use too
SECRET = "a-secret-of-the-tests"
MOMENTS = ("accept", "say", "say", "transfer", "wrap-up", "finish", "take-over", "write")
HAS_SECOND = "update desk_agent set last_step = 0 where role = 'supervisor' returning id"
CUT = """
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and random() < 0.5"""
OPEN = """
select count(*) from conversation where owner not in ('bot', 'closed') or waiting > 0"""


@dataclass(frozen=True)
class Storm:
    """Everybody who is in it, and what can break."""

    dsn: str
    world: World
    brain: FakeBrain
    gateways: Sequence[Nursery]
    agents: Sequence[Agent]
    investors: Sequence[Investor]

    @property
    def visitors(self) -> list[Visitor]:
        return [*self.agents, *self.investors]

    async def kill_one(self) -> None:
        await self._kill(self.world.chance.choice(self.gateways))

    async def kill_both(self) -> None:
        await asyncio.gather(*map(self._kill, self.gateways))

    async def cut_connections(self) -> None:
        """Half of all that gateways have to the database."""
        async with await psycopg.AsyncConnection.connect(self.dsn, autocommit=True) as connection:
            await connection.execute(CUT)

    async def cut_sockets(self) -> None:
        for visitor in self.world.chance.sample(self.visitors, 5):
            visitor.cut()

    async def blow(self, times: int) -> None:
        """Something breaks at the very moment in which something is asked."""
        chance = self.world.chance
        faults = (self.kill_one, self.kill_one, self.kill_both, self.cut_connections, self.cut_sockets)
        for _ in range(times):
            self.brain.pause = chance.choice((0.0, 0.05, 0.4))
            await asyncio.sleep(chance.uniform(0.0, 0.6))
            await self._asked(chance.choice(MOMENTS))
            await asyncio.sleep(chance.uniform(0.0, 0.02))
            await chance.choice(faults)()

    async def _kill(self, gateway: Nursery) -> None:
        gateway.kill()
        await gateway.start()

    async def _asked(self, name: str) -> None:
        before, end = self.world.asked[name], time.monotonic() + 1
        while self.world.asked[name] == before and time.monotonic() < end:  # noqa: ASYNC110 - no bell
            await asyncio.sleep(0.001)


def answer(question: dict[str, Any]) -> tuple[int, Any]:
    """The bot's part: it calls a person where one is wished for."""
    text = question["text"]
    wish = {"reason": "ask_human", "skill": "general", "priority": 0} if "转人工" in text else None
    return 200, turn(f"答：{text}", handoff=wish)


@pytest.mark.e2e
async def test_the_books_of_the_desk_balance_after_many_kills(database_url: str, tmp_path: Path) -> None:
    async with storm(database_url, tmp_path) as all_of_it:
        await lived_through(all_of_it)
        books = await Books.read(database_url)
    assert all_of_it.world.broken == []
    check_owners(books)
    check_order(books)
    for investor in all_of_it.investors:
        check_investor(books, investor)
    for agent in all_of_it.agents:
        check_agent(books, agent)
    assert sum(len(said) for agent in all_of_it.agents for said in agent.acknowledged.values()) > KILLS


async def lived_through(all_of_it: Storm) -> None:
    """Everybody is busy until it has blown over; then all that is open is brought to its end."""
    ended = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        always = [tasks.create_task(visitor.follow()) for visitor in all_of_it.visitors]
        always += [tasks.create_task(agent.work(all_of_it.agents)) for agent in all_of_it.agents]
        writing = [asyncio.create_task(investor.write(ended)) for investor in all_of_it.investors]
        await all_of_it.blow(KILLS)
        ended.set()
        async with asyncio.timeout(QUIET_WITHIN):
            await asyncio.gather(*writing)
        await finished(all_of_it)
        for task in always:
            task.cancel()


async def finished(all_of_it: Storm) -> None:
    """Nobody is stranded: all that waits is served by who works there, and the bot serves them again."""
    all_of_it.brain.pause = 0.0
    for agent in all_of_it.agents:
        agent.finishing = True
    while any(isinstance(agent, Lead) and agent.seizing for agent in all_of_it.agents):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await until_none_is_open(all_of_it.dsn)
    await asyncio.gather(*(investor.say("最后一问") for investor in all_of_it.investors))
    await until_none_is_open(all_of_it.dsn)
    end = time.monotonic() + QUIET_WITHIN
    while not all(_has_read(investor) for investor in all_of_it.investors):  # noqa: ASYNC110 - no bell
        assert time.monotonic() < end, "somebody never saw the last answer"
        await asyncio.sleep(0.05)


def _has_read(investor: Investor) -> bool:
    return bool(investor.seen) and investor.seen[-1][1] == f"答：{investor.accepted[-1]}"


async def until_none_is_open(dsn: str) -> None:
    end = time.monotonic() + QUIET_WITHIN
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        while True:
            [still] = await (await connection.execute(OPEN)).fetchone() or [0]
            if not still:
                return
            assert time.monotonic() < end, f"{still} conversations are stranded"
            await asyncio.sleep(0.1)


@asynccontextmanager
async def storm(dsn: str, folder: Path) -> AsyncIterator[Storm]:
    chance = random.Random(SEED)  # noqa: S311 - repeatable
    ports = (free_port(), free_port())
    urls = [f"http://127.0.0.1:{port}" for port in ports]
    async with (
        FakeBrain(answer, token=SECRET) as brain,
        httpx.AsyncClient(trust_env=False, timeout=30) as client,
        AsyncExitStack() as running,
    ):
        world = World(urls, INVESTORS, client, chance)
        agents = await hired(world, dsn)
        starting = []
        for number, (port, url) in enumerate(zip(ports, urls, strict=True)):
            variables = settings(dsn, brain, port, folder)
            log = folder / f"gateway-{number}.log"
            starting.append(await running.enter_async_context(nursery(url, variables, log)))
        await asyncio.gather(*(gateway.start() for gateway in starting))
        investors = [Investor(world, number) for number in range(INVESTORS)]
        yield Storm(dsn, world, brain, starting, agents, investors)


def settings(dsn: str, brain: FakeBrain, port: int, folder: Path) -> dict[str, str]:
    return {
        **dict.fromkeys(("RASA_TOKEN", "INTERNAL_TOKEN", "SESSION_SECRET", "DESK_SECRET_KEY"), SECRET),
        **{"RASA_URL": brain.url, "ACTIONS_URL": f"{brain.url}/webhook"},
        **{"DATABASE_URL": dsn, "HOST": "127.0.0.1", "PORT": str(port), "PUBLIC_URL": ""},
        **{"MEDIA_DIR": str(folder / "media"), "RECEIVED_DIR": str(folder / "received")},
    }


async def hired(
    world: World, dsn: str, capacity: int = 4, agent: type[Agent] = Agent, lead: type[Lead] = Lead
) -> list[Agent]:
    """The people of the desk, signed in, and hours in which they work; the first is the lead."""
    async with Database(dsn, connections=2) as database, Office(database) as office:
        await office.never_closes()
        agents: list[Agent] = []
        for role in ROLES:
            who = (await office.hire(role, capacity=capacity)).id
            kind = lead if role == "supervisor" else agent
            agents.append(kind(world, who, await office.headers_of(who)))
        await database.rows(HAS_SECOND, {})
        return agents
