"""Who writes a letter gets all that is kept of them, or it goes as far as the law lets it, on record."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml

from channels.files import Files
from conversations.database import Database
from conversations.ledger.checking import Checking
from conversations.ledger.sealing import Sealing
from customers import copies
from customers.consents import KINDS
from customers.copies import Copies
from customers.shares import Held, Holdings
from desk.audit.log import Audit
from desk.transcripts.wishes import taken
from gateway import subject_copy
from gateway.errors import KeysLost
from gateway.subject import Refused, Subject, obey, parser
from gateway.subject_copy import SubjectCopy
from tests.keys import KEYS, SECRET
from tests.unit.customers.people import People
from tests.unit.desk.transcripts.stored import store
from tests.unit.desk.transcripts.talk import dossier
from tests.unit.gateway.reading_settings import read

TABLES = Path(__file__).parents[3] / "data" / "retention" / "tables.yml"
PICTURE = b"\x89PNG\r\n\x1a\n a statement"
REASON = "letter of 9 March"
ATTACHED = """
update message set media = jsonb_build_object('file', %(file)s::text) where conversation_id = 12 and seq = 1
"""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=4, keys=KEYS) as opened:
        yield opened


@pytest.fixture
async def subject(database: Database, tmp_path: Path) -> Subject:
    """Somebody with a row in every table, and a transcript with a file in it."""
    folders = {"RECEIVED_DIR": str(tmp_path / "received"), "MEDIA_DIR": str(tmp_path / "media")}
    settings = read(**folders, DATA_KEYS=SECRET)
    talk = replace(dossier(), channel="web", user="u1")
    await store(database, talk)
    people = People(database)
    await people.fill(await people.agree("u1", *KINDS))
    await people.fill(await people.agree("u2", *KINDS))
    kept = await Files(settings.received_dir, keys=KEYS).keep(PICTURE)
    await people.do(ATTACHED, file=kept.name)
    return Subject(database, settings, REASON)


async def steps(database: Database) -> list[dict[str, Any]]:
    rows, sound = await Audit(database).find(act="subject")
    assert sound
    return [dict(row.detail) for row in reversed(rows)]


async def test_a_copy_holds_every_table_every_line_and_every_file(
    subject: Subject, database: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    await subject.export("web", "u1", folder)
    kept = json.loads((folder / "kept.json").read_text())
    assert set(kept) == set((await Copies(database).of("web", "u1")).__dataclass_fields__)
    assert all(kept.values())
    lines = [json.loads(line) for line in (folder / "conversation-12.jsonl").read_text().splitlines()]
    said = [line["seq"] for line in lines if line["type"] == "message"]
    assert said == list(range(1, dossier().seq + 1))
    assert not [line for line in lines if line["type"] == "note"]
    [file] = (folder / "files").iterdir()
    assert file.read_bytes() == PICTURE
    for line in (folder / "manifest.txt").read_text().splitlines():
        digest, _, name = line.partition("  ")
        assert sha256((folder / name).read_bytes()).hexdigest() == digest


async def test_a_long_transcript_comes_page_by_page_and_is_the_same(
    subject: Subject, database: Database, tmp_path: Path
) -> None:
    whole, paged = tmp_path / "whole", tmp_path / "paged"
    await subject.export("web", "u1", whole)
    received, media = tmp_path / "received", tmp_path / "media"
    made = await SubjectCopy(database, paged, received, media, lines=3).write(("web", "u1"), [12])
    assert made.messages == dossier().seq
    name = "conversation-12.jsonl"
    assert (paged / name).read_text() == (whole / name).read_text()


def test_of_every_table_that_knows_investors_it_is_decided_how_it_comes_into_the_copy() -> None:
    tables = yaml.load(TABLES.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["tables"]
    sources = {"kept.json": Path(copies.__file__), "beside.json": Path(subject_copy.__file__)}
    for where, path in sources.items():
        source = path.read_text(encoding="utf-8")
        names = [name for name, entry in tables.items() if entry.get("copy") == where]
        assert names
        assert [name for name in names if not re.search(rf"(from|join) {name}\b", source)] == []
    told = {entry["copy"].split(",")[0] for entry in tables.values() if "copy" in entry}
    assert told == {*sources, "transcript", "no"}


async def test_the_log_holds_that_a_copy_was_made_and_of_what(
    subject: Subject, database: Database, tmp_path: Path
) -> None:
    await subject.export("web", "u1", tmp_path / "copy")
    begun, done = await steps(database)
    assert (begun["step"], done["step"], done["reason"]) == ("exporting", "exported", REASON)
    assert done["conversations"] == [12]
    assert done["sha256"] == sha256((tmp_path / "copy" / "manifest.txt").read_bytes()).hexdigest()
    with pytest.raises(FileExistsError):
        await subject.export("web", "u1", tmp_path / "copy")


async def test_the_command_opens_what_is_sealed_or_says_that_it_cannot(
    subject: Subject, database: Database, tmp_path: Path
) -> None:
    settings, to = subject._settings, tmp_path / "copy"
    asked = parser().parse_args(["export", "web", "u1", "--reason", REASON, "--to", str(to)])
    await Holdings(database).put("web", "u1", [Held("SZ000001", Decimal(700))], "chat")
    await obey(settings, database.dsn, asked)
    held = json.loads((to / "kept.json").read_text())["holdings"]
    assert {row["ref"]: row["quantity"] for row in held} == {"SH600519": "100", "SZ000001": "700"}
    other = replace(settings, data_keys="another-key-of-the-tests-and-nobody")
    with pytest.raises(KeysLost):
        await obey(other, database.dsn, asked)


async def test_what_no_law_keeps_goes_and_the_answer_says_why_the_rest_stays(
    subject: Subject, database: Database
) -> None:
    said = await subject.erase("web", "u1")
    copy = await Copies(database).of("web", "u1")
    assert not any((copy.watched, copy.holdings, copy.alerts, copy.subscriptions))
    assert copy.results
    assert copy.evidence
    assert "证券法" in said
    begun, done = await steps(database)
    assert (begun["step"], done["step"], done["watched"]) == ("erasing", "erased", 1)
    [wish] = await database.rows("select kind, outcome, taken_by from desk_wish", {})
    assert (wish["kind"], wish["outcome"] in ("partly", "kept", "granted")) == ("delete", True)
    assert (await Copies(database).of("web", "u2")).watched


async def test_who_was_erased_gets_a_copy_of_what_is_left(
    subject: Subject, database: Database, tmp_path: Path
) -> None:
    await subject.erase("web", "u1")
    await subject.export("web", "u1", tmp_path / "copy")
    lines = (tmp_path / "copy" / "conversation-12.jsonl").read_text()
    blank = await database.rows("select seq from message where text is null and kind = 'text'", {})
    assert blank
    assert '"kind": "redaction"' in lines
    [wish] = json.loads((tmp_path / "copy" / "beside.json").read_text())["wishes"]
    assert (wish["text"], "证券法" in wish["answer"]) == (REASON, True)
    assert set(wish) == {"kind", "text", "made_at", "outcome", "answer", "answered_at"}


async def test_a_deletion_that_broke_off_is_ended_by_the_next(subject: Subject, database: Database) -> None:
    wish = {"conversation_id": 12, "kind": "delete", "text": REASON, "days": 0, "by": "command:x"}
    async with database.transaction() as connection:
        await taken(connection, KEYS, wish)
    for _ in range(2):
        await subject.erase("web", "u1")
    rows = await database.rows("select outcome from desk_wish order by id", {})
    assert len(rows) == 2
    assert all(row["outcome"] for row in rows)


async def test_a_seal_holds_whatever_was_erased_after_it(subject: Subject, database: Database) -> None:
    await Sealing(database).once()
    await subject.erase("web", "u1")
    verdict = await Checking(database).verify()
    assert verdict.broken is None
    blank = await database.rows("select seq from message where text is null and kind = 'text'", {})
    assert verdict.erased >= len(blank) > 0


async def test_who_is_unknown_and_who_gives_no_reason_is_refused(
    subject: Subject, database: Database
) -> None:
    with pytest.raises(Refused):
        await subject.erase("web", "nobody")
    with pytest.raises(Refused):
        Subject(database, subject._settings, " why ")
    assert await steps(database) == []
