"""The audit log is only added to, and shows when somebody with power over the database touched it."""

import asyncio
from dataclasses import replace

import psycopg
import pytest
from psycopg.errors import RestrictViolation

from conversations.database import Database
from desk.audit.chain import Entry, Head, seal
from desk.audit.log import Audit, note
from desk.errors import Unavailable
from tests.unit.conversations.conftest import eventually


@pytest.fixture
def audit(desk_database: Database) -> Audit:
    return Audit(desk_database, recheck=0)


async def written(audit: Audit, count: int) -> None:
    for number in range(1, count + 1):
        await audit.write("wang", "view", f"conversation:{number}", {"number": number, "share": 0.5})


async def tamper(dsn: str, statement: str) -> None:
    """As a superuser does who switches the trigger off."""
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        await connection.execute("set session_replication_role = replica")
        await connection.execute(statement)


async def test_rows_are_numbered_and_chained_one_after_the_other(audit: Audit) -> None:
    assert (await audit.verify()).head == Head()
    await written(audit, 3)
    verdict = await audit.verify()
    assert (verdict.head.count, verdict.intact) == (3, True)
    entries, intact = await audit.find()
    assert [(each.id, each.subject) for each in entries] == [
        (3, "conversation:3"),
        (2, "conversation:2"),
        (1, "conversation:1"),
    ]
    assert intact


async def test_writers_on_several_gateways_make_one_chain(audit: Audit, desk_database: Database) -> None:
    dsn = desk_database.dsn
    async with Database(dsn, connections=4) as one, Database(dsn, connections=4) as other:
        writers = [Audit(one), Audit(other)] * 10
        await asyncio.gather(*(each.write("wang", "view", "conversation:1", {}) for each in writers))
    verdict = await audit.verify()
    assert (verdict.head.count, verdict.intact) == (20, True)


@pytest.mark.parametrize(
    "statement",
    [
        "update desk_audit set actor = 'li' where id = 1",
        "update desk_audit set actor = 'li' where id = 99",
        "delete from desk_audit",
        "truncate desk_audit",
    ],
)
async def test_the_table_lets_nobody_change_or_remove_a_row(
    audit: Audit, desk_database: Database, statement: str
) -> None:
    await written(audit, 1)
    with pytest.raises(RestrictViolation, match="only ever added to"):
        async with desk_database.connection() as connection:
            await connection.execute(statement)
    assert (await audit.verify()).head.count == 1


INSERT = """
insert into desk_audit (id, at, actor, act, subject, detail, previous, hash)
select {id}, at, actor, act, subject, detail, previous, hash from desk_audit where id = {like}"""


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("update desk_audit set actor = 'li' where id = 2", 2),
        ("update desk_audit set at = at + interval '1 microsecond' where id = 3", 3),
        ('update desk_audit set detail = \'{"number": 2, "share": 0.25}\' where id = 2', 2),
        ("update desk_audit set subject = 'conversation:9' where id = 5", 5),
        ("update desk_audit set previous = hash where id = 4", 4),
        ("delete from desk_audit where id = 1", 1),
        ("delete from desk_audit where id = 3", 3),
        ("delete from desk_audit where id in (2, 3)", 2),
        (INSERT.format(id=6, like=5), 6),
        (INSERT.format(id=0, like=1), 1),
        (INSERT.format(id=-7, like=1), 1),
        ("update desk_audit set id = id + 1 where id = 5", 5),
    ],
)
async def test_a_row_that_was_touched_is_found(
    audit: Audit, desk_database: Database, statement: str, broken: int
) -> None:
    await written(audit, 5)
    await tamper(desk_database.dsn, statement)
    verdict = await audit.verify()
    assert (verdict.broken, verdict.intact) == (broken, False)
    assert verdict.head.count == broken - 1
    assert not (await audit.find(subject="conversation:1"))[1]


async def write_anew(dsn: str, *entries: Entry) -> None:
    """As a forger does who knows how the chain is made: each row fits to what is before it."""
    before = "select hash from desk_audit where id < %s order by id desc limit 1"
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        await connection.execute("set session_replication_role = replica")
        for entry in entries:
            ((previous,),) = await (await connection.execute(before, [entry.id])).fetchall()
            await connection.execute(
                "update desk_audit set previous = %s, hash = %s, actor = %s where id = %s",
                [previous, seal(entry, previous), entry.actor, entry.id],
            )


