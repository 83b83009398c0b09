"""The watchers are joined, and the operator sees when each last did its work."""

from collections.abc import AsyncIterator
from datetime import datetime

import httpx
import pytest
from prometheus_client import CollectorRegistry, generate_latest

from conversations.database import Database
from gateway.alerts import WatcherStates, alert_tasks
from notices.jobs import Jobs
from notices.marks import Marks
from tests.unit.gateway.test_app import settings
from tests.unit.notices.promises import QUICK
from tests.unit.notices.watching import Kept, at


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=2) as opened:
        yield opened


async def shown(states: WatcherStates) -> str:
    await states.refresh()
    registry = CollectorRegistry()
    registry.register(states)
    return generate_latest(registry).decode()


async def test_the_last_success_of_each_watcher_is_shown(database: Database) -> None:
    moment: datetime = at("2026-03-04 08:30")
    await Marks(database).set("announcements", moment)
    await Marks(database).set("announcements", moment, ["SH600519"])
    states = WatcherStates(database)
    await states.refresh()
    (family,) = states.collect()
    assert [(each.labels["watcher"], each.value) for each in family.samples] == [
        ("announcements", moment.timestamp())
    ]


async def test_without_a_database_nothing_is_shown() -> None:
    async with Database("host=/nowhere", patience=0.1, wait=False) as away:
        assert "announcements" not in await shown(WatcherStates(away))


async def test_the_queue_takes_every_watcher(database: Database, database_url: str) -> None:
    async with httpx.AsyncClient() as client:
        of = settings("http://127.0.0.1:9", "http://127.0.0.1:9")
        tasks = alert_tasks(of, client, database, Kept())
        assert {task.name for task in tasks} == {
            "watch_announcements",
            "watch_moves",
            "watch_sectors",
            "watch_days",
            "watch_unrest",
            "watch_prices",
            "tell_event",
        }
        async with Jobs(database_url, tasks, QUICK):
            assert len(tasks) == 7
