"""Whoever changes, removes, adds or moves what was sealed is found, by day, conversation and message."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.database import Database
from conversations.erasing import Erasing
from conversations.ledger import sealing
from conversations.ledger.chain import follow, noted
from conversations.ledger.checking import Checking
from conversations.ledger.verdict import What
from conversations.notices import Notices
from tests.unit.conversations.conftest import eventually
from tests.unit.conversations.ledger.conftest import Talks, today

CONVERSATIONS, MESSAGES = 3, 4
PLACES = st.tuples(st.integers(1, CONVERSATIONS), st.integers(1, MESSAGES))
CHANGES = (
    "text = '别的'",
    "text = null",
    "text = text || ' '",
    "sender = 'agent'",
    "kind = 'notice'",
    "at = at + interval '1 microsecond'",
    "epoch = epoch + 1",
    "agent = 'zhao'",
    "message_id = 'm'",
    "image = '/media/a.png'",
    "pressed = 'b'",
    "length = 9",
    'buttons = \'[{"id": "a", "title": "买"}]\'',
    'media = \'{"file": "a.jpg"}\'',
)
KEEP = "create table kept as select * from message"
AS_BEFORE = ("truncate message", "insert into message select * from kept")
SWAP = """
update message m set text = o.text, message_id = o.message_id, at = o.at, sender = o.sender from message o
where m.conversation_id = %(id)s and o.conversation_id = %(id)s
  and (m.seq = %(seq)s and o.seq = %(other)s or m.seq = %(other)s and o.seq = %(seq)s)
