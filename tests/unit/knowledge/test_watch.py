"""An edit is live in every process within seconds, whatever became of its connection meanwhile."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from psycopg.types.json import Jsonb

from knowledge.editing import Editing
from knowledge.following import LEAST
from knowledge.librarian import Librarian
from knowledge.library import Library, Shelf
from knowledge.loading import load
from knowledge.retrieval import Retrieval
from knowledge.store import Store
from knowledge.watch import Watch
from tests.unit.conversations.conftest import eventually
from tests.unit.knowledge.given import MONDAY, article, cells, published

ROOT = Path(__file__).parents[3]


@asynccontextmanager
async def watching(dsn: str, *, poll: float = 20.0) -> AsyncIterator[tuple[Shelf, Watch]]:
    """A shelf that begins with the files' library and follows a database."""
    shelf = Shelf(Library([article(answer="来自文件")]))
    watch = Watch(dsn, Librarian(shelf, Retrieval()), poll=poll, retry=0.1)
    task = asyncio.create_task(watch.run())
    try:
        yield shelf, watch
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def comes_true(so: Callable[[], Awaitable[bool]]) -> None:
    """Wait for it, and see that it stays so."""
    await eventually(so)
    assert await so()


def answers(shelf: Shelf, *wanted: str | None) -> Callable[[], Awaitable[bool]]:
    """Whether the shelf now answers so, on each day from Monday."""

    async def so() -> bool:
        days = [MONDAY + timedelta(days=n) for n in range(len(wanted))]
        found = [shelf.library.get("ACC91", day) for day in days]
        return [each.answer if each else None for each in found] == list(wanted)

    return so


async def test_an_edit_is_live_in_every_process_without_a_restart(editing: Editing, store: Store) -> None:
    async with watching(store.dsn) as (one, _), watching(store.dsn) as (other, _):
        for answer in ("一", "二", "三"):
            began = time.monotonic()
            await published(editing, answer=answer)
            await comes_true(answers(one, answer))
            await comes_true(answers(other, answer))
            assert time.monotonic() - began < 5


@pytest.fixture
def reader(database_url: str) -> Iterator["subprocess.Popen[str]"]:
    argv = [sys.executable, "-m", "tests.unit.knowledge.reader", database_url]
    with subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


async def test_another_process_reads_what_was_there_and_what_comes(
    editing: Editing, reader: "subprocess.Popen[str]"
) -> None:
    assert reader.stdout is not None
    await published(editing, answer="先有的")
    assert await asyncio.to_thread(reader.stdout.readline) == "先有的\n"
    began = time.monotonic()
    await published(editing, answer="后来的")
    assert await asyncio.to_thread(reader.stdout.readline) == "后来的\n"
    assert time.monotonic() - began < 5


async def test_a_killed_connection_misses_nothing(editing: Editing, store: Store) -> None:
    await published(editing, answer="一")
    async with watching(store.dsn) as (shelf, _):
        await comes_true(answers(shelf, "一"))
        for answer in ("二", "三"):
            async with store.reading() as connection:
                await connection.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where datname = current_database() and pid <> pg_backend_pid()"
                )
            await published(editing, answer=answer)
            await comes_true(answers(shelf, answer))


async def test_a_lost_bell_costs_no_more_than_a_poll(editing: Editing, store: Store) -> None:
    await published(editing, answer="一")
    async with watching(store.dsn, poll=0.3) as (shelf, _):
        await comes_true(answers(shelf, "一"))
        async with store.reading() as connection, connection.transaction():
            await connection.execute("update knowledge_change set seq = seq + 1")
            await connection.execute("update article set change = (select seq from knowledge_change)")
            await connection.execute(
                "update article_version set content = %s", [Jsonb(cells(answer="没有铃声"))]
            )
        await comes_true(answers(shelf, "没有铃声"))


async def test_before_the_database_is_filled_the_files_answer(editing: Editing, store: Store) -> None:
    async with watching(store.dsn) as (shelf, watch):
        await asyncio.sleep(0.3)
        assert await answers(shelf, "来自文件")()
        assert watch.standing.library == "files"
        await load(store, [article(answer="来自数据库")], MONDAY)
        await comes_true(answers(shelf, "来自数据库"))
        assert (watch.standing.library, watch.standing.sequence) == ("database", 1)


async def test_tables_that_come_later_are_waited_for(postgres_dsn: str) -> None:
    async with watching(postgres_dsn) as (shelf, watch):
        await asyncio.sleep(0.3)
        assert await answers(shelf, "来自文件")()
        assert watch.standing.library == "files"


async def test_without_a_database_the_files_answer() -> None:
    async with watching("") as (shelf, watch):
        await asyncio.sleep(0.05)
        assert await answers(shelf, "来自文件")()
        assert watch.standing.library == "files"


async def test_what_begins_tomorrow_begins_without_any_event(editing: Editing, store: Store) -> None:
    await published(editing, answer="旧")
    await published(editing, begin=MONDAY + timedelta(days=1), answer="新")
    await editing.expire("ACC91", MONDAY + timedelta(days=9), "丙")
    async with watching(store.dsn) as (shelf, _):
        await comes_true(answers(shelf, "旧", "新"))


async def test_what_is_withdrawn_is_gone_everywhere(editing: Editing, store: Store) -> None:
    await published(editing, answer="错的")
    async with watching(store.dsn) as (shelf, _):
        await comes_true(answers(shelf, "错的"))
        await editing.withdraw("ACC91")
        await comes_true(answers(shelf, None))


async def test_a_database_put_back_to_an_earlier_state_is_read_anew(editing: Editing, store: Store) -> None:
    await published(editing, answer="一")
    await published(editing, answer="二")
    async with watching(store.dsn) as (shelf, _):
        await comes_true(answers(shelf, "二"))
        async with store.reading() as connection, connection.transaction():
            await connection.execute("update knowledge_change set seq = 4")
            await connection.execute("update article set change = 4, published = 1")
            await connection.execute("update article_version set state = 'retired' where number = 2")
            await connection.execute("update article_version set state = 'published' where number = 1")
            await connection.execute("notify wenpan_knowledge")
        await comes_true(answers(shelf, "一"))


async def test_an_article_of_a_newer_wenpan_leaves_the_one_we_can_read(
    editing: Editing, store: Store
) -> None:
    await published(editing, answer="能读的")
    async with watching(store.dsn) as (shelf, watch):
        await comes_true(answers(shelf, "能读的"))
        newer = {**cells(answer="不能读的"), "mood": "new"}
        async with store.changing() as change:
            number = await change.add("ACC91", newer, author="files")
            await change.publish("ACC91", number, newer, MONDAY)

        async def seen() -> bool:
            return watch.standing.sequence == change.seq

        await comes_true(seen)
        assert await answers(shelf, "能读的")()


async def test_what_is_asked_next_is_what_was_counted_often_enough(editing: Editing, store: Store) -> None:
    await published(editing, id="ACC92")
    await published(editing, id="ACC93")
    await published(editing, next=["ACC92"])
    async with watching(store.dsn) as (shelf, _):

        async def following(*ids: str) -> bool:
            found = shelf.library.get("ACC91", MONDAY)
            return found is not None and [each.id for each in shelf.library.next(found, MONDAY)] == [*ids]

        async with store.changing() as change:
            await change.count_following({("ACC91", "ACC93"): LEAST - 1, ("ACC91", "ACC91"): 99})
        await comes_true(lambda: following("ACC92"))
        async with store.changing() as change:
            await change.count_following({("ACC91", "ACC93"): LEAST})
        await comes_true(lambda: following("ACC93", "ACC92"))
