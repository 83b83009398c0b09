"""A day is sealed once, with all that was said in it, whoever comes late and however many work at it."""

import asyncio
from datetime import timedelta

import psycopg
import pytest

from conversations.database import Database
from conversations.ledger import sealing
from conversations.ledger.sealing import Sealing
from tests.unit.conversations.ledger.conftest import Talks, today

LEAVES = """
select day, conversation_id as number, first, last from ledger_leaf order by day, conversation_id
"""
TODAY = "update message set at = now() where conversation_id = %(id)s and seq >= %(seq)s"


async def spans(database: Database) -> list[tuple[int, int, int]]:
    return [(row["number"], row["first"], row["last"]) for row in await database.rows(LEAVES, {})]


async def test_a_day_is_sealed_once_and_the_next_follows_it(talks: Talks) -> None:
    await talks.say(1, "你好", "您好", days=1)
    await talks.say(2, "茅台多少钱")
    [first] = await talks.sealed(days=1)
    assert (first.number, first.leaves) == (1, 2)
    assert first.day == today().date() - timedelta(days=2)
    assert await talks.sealed(days=1) == []
    [second] = await talks.sealed()
    assert (second.number, second.leaves, second.previous) == (2, 1, first.hash)
    verdict = await talks.checked()
    assert (verdict.days, verdict.messages, verdict.broken) == (2, 3, None)


async def test_a_day_without_a_word_is_sealed_too(talks: Talks) -> None:
    [day] = await talks.sealed()
    assert (day.leaves, (await talks.checked()).broken) == (0, None)


async def test_what_is_said_today_is_not_sealed_yet(talks: Talks, database: Database) -> None:
    await talks.say(1, "昨天", "答", "今天", "答")
    await talks.do(TODAY, id=1, seq=3)
    await talks.say(2, "今天")
    await talks.do(TODAY, id=2, seq=1)
    await talks.sealed()
    assert await spans(database) == [(1, 1, 2)]


async def test_who_commits_late_is_in_the_next_seal_and_never_in_none(
    talks: Talks, database: Database, database_url: str
) -> None:
    """A message of a day is written, not yet committed, while that day is sealed."""
    await talks.say(1, "早", "早上好", days=1)
    async with await psycopg.AsyncConnection.connect(database_url) as slow:
        await slow.execute("update conversation set seq = 3 where id = 1")
        await slow.execute(
            "insert into message (conversation_id, seq, sender, kind, text, epoch, at)"
            " select 1, 3, 'user', 'text', '晚', 0, at from message where seq = 1"
        )
        await talks.sealed(days=1)
        await slow.commit()
    assert await spans(database) == [(1, 1, 2)]
    await talks.sealed()
    assert await spans(database) == [(1, 1, 2), (1, 3, 3)]
    assert (await talks.checked()).broken is None


async def test_what_still_changes_waits_for_the_next_seal_with_all_behind_it(
    talks: Talks, database: Database
) -> None:
    await talks.say(1, "看图", "好", "图", "收到", days=1)
    await talks.do(
        """update message set media = '{"wanted": "x"}', at = now() - interval '47 hours'
        where conversation_id = 1 and seq = 3"""
    )
    await talks.say(2, "在吗", "在", "语音", days=1)
    await talks.do("insert into inbound (conversation_id, channel, key, seq) values (2, 'web', 'k', 3)")
    await talks.sealed(days=1)
    assert await spans(database) == [(1, 1, 2), (2, 1, 2)]
    await talks.do('update message set media = \'{"file": "ab.jpg"}\' where media is not null')
    await talks.do("update message set text = '听到' where conversation_id = 2 and seq = 3")
    await talks.do("update inbound set answered_at = now()")
    await talks.sealed()
    assert await spans(database) == [(1, 1, 2), (2, 1, 2), (1, 3, 4), (2, 3, 3)]
    assert (await talks.checked()).broken is None


async def test_a_file_that_comes_after_the_seal_is_no_divergence_and_another_one_is(talks: Talks) -> None:
    await talks.say(1, "图", "好", days=4)
    await talks.do('update message set media = \'{"wanted": "x"}\' where seq = 1')
    await talks.say(1, "另一图", first=3)
    await talks.do('update message set media = \'{"file": "cd.jpg"}\' where seq = 3')
    await talks.sealed()
    await talks.do('update message set media = \'{"file": "ab.jpg"}\' where seq = 1')
    assert (await talks.checked()).broken is None
    await talks.do('update message set media = \'{"file": "ef.jpg"}\' where seq = 3')
    assert "message 3" in str((await talks.checked()).broken)


async def test_a_time_from_the_future_keeps_nothing_out(talks: Talks, database: Database) -> None:
    await talks.say(1, "你好", "您好", days=-400)
    await talks.sealed()
    assert await spans(database) == [(1, 1, 2)]


async def test_gateways_that_seal_together_make_one_day(
    talks: Talks, database: Database, database_url: str
) -> None:
    for number in range(1, 40):
        await talks.say(number, "问", "答")
    async with Database(database_url, connections=4) as other:
        gateways = [Sealing(each) for each in (database, other, database, other)]
        sealed = await asyncio.gather(*(each.once() for each in gateways))
    assert [day.leaves for days in sealed for day in days] == [78]
    assert (await talks.checked()).broken is None


async def test_what_a_killed_gateway_has_begun_is_gone_on_with(talks: Talks, database: Database) -> None:
    for number in range(1, sealing.AT_ONCE + 4):
        await talks.put(number, 1, "问")
    begun = Sealing(database)
    day = today().date() - timedelta(days=1)
    assert await begun._batch(day, -1) == sealing.AT_ONCE
    [done] = await Sealing(database).once()
    assert (done.day, done.leaves) == (day, sealing.AT_ONCE + 3)
    assert (await talks.checked()).broken is None


async def test_days_that_were_slept_through_are_sealed_each_by_itself(talks: Talks) -> None:
    await talks.say(1, "大前天", days=3)
    await talks.sealed(days=3)
    await talks.say(1, "前天", first=2, days=2)
    await talks.say(1, "昨天", first=3)
    assert [day.leaves for day in await talks.sealed()] == [1, 0, 1]
    assert (await talks.checked()).broken is None


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger_day set leaves = 0",
        "delete from ledger_day",
        "truncate ledger_day",
        "update ledger_leaf set leaves = decode(repeat('00', 64), 'hex')",
        "update ledger_leaf set salts = decode(repeat('11', 32), 'hex')",
        "delete from ledger_leaf",
        "truncate ledger_leaf",
    ],
)
async def test_the_database_refuses_to_change_what_is_sealed(talks: Talks, statement: str) -> None:
    await talks.say(1, "你好", "您好")
    await talks.sealed()
    with pytest.raises(psycopg.errors.RestrictViolation):
        await talks.do(statement)