"""


@pytest.fixture
async def sealed(talks: Talks) -> Talks:
    """Three conversations of two days: the first two messages of each are of the day before yesterday."""
    for days, texts, first in ((1, ("问一", "答一"), 1), (0, ("问二", "答二"), 3)):
        for number in range(1, CONVERSATIONS + 1):
            await talks.say(number, *texts, days=days, first=first)
        await talks.sealed(days=days)
    await talks.do(KEEP)
    return talks


@contextlib.asynccontextmanager
async def undone(talks: Talks) -> AsyncIterator[None]:
    yield
    for statement in AS_BEFORE:
        await talks.do(statement)


async def divergence(talks: Talks) -> tuple[date, What, int | None, int | None] | None:
    broken = (await talks.checked()).broken
    return (broken.day, broken.what, broken.conversation, broken.seq) if broken else None


def day_of(seq: int) -> date:
    return today().date() - timedelta(days=2 if seq <= 2 else 1)


SHARED = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SHARED
@given(PLACES, st.sampled_from(CHANGES))
async def test_a_changed_message_is_found_and_named(
    sealed: Talks, place: tuple[int, int], change: str
) -> None:
    number, seq = place
    async with undone(sealed):
        where = "where conversation_id = %(id)s and seq = %(seq)s"
        await sealed.do(f"update message set {change} {where}", id=number, seq=seq)  # noqa: S608
        assert await divergence(sealed) == (day_of(seq), "changed", number, seq)
    assert await divergence(sealed) is None


@SHARED
@given(PLACES, st.booleans())
async def test_a_removed_message_is_found_and_named(
    sealed: Talks, place: tuple[int, int], all_behind: bool
) -> None:
    number, seq = place
    async with undone(sealed):
        places = "seq >= %(seq)s" if all_behind else "seq = %(seq)s"
        statement = f"delete from message where conversation_id = %(id)s and {places}"  # noqa: S608
        await sealed.do(statement, id=number, seq=seq)
        assert await divergence(sealed) == (day_of(seq), "missing", number, seq)


@SHARED
@given(PLACES, st.integers(1, MESSAGES))
async def test_messages_that_changed_places_are_found_and_named(
    sealed: Talks, place: tuple[int, int], other: int
) -> None:
    number, seq = place
    async with undone(sealed):
        await sealed.do(SWAP, id=number, seq=seq, other=other)
        first = min(seq, other)
        expected = None if seq == other else (day_of(first), "changed", number, first)
        assert await divergence(sealed) == expected


async def test_an_inserted_message_is_found_and_named(sealed: Talks) -> None:
    await sealed.put(2, 0, "从未说过")
    assert await divergence(sealed) == (day_of(1), "inserted", 2, 0)


async def test_a_message_in_a_place_that_was_empty_is_found(talks: Talks) -> None:
    await talks.say(1, "一", days=1)
    await talks.put(1, 3, "三", days=1)
    await talks.sealed()
    assert await divergence(talks) is None
    await talks.put(1, 2, "二", days=1)
    assert await divergence(talks) == (day_of(3), "inserted", 1, 2)


async def test_what_changes_by_its_nature_is_not_sealed(sealed: Talks) -> None:
    await sealed.do("update message set delivery = 'delivered', topic = 'QUO01', intent = 'x'")
    assert await divergence(sealed) is None


async def unguarded(database: Database, *statements: str) -> None:
    """As somebody who can switch the triggers off."""
    async with database.transaction() as connection:
        await connection.execute("set local session_replication_role = replica")
        for statement in statements:
            await connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "what", "seq"),
    [
        ("update ledger_leaf set leaves = decode(repeat('00', 64), 'hex')", "changed", 1),
        ("delete from ledger_leaf where conversation_id = 2 and first = 1", "root", None),
        ("update ledger_day set leaves = leaves + 1", "chain", None),
        ("delete from ledger_day where number = 1", "chain", None),
        ("update ledger_leaf set salts = decode(repeat('00', 32), 'hex')", "changed", 1),
    ],
)
async def test_a_touched_ledger_is_found(
    sealed: Talks, database: Database, statement: str, what: str, seq: int | None
) -> None:
    await unguarded(database, statement)
    found = await divergence(sealed)
    assert found is not None
    assert (found[1], found[3]) == (what, seq)


async def test_who_rewrites_everything_is_found_by_a_root_that_was_kept_elsewhere(
    sealed: Talks, database: Database
) -> None:
    kept = noted(day.line for day in await sealing.sealed_days(database))
    await unguarded(database, "delete from ledger_day", "delete from ledger_leaf")
    await sealed.do("update message set text = '别的' where conversation_id = 1 and seq = 3")
    for back in (1, 0):
        await sealed.sealed(days=back)
    assert await divergence(sealed) is None
    broken = (await Checking(database, noted=kept).verify()).broken
    assert broken is not None
    assert (broken.day, broken.what) == (day_of(1), "noted")


async def test_days_that_were_cut_off_are_missed_by_the_lines_that_were_kept(
    sealed: Talks, database: Database
) -> None:
    kept = noted(day.line for day in await sealing.sealed_days(database))
    await unguarded(database, "delete from ledger_day where number = 2")
    broken = (await Checking(database, noted=kept).verify()).broken
    assert broken is not None
    assert (broken.day, broken.what) == (day_of(3), "noted")


async def test_only_the_newest_days_are_read_again_if_that_is_wanted(sealed: Talks) -> None:
    await sealed.do("update message set text = '别的' where conversation_id = 1 and seq = 1")
    verdict = await sealed.checked(newest=1)
    assert (verdict.days, verdict.messages, verdict.broken) == (1, 6, None)
    assert (await sealed.checked(newest=2)).broken is not None


async def test_a_wish_to_be_forgotten_leaves_every_other_proof_as_it_was(
    sealed: Talks, database: Database
) -> None:
    redacted = await Erasing(database, Notices.load()).redact(2, [1, 3], by="zhao", reason="wish 7")
    assert redacted.seqs == [1, 3]
    verdict = await sealed.checked()
    assert (verdict.broken, verdict.erased, verdict.messages) == (None, 2, 12)
    rows = await database.rows("select salts from ledger_leaf where conversation_id = 2 order by day", {})
    assert [[any(row["salts"][:16]), any(row["salts"][16:])] for row in rows] == [[False, True]] * 2
    await sealed.do("update message set text = '别的' where conversation_id = 2 and seq = 4")
    assert await divergence(sealed) == (day_of(4), "changed", 2, 4)


async def test_who_blanks_without_a_note_is_found(sealed: Talks, database: Database) -> None:
    await sealed.do("update message set text = null where conversation_id = 2 and seq = 3")
    await unguarded(
        database,
        "update ledger_leaf set salts = decode(repeat('00', 16), 'hex') || substr(salts, 17)"
        " where conversation_id = 2 and first = 3",
    )
    assert await divergence(sealed) == (day_of(3), "blanked", 2, 3)


async def test_a_conversation_that_was_kept_long_enough_may_go_and_no_other(
    sealed: Talks, database: Database
) -> None:
    await sealed.do("update message set at = at - interval '21 years' where conversation_id = 2")
    await sealed.do("update conversation set created_at = now() - interval '22 years' where id = 2")
    before = today() - timedelta(days=20 * 365)
    forgotten = await Erasing(database, Notices.load()).forget(before)
    assert forgotten.conversations == [2]
    assert await divergence(sealed) == (day_of(1), "forgotten", 2, None)
    verdict = await Checking(database, forgotten_before=today().date()).verify()
    assert (verdict.broken, verdict.forgotten) == (None, 4)


async def test_who_redacts_while_a_seal_is_under_way_leaves_no_salt_behind(
    talks: Talks, database: Database, database_url: str
) -> None:
    """The words are read for a seal, taken out, and sealed."""
    await talks.say(1, "我的手机号是 13800138000", "好")
    erasing = Erasing(database, Notices.load())
    yesterday = today().date() - timedelta(days=1)
    async with Database(database_url, connections=1) as other, other.transaction() as batch:
        await batch.execute(sealing.LOCK)
        [span], _ = await sealing._spans(batch, yesterday, -1)
        redacting = asyncio.create_task(erasing.redact(1, [1], by="zhao", reason="wish 7"))
        await eventually(lambda: _waits(database))
        values = (yesterday, 1, 1, 2, bytes(span.leaves), bytes(span.salts))
        await batch.execute("insert into ledger_leaf values (%s, %s, %s, %s, %s, %s)", values)
    await redacting
    [row] = await database.rows("select salts from ledger_leaf", {})
    assert [any(row["salts"][:16]), any(row["salts"][16:])] == [False, True]
    await talks.sealed()
    verdict = await talks.checked()
    assert (verdict.broken, verdict.erased) == (None, 1)


async def _waits(database: Database) -> bool:
    waiting = "select 1 from pg_locks where locktype = 'advisory' and not granted"
    return await database.row(waiting, {}) is not None


def test_the_chain_covers_every_part_of_a_day() -> None:
    first = follow(None, date(2026, 3, 9), 4, b"r" * 32)
    second = follow(first, date(2026, 3, 10), 4, b"r" * 32)
    assert first.sound
    assert second.previous == first.hash
    others = (
        follow(first, date(2026, 3, 11), 4, b"r" * 32),
        follow(first, date(2026, 3, 10), 5, b"r" * 32),
        follow(first, date(2026, 3, 10), 4, b"s" * 32),
        follow(None, date(2026, 3, 10), 4, b"r" * 32),
    )
    assert second.hash not in {other.hash for other in others}
