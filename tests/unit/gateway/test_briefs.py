"""The jobs that look for briefs, as the gateway joins them."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from conversations.database import Database
from customers.briefs import KINDS
from gateway.briefs import brief_tasks, load_whys
from gateway.settings import Settings
from notices.briefs import SLOTS
from notices.jobs import Jobs
from tests.unit.notices.subscribers import Recording


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as opened:
        yield opened


async def test_the_queue_takes_a_job_for_each_kind(database_url: str, client: httpx.AsyncClient) -> None:
    async with Database(database_url, connections=2) as database:
        tasks = brief_tasks(Settings.read({}, lambda name: name), client, database, Recording())
        assert [task.name for task in tasks] == [f"brief_{kind}" for kind in KINDS]
        assert [task.times for task in tasks] == [slot.times for slot in SLOTS]
        async with Jobs(database_url, tasks):
            await asyncio.sleep(0)


def test_each_kind_says_why_it_comes_and_how_to_end_it() -> None:
    whys = load_whys()
    assert list(whys) == list(KINDS)
    assert all("订阅" in why and "退订" in why for why in whys.values())
