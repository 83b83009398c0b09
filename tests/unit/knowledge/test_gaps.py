"""What was not answered is kept masked and once, without waiting, and shown to editors in groups."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from psycopg.conninfo import conninfo_to_dict

from knowledge.gaps import LONGEST, WAITING, Gap, Gaps, forget, gaps_since
from knowledge.grouping import group
from knowledge.library import Library
from knowledge.retrieval import Retrieval
from knowledge.store import Store, connect
from market.names import normalise
from tests.unit.conversations.conftest import eventually
from tests.unit.knowledge.given import MONDAY, article

NOON = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
LONG_AGO = datetime(2020, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))


@asynccontextmanager
async def noting(dsn: str) -> AsyncIterator[Gaps]:
    gaps = Gaps(dsn)
    task = asyncio.create_task(gaps.run())
    try:
        yield gaps
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def kept(store: Store, *wanted: str) -> None:
    """Wait until exactly these are kept."""

    async def so() -> bool:
        return sorted(gap.text for gap in await gaps_since(store, LONG_AGO)) == sorted(wanted)

    await eventually(so)
    assert await so()


async def test_a_gap_is_kept_without_what_tells_who_asked(store: Store) -> None:
    async with noting(store.dsn) as gaps:
        gaps.note("我叫张三，手机13812345678，怎么参加打新团", "m1")
        await kept(store, "我叫<name>，手机<phone>，怎么参加打新团")


async def test_one_message_is_one_gap(store: Store) -> None:
    async with noting(store.dsn) as gaps:
        for _ in range(3):
            gaps.note("怎么参加打新团", "m1")
        gaps.note("怎么参加打新团", "m2")
        await kept(store, "怎么参加打新团", "怎么参加打新团")


async def test_a_note_never_waits_even_when_the_database_is_away() -> None:
    async with noting("postgresql://nobody@127.0.0.1:1/none") as gaps:
        began = time.perf_counter()
        for number in range(2 * WAITING):
            gaps.note("怎么参加打新团", f"m{number}")
        assert time.perf_counter() - began < 2


@pytest.mark.parametrize(("text", "message_id"), [("", "m1"), ("  ", "m1"), ("\x00", "m1"), ("问", "")])
async def test_nothing_is_no_gap(store: Store, text: str, message_id: str) -> None:
    async with noting(store.dsn) as gaps:
        gaps.note(text, message_id)
        gaps.note("真问题", "m9")
        await kept(store, "真问题")


async def test_a_pasted_article_is_kept_in_part(store: Store) -> None:
    async with noting(store.dsn) as gaps:
        gaps.note("长" * 9_000, "m1")
        await kept(store, "长" * LONGEST)


async def test_a_note_waits_for_a_database_that_comes_back(store: Store, postgres_dsn: str) -> None:
    name = conninfo_to_dict(store.dsn)["dbname"]
    async with await connect(postgres_dsn) as connection, noting(store.dsn) as gaps:
        await connection.execute(f'alter database "{name}" allow_connections false')
        gaps.note("一", "m1")
        await asyncio.sleep(0.3)
        await connection.execute(f'alter database "{name}" allow_connections true')
        await kept(store, "一")


async def test_old_gaps_are_forgotten(store: Store) -> None:
    async with noting(store.dsn) as gaps:
        gaps.note("问", "m1")
        await kept(store, "问")
    assert await forget(store, LONG_AGO) == 0
    assert await forget(store, datetime.now(NOON.tzinfo) + timedelta(days=1)) == 1


def gap(text: str, hours: int = 0) -> Gap:
    return Gap(text, NOON + timedelta(hours=hours))


def grouped(*gaps: Gap) -> "list[tuple[int, str]]":
    library = Library([article("ACC91", title="亲子账户", questions=["亲子账户怎么开", "二", "三"])])
    return [(each.count, each.examples[0]) for each in group(gaps, library, Retrieval(normalise), MONDAY)]


def test_the_same_question_in_other_words_is_one_group_and_the_most_frequent_comes_first() -> None:
    asked = ["能用数字人民币转账吗", "数字人民币能转账吗？", "数字人民币能转账吗"]
    assert grouped(gap("哈哈"), *map(gap, asked)) == [(3, "数字人民币能转账吗？"), (1, "哈哈")]


def test_what_has_been_answered_since_is_left_out() -> None:
    assert grouped(gap("亲子账户怎么开？"), gap("亲子账户怎么开"), gap("基金定投")) == [(1, "基金定投")]


def test_a_group_tells_when_it_was_asked_and_what_is_near() -> None:
    library = Library([article("ACC91", title="亲子账户", questions=["亲子账户怎么开", "二", "三"])])
    (found,) = group([gap("亲子账户收费吗", 5), gap("亲子账户收费吗", -5)], library, Retrieval(), MONDAY)
    assert (found.first, found.last) == (NOON - timedelta(hours=5), NOON + timedelta(hours=5))
    assert [each.id for each in found.nearest] == ["ACC91"]
    assert found.examples == ("亲子账户收费吗",)


def test_no_gap_is_no_group() -> None:
    assert grouped() == []
