"""kill -9 at random moments while people write on all channels: nothing accepted is lost or said twice.

WENPAN_KILLS sets how often, WENPAN_KILLS_SEED when.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg.rows import dict_row

from gateway.ports import free_port
from tests.e2e.channels.phones import Phones, phones
from tests.e2e.restart.writers import WRITERS, Writer
from tests.fakes.brain import FakeBrain
from tests.fakes.wechat.faults import Silence

KILLS = int(os.environ.get("WENPAN_KILLS", "8"))
SEED = int(os.environ.get("WENPAN_KILLS_SEED", "20261126"))
PEOPLE = 4  # on each channel
QUIET_WITHIN = 90.0  # seconds, on a machine that others use too
SECRET = "a-secret-of-the-tests"
ANSWERS = """
select m.text, i.channel, i.answered_by,
  coalesce(array_agg(o.state) filter (where o.id is not null), '{}') as states,
  array_agg(o.error) as errors
from inbound i
join message m on m.conversation_id = i.conversation_id and m.seq = i.seq
left join outbox o on o.conversation_id = i.conversation_id and o.seq between i.reply_first and i.reply_last
group by m.text, i.channel, i.answered_by, i.id"""
BUSY = """
select (select count(*) from conversation where waiting > 0)
  + (select count(*) from outbox where state in ('pending', 'sending')) as busy"""


@dataclass
class Nursery:
    """Starts gateways one after the other at the same port."""

    process: asyncio.subprocess.Process
    url: str
    pid: int = 0

    async def start(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(b"\n")
        self.pid = int(await self.process.stdout.readline())
        async with asyncio.timeout(60), httpx.AsyncClient(trust_env=False) as client:
            while not await _answers(client, self.url):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.02)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


@asynccontextmanager
async def nursery(url: str, variables: Mapping[str, str], log: Path) -> AsyncIterator[Nursery]:
    with log.open("wb") as written:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.e2e.restart.nursery"),
            env={**os.environ, **variables},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=written,
        )
        try:
            yield Nursery(process, url)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            await process.wait()


@pytest.mark.e2e
async def test_the_books_balance_after_many_kills(database_url: str, tmp_path: Path) -> None:
    chance, port = random.Random(SEED), free_port()  # noqa: S311 - repeatable
    async with FakeBrain(token=SECRET) as brain, phones(cut_off=0.8, again_after=0.8) as people:
        url = f"http://127.0.0.1:{port}"
        people.connect(url)
        settings = {
            **people.variables,
            **dict.fromkeys(("RASA_TOKEN", "INTERNAL_TOKEN", "SESSION_SECRET"), SECRET),
            **{"RASA_URL": brain.url, "ACTIONS_URL": f"{brain.url}/webhook"},
            **{"DATABASE_URL": database_url, "HOST": "127.0.0.1", "PORT": str(port), "PUBLIC_URL": ""},
            **{"MEDIA_DIR": str(tmp_path / "media"), "RECEIVED_DIR": str(tmp_path / "received")},
        }
        async with nursery(url, settings, tmp_path / "gateway.log") as gateways:
            writers = await written_through(gateways, people, brain, chance)
            await quiet(database_url, people)
            await balance(database_url, writers)


async def written_through(
    gateways: Nursery, people: Phones, brain: FakeBrain, chance: random.Random
) -> list[Writer]:
    """Everybody writes while gateways come and go, and once more when the last one stays."""
    writers = [kind(people, number) for kind in WRITERS for number in range(PEOPLE)]
    ended = asyncio.Event()
    await gateways.start()
    writing = [asyncio.create_task(writer.write(ended, chance)) for writer in writers]
    for _ in range(KILLS):
        brain.pause = chance.choice((0.0, 0.1, 0.7))
        await asyncio.sleep(chance.uniform(0.05, 1.0))
        await chance.choice((now, acknowledged, asked, taken))(people, brain)
        gateways.kill()
        people.telegram.faults.orders.clear()
        await gateways.start()
    brain.pause = 0.0
    ended.set()
    async with asyncio.timeout(QUIET_WITHIN):  # some write on only when they were answered
        await asyncio.gather(*writing)
        await asyncio.gather(*(writer.say() for writer in writers))
    return writers


async def now(_people: Phones, _brain: FakeBrain) -> None:
    """Whatever it is doing."""


async def acknowledged(people: Phones, _brain: FakeBrain) -> None:
    """A platform has just been told that its message is here."""
    await grown(lambda: len(people.telegram.courier.tries))


async def asked(_people: Phones, brain: FakeBrain) -> None:
    """The brain has just been asked."""
    await grown(lambda: len(brain.asked))


async def taken(people: Phones, _brain: FakeBrain) -> None:
    """A platform has taken a message, and has not said so yet."""
    people.telegram.break_next("sendMessage", Silence(done=True))
    await grown(lambda: len(people.telegram.platform.shown))


async def grown(count: Callable[[], int]) -> None:
    """Until there is one more, or nothing happens any more."""
    before, end = count(), time.monotonic() + 3
    while count() == before and time.monotonic() < end:  # noqa: ASYNC110 - fakes have no bell
        await asyncio.sleep(0.001)


async def quiet(dsn: str, people: Phones) -> None:
    """Until nothing waits any more, here or at a platform."""
    end = time.monotonic() + QUIET_WITHIN
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        while True:
            [busy] = await (await connection.execute(BUSY)).fetchone() or [0]
            if not busy and not people.telegram.platform.waiting and await _is_read(connection, people):
                return
            assert time.monotonic() < end, f"{busy} things are still not done"
            await asyncio.sleep(0.1)


async def balance(dsn: str, writers: list[Writer]) -> None:
    """Accepted is answered, told by a notice, or unknown; what was seen was seen once."""
    books: defaultdict[str, Counter[str]] = defaultdict(Counter)
    async with await psycopg.AsyncConnection.connect(dsn, row_factory=dict_row) as connection:
        found = {row["text"]: row for row in await (await connection.execute(ANSWERS)).fetchall()}
    for writer in writers:
        screen = await writer.screen()
        for text in writer.accepted:
            row = found[text]
            assert row["channel"] == writer.channel
            fate = fate_of(row["answered_by"], row["states"])
            assert fate, (text, writer.channel, row["errors"])
            seen = screen.count(f"答：{text}")
            assert seen == 1 or (fate != "answered" and seen == 0), (fate, seen, row)
            books[writer.channel].update(("accepted", fate))
        for text in found:
            assert screen.count(f"答：{text}") <= 1, text
    for channel, counts in books.items():
        said = counts["answered"] + counts["notice"] + counts["unknown"]
        assert counts["accepted"] == said > PEOPLE * 2, (channel, counts)


def fate_of(answered_by: str | None, states: list[str]) -> str | None:
    """What became of a message by our books; None where they do not balance."""
    if "unknown" in states:
        return "unknown"
    if answered_by is None or not set(states) <= {"sent", "delivered"}:
        return None
    return "notice" if answered_by.startswith("notice:") else "answered"


async def _answers(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(f"{url}/health")).status_code > 0
    except httpx.TransportError:  # it is not there yet
        return False


async def _is_read(connection: psycopg.AsyncConnection[tuple[object, ...]], people: Phones) -> bool:
    """Whether all of WeCom's stream is in the inbox."""
    row = await (await connection.execute("select place from channel_cursor")).fetchone()
    return row is not None and str(row[0]).endswith(f"n{len(people.kf.company.stream):x}")
