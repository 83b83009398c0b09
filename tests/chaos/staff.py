"""The people of the desk in a storm: they take who waits, answer, hand on, and take over from the bot."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from random import Random

import httpx
import psycopg

from tests.chaos.ledger import Ledger
from tests.e2e.restart import test_desk_kills
from tests.e2e.restart.visitors import Agent, Lead, World

PAUSE = (0.5, 2.5)  # seconds between two acts
AT_ONCE = (0.02, 0.2)


class Clerk(Agent):
    """Works at a person's pace."""

    pause = PAUSE


class Chief(Lead):
    """Takes over conversations that there are."""

    pause = PAUSE
    ledger: Ledger

    async def _seize(self, number: int) -> None:
        with suppress(psycopg.Error):  # the server is away just now
            numbers = await self.ledger.numbers()
            await super()._seize(self.world.chance.choice(numbers or [number]))


@dataclass
class Staff:
    """Everybody at the desk; `broken` are answers of the desk that must not be."""

    agents: list[Agent]
    world: World

    @property
    def broken(self) -> list[str]:
        return self.world.broken

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Until left."""
        tasks = [asyncio.create_task(agent.follow()) for agent in self.agents]
        tasks += [asyncio.create_task(agent.work(self.agents)) for agent in self.agents]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            self.broken.extend(repr(end) for end in ended if isinstance(end, Exception))

    def finish(self) -> None:
        """From now on they bring to an end what they have, and at once."""
        for agent in self.agents:
            agent.finishing, agent.pause = True, AT_ONCE


async def hired(url: str, dsn: str, client: httpx.AsyncClient, chance: Random) -> Staff:
    """Signed in, at a desk that is open at any hour."""
    world = World([url], 1, client, chance)
    agents = await test_desk_kills.hired(world, dsn, capacity=6, agent=Clerk, lead=Chief)
    for agent in agents:
        if isinstance(agent, Chief):
            agent.ledger = Ledger(dsn)
    return Staff(agents, world)
