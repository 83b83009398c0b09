"""A database with personal fields of every kind in it, and a look at its dump."""

import asyncio
import os
import subprocess
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from channels.files import Files
from conversations.database import Database
from customers.consents import Consents
from customers.copies import Copies
from customers.shares import Held, Holdings
from customers.suitability.attempts import By, RiskTests
from customers.suitability.evidence import Evidence
from customers.suitability.reading import Questionnaires
from customers.suitability.results import Results
from desk.sealed import WISH
from desk.transcripts import wishes_sql
from desk.transcripts.dossier import Remark
from desk.transcripts.gathering import Archive
from desk.transcripts.wishes import answered, taken
from desk.work.drafts import Drafts
from desk.work.notes import write
from gateway.postgres_home import installation
from market.session import SHANGHAI

PHONE, QUANTITY, COST = "13800138000", Decimal(987654), Decimal("1432.17")
MARKERS = (PHONE, str(QUANTITY), str(COST))
PICTURE = b"\x89PNG\r\n\x1a\n" + PHONE.encode()
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)
CONVERSATION = "insert into conversation (channel, user_id) values ('web', 'u1') returning id"
SHEETS = Questionnaires.load()


async def fill(database: Database, folder: Path) -> int:
    """Every sealed field of one investor with a marker in it; the number of the conversation."""
    row = await database.row(CONVERSATION, {})
    assert row is not None
    for kind in ("records", "finances"):
        await Consents(database).record("web", "u1", kind, given=True, version="1", message_id="c")
    await Holdings(database).put("web", "u1", [Held("SH600519", QUANTITY, COST)], "chat")
    await risk_test(database)
    shown, by = {"product": PHONE}, By("web", "u1", "e1", NOON)
    await Evidence(database).keep(by, "R4", "warned", shown, f"知道了 {PHONE}")
    await Drafts(database).put(row["id"], "wang", f"回电 {PHONE}")
    note = {"conversation_id": row["id"], "kind": "note", "agent": "wang", "text": f"电话 {PHONE}"}
    wish = {"conversation_id": row["id"], "kind": "copy", "text": f"寄到 {PHONE}", "days": 15, "by": "wang"}
    async with database.transaction() as connection:
        await write(connection, database.keys, note)
        made = await taken(connection, database.keys, wish)
        assert made is not None
        sealed = WISH.seal(database.keys, {"id": made["id"], "text": wish["text"], "answer": f"已寄 {PHONE}"})
        values = {"id": made["id"], "outcome": "granted", "sealed": sealed, "by": "wang"}
        assert await answered(connection, database.keys, values)
    await Files(folder, keys=database.keys).keep(PICTURE)
    return int(row["id"])


async def risk_test(database: Database) -> None:
    """A risk test to its end, with a letter."""
    tests = RiskTests(database, SHEETS)
    attempt = await tests.start(By("web", "u1", "m0", NOON))
    plain = {each.id: ("B",) for each in SHEETS.current.questions}
    for place, (question, letters) in enumerate(
        {**plain, "capacity": ("A",), "qualification": ("C",)}.items(), 1
    ):
        attempt = (
            await tests.answer(attempt.id, question, letters, 9, By("web", "u1", f"m{place}", NOON))
            or attempt
        )
    done = await Results(database, SHEETS).finish(attempt, lambda came, _: f"{came.level} {PHONE}", NOON)
    assert done is not None


def dump(dsn: str) -> str:
    """All rows as pg_dump writes them; bytea in hexadecimal, as they stand on the disk otherwise."""
    argv = [str(installation() / "bin" / "pg_dump"), "--data-only", "--inserts", f"--dbname={dsn}"]
    return subprocess.run(argv, check=True, capture_output=True, text=True).stdout


def spelt(marker: str) -> tuple[str, str]:
    """As text, and as it would stand in a bytea that is not sealed."""
    return marker, marker.encode().hex()


async def everything(database: Database, folder: Path, number: int) -> dict[str, Any]:
    """What the readers show of it."""
    result = await Results(database, SHEETS).latest("web", "u1")
    [held] = await Holdings(database).of("web", "u1")
    [step] = await Evidence(database).of("web", "u1")
    assert result is not None
    files = Files(folder, keys=database.keys)
    wish = await database.row(wishes_sql.ONE, {"id": 1})
    copy = await Copies(database).of("web", "u1")
    dossier = await Archive(database).whole(number)
    return {
        "held": (held.quantity, held.cost),
        "result": (result.level, result.letter),
        "evidence": (dict(step.shown), step.answered),
        "copy": (copy.holdings, copy.answers, copy.results, copy.evidence),
        "notes": [entry.text for entry in dossier.entries if isinstance(entry, Remark)],
        "draft": await Drafts(database).of(number, "wang"),
        "wish": WISH.open(database.keys, wish or {})["answer"],
        "files": [await files.read(name) for name in await asyncio.to_thread(os.listdir, folder)],
    }
