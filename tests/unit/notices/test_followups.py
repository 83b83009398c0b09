"""One promise: prepared and said, or said to have failed; never both, never twice, never nothing."""

import psycopg
import pytest

from conversations import Brain, Conversations, Reply, StoreUnavailable
from notices.followups import ATTEMPTS, LEAST, WITHIN, Followups
from tests.unit.notices.promises import Preparing, ask, failing, followed, promise


async def keep(
    conversations: Conversations, dsn: str, kind: Preparing, attempts: int = 0, name: str = "report"
) -> None:
    await Followups(conversations, {name: kind}).keep({"followup": promise(dsn)}, attempts)


async def test_what_was_prepared_is_said_once(conversations: Conversations, database_url: str) -> None:
    await ask(conversations)
    kind = Preparing()
    for _ in range(3):
        await keep(conversations, database_url, kind)
    assert await followed(conversations) == ["报告 SH600519"]
    assert len(kind.asked) == 1


@pytest.mark.parametrize(
    "kind",
    [failing, lambda: Preparing(fault=KeyError("price")), lambda: Preparing(replies=[Reply("\x00")])],
    ids=["not prepared", "broken", "unsayable"],
)
async def test_a_failure_is_told_kindly_and_once(
    conversations: Conversations, database_url: str, kind: type[Preparing]
) -> None:
    await ask(conversations)
    for _ in range(3):
        await keep(conversations, database_url, kind())
    assert await followed(conversations) == ["SH600519 没能生成"]
    assert conversations.counters.value("followups", "report:failed") == 1


async def test_a_promise_that_brings_workers_down_is_given_up(
    conversations: Conversations, database_url: str
) -> None:
    await ask(conversations)
    kind = Preparing()
    await keep(conversations, database_url, kind, attempts=ATTEMPTS)
    assert (kind.asked, await followed(conversations)) == ([], ["SH600519 没能生成"])


async def test_a_kind_that_nobody_prepares_is_settled_and_nothing_said(
    conversations: Conversations, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    await ask(conversations)
    await keep(conversations, database_url, Preparing(), name="alert")
    assert await followed(conversations) == []
    assert await conversations.promised(promise(database_url)) is None
    assert "nobody prepares a report" in caplog.text


@pytest.mark.parametrize(("age", "left"), [(0, WITHIN), (20, WITHIN - 20), (45, LEAST), (3600, LEAST)])
async def test_it_comes_within_the_minute_unless_it_began_late(
    conversations: Conversations, database_url: str, age: int, left: float
) -> None:
    await ask(conversations)
    with psycopg.connect(database_url) as connection:
        connection.execute("update followup set created_at = now() - make_interval(secs => %s)", [age])
    kind = Preparing()
    await keep(conversations, database_url, kind)
    ((_, within),) = kind.asked
    assert within == pytest.approx(left, abs=3)


async def test_a_store_that_is_away_leaves_the_promise_open(
    database_url: str, brain: Brain, conversations: Conversations
) -> None:
    await ask(conversations)
    number = promise(database_url)
    away = await Conversations.open(database_url, brain, patience=0.1)
    await away.close()
    with pytest.raises(StoreUnavailable):
        await Followups(away, {"report": Preparing()}).keep({"followup": number}, 0)
    assert await conversations.promised(number) is not None