async def test_a_row_written_anew_with_a_hash_of_its_own_breaks_the_next(
    audit: Audit, desk_database: Database
) -> None:
    await written(audit, 4)
    third = (await audit.find())[0][1]
    await write_anew(desk_database.dsn, replace(third, actor="li"))
    assert (await audit.verify()).broken == 4


async def test_a_gap_is_found_though_all_behind_it_was_written_anew(
    audit: Audit, desk_database: Database
) -> None:
    await written(audit, 4)
    fourth, third, *_ = (await audit.find())[0]
    await tamper(desk_database.dsn, "delete from desk_audit where id = 2")
    await write_anew(desk_database.dsn, third, fourth)
    assert (await audit.verify()).broken == 2


async def test_an_end_that_was_cut_off_is_found_by_the_head_noted_down(
    audit: Audit, desk_database: Database
) -> None:
    await written(audit, 3)
    noted = (await audit.verify()).head
    await written(audit, 1)
    assert (await audit.verify(noted)).intact
    await tamper(desk_database.dsn, "delete from desk_audit where id > 2")
    assert (await audit.verify()).intact
    assert (await audit.verify(noted)).broken == 3
    await written(audit, 2)
    assert (await audit.verify(noted)).broken == 3


async def test_an_end_that_is_cut_off_is_found_by_a_gateway_that_has_seen_it(
    audit: Audit, desk_database: Database
) -> None:
    await written(audit, 3)
    assert (await audit.find())[1]
    await tamper(desk_database.dsn, "delete from desk_audit where id = 3")
    assert not (await audit.find())[1]
    await written(audit, 2)
    assert not (await audit.find())[1]


async def test_a_log_written_anew_is_found_by_the_head_noted_down(
    audit: Audit, desk_database: Database
) -> None:
    await written(audit, 2)
    noted = (await audit.verify()).head
    await tamper(desk_database.dsn, "delete from desk_audit")
    await written(audit, 2)
    assert (await audit.verify()).intact
    assert (await audit.verify(noted)).broken == 2
    assert (await audit.verify(replace(noted, count=0, hash=bytes(32)))).intact


async def test_rows_beyond_one_reading_are_checked_too(audit: Audit, desk_database: Database) -> None:
    async with desk_database.transaction() as connection:
        for number in range(1_100):
            await note(connection, "wang", "view", f"conversation:{number}", {})
    assert (await audit.verify()).head.count == 1_100
    await tamper(desk_database.dsn, "update desk_audit set act = 'x' where id = 1050")
    assert (await audit.verify()).broken == 1_050


async def test_the_log_is_searched_and_read_back_in_pages(audit: Audit) -> None:
    await written(audit, 105)
    await audit.write("li", "export", "conversation:7", {})
    newest, _ = await audit.find()
    assert len(newest) == 100
    older, _ = await audit.find(before=newest[-1].id)
    assert [each.id for each in older] == [6, 5, 4, 3, 2, 1]
    assert [each.id for each in (await audit.find(actor="li"))[0]] == [106]
    assert [each.id for each in (await audit.find(subject="conversation:7"))[0]] == [106, 7]
    assert [each.id for each in (await audit.find(act="export", subject="conversation:7"))[0]] == [106]


async def test_the_page_that_shows_the_log_does_not_check_all_of_it_each_time(
    desk_database: Database,
) -> None:
    audit = Audit(desk_database)
    await written(audit, 3)
    assert (await audit.find())[1]
    await tamper(desk_database.dsn, "update desk_audit set actor = 'li' where id = 2")
    assert (await audit.find(subject="conversation:3"))[1]
    assert not (await audit.find())[1]


async def test_a_log_that_is_checked_by_itself_shows_soon_that_it_was_touched(
    desk_database: Database,
) -> None:
    audit = Audit(desk_database)
    await written(audit, 3)
    assert (await audit.find(subject="conversation:3"))[1]
    await tamper(desk_database.dsn, "update desk_audit set actor = 'li' where id = 2")
    checking = asyncio.create_task(audit.keep_checking(every=0.01))

    async def is_seen() -> bool:
        return not (await audit.find(subject="conversation:3"))[1]

    await eventually(is_seen)
    checking.cancel()


async def test_nothing_is_known_to_be_written_while_the_database_is_away(
    audit: Audit, desk_database: Database
) -> None:
    await desk_database.close()
    with pytest.raises(Unavailable):
        await audit.write("wang", "view", "conversation:1", {})
    with pytest.raises(Unavailable):
        await audit.verify()
