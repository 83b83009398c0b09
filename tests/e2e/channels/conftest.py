"""One whole Wenpan with every channel connected, and all dialogues played on all of them at once."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
import pytest_asyncio
import yaml

from gateway import postgres_home
from gateway.postgres import EmbeddedPostgres
from tests.e2e.channels.phones import Phones, phones
from tests.e2e.channels.seen import Seen
from tests.e2e.channels.ways import WAYS, Way
from tests.e2e.system import System, run_system

HERE = Path(__file__).parent
DIALOGUES: Mapping[str, list[dict[str, str]]] = yaml.load(
    (HERE / "dialogues.yml").read_text(), Loader=yaml.CSafeLoader
)
LATE = 1_000  # the number of the first who is answered late
SPOKEN = "贵州茅台多少钱"
WITHIN = 60.0  # seconds for one answer, while all others are asked for as well
SETTLED = """
select (select count(*) from message m where m.conversation_id = c.id and m.sender = 'user') >= %(said)s
  and c.waiting = 0 and not exists (
    select from outbox o where o.conversation_id = c.id and o.state in ('pending', 'sending'))
from conversation c where c.channel = %(channel)s and c.user_id = %(user)s"""


@dataclass(frozen=True)
class Town:
    """The running product, everybody's phones, and its database."""

    system: System
    phones: Phones
    dsn: str


Played = Mapping[tuple[str, str], list[Seen]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def town() -> AsyncIterator[Town]:
    """In demo mode, with a recogniser that hears the same in every voice message."""
    async with phones() as people:
        recogniser = f"python3 -c \"print('{SPOKEN}')\""
        variables = {"MARKET_MODE": "demo", "VOICE_RECOGNISER": recogniser, **people.variables}
        running = run_system(variables)
        system = await asyncio.to_thread(running.__enter__)
        try:
            people.connect(system.url)
            yield Town(system, people, dsn_of(system))
        finally:
            await asyncio.to_thread(running.__exit__, None, None, None)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def played(town: Town) -> Played:
    """What was seen after each turn, by dialogue and way; "late" is WeChat when it does not wait any more."""
    everything = [(name, way) for name in DIALOGUES for way in WAYS]
    plays = [
        play(town, WAYS[way](town.phones, number), DIALOGUES[name])
        for number, (name, way) in enumerate(everything)
    ]
    found = dict(zip(everything, await asyncio.gather(*plays), strict=True))
    return {**found, **await play_late(town, WAYS["wechat"])}


async def play(town: Town, way: Way, turns: list[dict[str, str]]) -> list[Seen]:
    """As far as it goes: a turn that cannot be taken is seen as nothing."""
    found: list[Seen] = []
    async with await psycopg.AsyncConnection.connect(town.dsn, autocommit=True) as connection:
        for said, turn in enumerate(turns, 1):
            with contextlib.suppress(LookupError):  # no such choice
                await act(way, turn, found)
                await settled(connection, way, said)
            found.append(await way.look())
    return found


async def play_late(town: Town, way: type[Way]) -> Played:
    """All dialogues side by side, with the answer to each turn too late for the call that brought it."""
    people = {name: way(town.phones, LATE + number) for number, name in enumerate(DIALOGUES)}
    found: dict[tuple[str, str], list[Seen]] = {(name, "late"): [] for name in DIALOGUES}
    async with await psycopg.AsyncConnection.connect(town.dsn, autocommit=True) as connection:
        for number in range(max(map(len, DIALOGUES.values()))):
            talking = [name for name, turns in DIALOGUES.items() if number < len(turns)]
            with rasa_stopped(town.system):
                turns = [(name, DIALOGUES[name][number], found[name, "late"]) for name in talking]
                await asyncio.gather(*(act(people[name], turn, seen) for name, turn, seen in turns))
            for name in talking:
                await settled(connection, people[name], number + 1)
                found[name, "late"].append(await people[name].look())
    return found


@contextlib.contextmanager
def rasa_stopped(system: System) -> Iterator[None]:
    """Within, the brain stands still."""
    brain = system.pids()["rasa"]
    os.kill(brain, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(brain, signal.SIGCONT)


async def act(way: Way, turn: Mapping[str, str], before: list[Seen]) -> None:
    [(kind, what)] = [(kind, what) for kind, what in turn.items() if kind != "hears"]
    acts: dict[str, Any] = {"says": way.say, "speaks": way.speak}
    if kind == "presses":
        [title] = [title for title in before[-1].choices if what in title] or [what]
        acts["presses"] = partial(way.press, number=before[-1].choices[title])
        what = title
    await acts[kind](what)


async def settled(connection: psycopg.AsyncConnection[tuple[Any, ...]], way: Way, said: int) -> None:
    """Until as much was said, answered and sent."""
    values = {"channel": way.channel, "user": way.user, "said": said}
    async with asyncio.timeout(WITHIN):
        while not await is_so(connection, values):  # noqa: ASYNC110 - what is waited for stands in the database
            await asyncio.sleep(0.1)


async def is_so(connection: psycopg.AsyncConnection[tuple[Any, ...]], values: Mapping[str, Any]) -> bool:
    row = await (await connection.execute(SETTLED, values)).fetchone()
    return row is not None and bool(row[0])


def dsn_of(system: System) -> str:
    """The address of the database that the product has made for itself."""
    folder = postgres_home.default_folder(system.folder, postgres_home.account())
    return EmbeddedPostgres(folder, log=system.folder / "unused.log").dsn
