"""After the years the law wants, a conversation goes with all that was written beside it; no other does."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conversations.database import Database
from conversations.erasing import Erasing
from conversations.notices import Notices
from desk.audit.log import Audit
from desk.errors import Unavailable
from desk.models import Base
from desk.transcripts.received import Received
from desk.transcripts.retention import OF_DESK, Gone, Retention
from desk.work import models as _  # noqa: F401 - its tables belong to that base
from tests.unit.desk.transcripts.stored import moved, store
from tests.unit.desk.transcripts.talk import NOON, dossier

FILE = f"{'cd' * 32}.jpg"
AGE = """
with aged as (update message set at = now() - make_interval(years => 20, days => %(days)s)
              where conversation_id = %(id)s)
update conversation set created_at = now() - interval '30 years' where id = %(id)s returning id
"""
SETTLED = "update ticket set state = 'resolved' where conversation_id = %(id)s returning id"


@pytest.fixture
def retention(desk_database: Database, tmp_path: Path) -> Retention:
    erasing = Erasing(desk_database, Notices.load())
    received = Received(desk_database, tmp_path)
    return Retention(desk_database, erasing, received, Audit(desk_database), 20)


async def aged(database: Database, number: int, days: int, *, settled: bool = True) -> None:
    """A conversation whose last message is `days` older than twenty years, with one ticket."""
    ticket = replace(dossier().tickets[0], number=f"060309-{number:04d}")
    whole = moved(dossier(), number, f"u{number}", NOON)
    await store(database, replace(whole, tickets=(ticket,), ratings=dossier().ratings))
    await database.rows(AGE, {"id": number, "days": days})
    if settled:
        await database.rows(SETTLED, {"id": number})


async def numbers(database: Database, table: str = "conversation", column: str = "id") -> list[int]:
    rows = await database.rows(f"select distinct {column} as number from {table} order by 1", {})  # noqa: S608
    return [row["number"] for row in rows]


def left_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def log_of(database: Database) -> list[tuple[str, dict[str, Any]]]:
    rows, intact = await Audit(database).find(actor="system")
    assert intact
    return [(row.act, dict(row.detail)) for row in reversed(rows)]


async def test_what_is_old_enough_goes_with_everything_beside_it(
    retention: Retention, desk_database: Database, tmp_path: Path
) -> None:
    for number, days in ((12, 1), (13, -1), (14, 400)):
        await aged(desk_database, number, days)
    (tmp_path / FILE).touch()
    assert await retention.once() == Gone(conversations=2, messages=20, files=0)
    assert await numbers(desk_database) == [13]
    for table in ("message", "transition", "ticket", "desk_note", "desk_rating"):
        assert await numbers(desk_database, table, "conversation_id") == [13], table
    assert left_in(tmp_path) == [FILE]  # 13 names it too


async def test_the_log_says_that_it_begins_and_what_it_came_to(
    retention: Retention, desk_database: Database, tmp_path: Path
) -> None:
    await aged(desk_database, 12, 1)
    (tmp_path / FILE).touch()
    await retention.once()
    [(first, begun), (second, done)] = await log_of(desk_database)
    assert (first, second) == ("forgetting", "forgotten")
    assert begun["years"] == 20
    assert {name: done[name] for name in ("conversations", "messages", "files")} == {
        "conversations": 1,
        "messages": 10,
        "files": 1,
    }
    assert left_in(tmp_path) == []


async def test_a_ticket_that_is_open_keeps_its_conversation(
    retention: Retention, desk_database: Database
) -> None:
    await aged(desk_database, 12, 1, settled=False)
    assert (await retention.once()).conversations == 0
    assert await numbers(desk_database) == [12]


async def test_a_night_with_nothing_to_forget_leaves_no_trace(
    retention: Retention, desk_database: Database
) -> None:
    await store(desk_database, dossier())
    assert await retention.once() == Gone()
    assert await log_of(desk_database) == []
    assert await numbers(desk_database, "desk_note", "conversation_id") == [12]


async def test_nothing_goes_that_the_log_could_not_take(desk_database: Database, tmp_path: Path) -> None:
    await aged(desk_database, 12, 1)
    away = Audit(Database(desk_database.dsn, patience=0.1))  # its pool was never opened
    erasing = Erasing(desk_database, Notices.load())
    with pytest.raises(Unavailable):
        await Retention(desk_database, erasing, Received(desk_database, tmp_path), away, 20).once()
    assert await numbers(desk_database) == [12]


async def test_every_table_of_the_desk_that_belongs_to_a_conversation_is_swept() -> None:
    belonging = {table.name for table in Base.metadata.tables.values() if "conversation_id" in table.columns}
    assert set(OF_DESK) == belonging
