"""What the rooms wrote comes back as one record, whole or page by page."""

import pytest

from conversations.database import Database
from desk.errors import Unknown
from desk.transcripts.dossier import Entry
from desk.transcripts.gathering import Archive
from tests.unit.desk.transcripts.stored import store
from tests.unit.desk.transcripts.talk import dossier


async def test_everything_written_is_in_the_record(desk_database: Database) -> None:
    written = await store(desk_database, dossier())
    found = await Archive(desk_database).whole(12)
    assert found == written


async def test_pages_make_the_whole(desk_database: Database) -> None:
    await store(desk_database, dossier())
    archive = Archive(desk_database)
    entries: list[Entry] = []
    after: int | None = 0
    places = []
    while after is not None:
        page = await archive.page(12, after, 3)
        entries += page.entries
        after = page.following
        places.append(after)
    assert places == [3, 6, 9, None]
    assert entries == list((await archive.whole(12)).entries)


@pytest.mark.parametrize("number", [0, -1, 13, 2**63])
async def test_a_conversation_that_is_not_there(desk_database: Database, number: int) -> None:
    with pytest.raises(Unknown):
        await Archive(desk_database).whole(number)


async def test_a_page_behind_the_end_is_empty(desk_database: Database) -> None:
    await store(desk_database, dossier())
    page = await Archive(desk_database).page(12, 10)
    assert (page.entries, page.following) == ((), None)
