"""What an operator is told of the ledger: by the command and its exit code, on /health and in /metrics."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from conversations.database import Database
from conversations.erasing import Erasing
from conversations.ledger.proving import NotSealed
from conversations.notices import Notices
from desk.audit.log import Audit
from desk.transcripts.received import Received
from desk.transcripts.retention import Retention as Forgetting
from gateway.ledger import check, obey, parser
from gateway.ledger_states import LedgerStates, ledger_tasks
from market.session import SHANGHAI
from notices.jobs import Jobs, Task
from tests.unit.conversations.conftest import eventually
from tests.unit.conversations.ledger.conftest import Talks, today

CHECKOUT = Path(__file__).parents[3]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, connections=4) as opened:
        yield opened


@pytest.fixture
async def talks(database: Database) -> Talks:
    made = Talks(database)
    await made.say(1, "贵州茅台多少钱", "答", "谢谢", "不客气")
    return made


async def command(database: Database, *words: str) -> tuple[int, str]:
    """Exit code and all that was printed of `python -m gateway.ledger`."""

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "gateway.ledger", *words],
            env={**os.environ, "DATABASE_URL": database.dsn},
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=False,
        )

    ended = await asyncio.to_thread(run)
    return ended.returncode, ended.stdout + ended.stderr


async def typed(database: Database, *words: str) -> tuple[int, str]:
    """The same in this process."""
    return await obey(database.dsn, parser().parse_args(words))


def shown(states: LedgerStates) -> str:
    registry = CollectorRegistry()
    registry.register(states)
    return generate_latest(registry).decode()


async def test_the_command_says_where_and_fails_when_a_transcript_was_touched(
    talks: Talks, database: Database, tmp_path: Path
) -> None:
    code, line = await typed(database, "seal")
    assert (code, line.split()[:3]) == (0, ["1", f"{today().date() - timedelta(days=1)}", "4"])
    (tmp_path / "roots.txt").write_text(line)
    code, said = await typed(database, "verify", "--noted", str(tmp_path / "roots.txt"))
    assert (code, "4 messages of 1 days" in said) == (0, True)
    await talks.do("update message set text = '别的' where seq = 3")
    code, said = await command(database, "verify")
    assert code == 1
    assert f"day {today().date() - timedelta(days=1)}, conversation 1, message 3:" in said


async def test_a_proof_and_the_roots_are_printed(talks: Talks, database: Database) -> None:
    [day] = await talks.sealed()
    code, proof = await typed(database, "proof", "1", "2", "--without-content")
    assert (code, json.loads(proof)["index"], json.loads(proof)["line"]) == (0, 1, day.line)
    assert await typed(database, "export") == (0, day.line)
    with pytest.raises(NotSealed):
        await typed(database, "proof", "7", "1")


async def test_health_and_metrics_say_how_far_is_sealed_and_whether_it_holds(
    talks: Talks, database: Database
) -> None:
    states = LedgerStates(database)
    await states.refresh()
    assert states.report() == {"sealed": None, "intact": None, "checked_at": None}
    assert "\nwenpan_ledger_intact" not in shown(states)
    await talks.sealed()
    await check(database)
    await states.refresh()
    assert (states.report()["sealed"], states.report()["intact"]) == (
        f"{today().date() - timedelta(days=1)}",
        True,
    )
    await talks.do("update message set text = '别的' where seq = 3")
    await check(database)
    await states.refresh()
    assert "wenpan_ledger_intact 0.0" in shown(states).splitlines()
    assert states.report()["intact"] is False


def seconds(states: LedgerStates, name: str) -> float | None:
    [found] = [each for each in states.collect() if each.name == f"wenpan_ledger_{name}_timestamp_seconds"]
    return found.samples[0].value if found.samples else None


async def test_before_the_first_seal_time_runs_from_the_first_conversation(
    talks: Talks, database: Database
) -> None:
    """For of a figure that is not there no alert says that it is old."""
    states = LedgerStates(database)
    await talks.do("update conversation set created_at = timestamptz '2026-11-20 08:00+08'")
    began = datetime.fromisoformat("2026-11-20T08:00:00+08:00").timestamp()
    await states.refresh()
    assert (seconds(states, "sealed"), seconds(states, "checked")) == (began, began)
    await talks.sealed()
    await states.refresh()
    midnight = datetime.combine(today().date(), time(), SHANGHAI)
    assert (seconds(states, "sealed"), seconds(states, "checked")) == (midnight.timestamp(), began)


async def test_of_an_empty_house_nothing_is_shown(database: Database) -> None:
    states = LedgerStates(database)
    await states.refresh()
    assert (seconds(states, "sealed"), seconds(states, "checked")) == (None, None)


async def test_what_the_desk_forgets_in_due_time_is_no_divergence_and_what_somebody_else_deletes_is(
    talks: Talks, database: Database, tmp_path: Path
) -> None:
    await talks.say(2, "你好")
    await talks.sealed()
    await talks.do("update message set at = at - interval '21 years' where conversation_id = 1")
    await talks.do("update conversation set created_at = now() - interval '22 years' where id = 1")
    erasing, received = Erasing(database, Notices.load()), Received(database, tmp_path)
    assert (await Forgetting(database, erasing, received, Audit(database), 20).once()).conversations == 1
    verdict = await check(database)
    assert (verdict.broken, verdict.forgotten, verdict.messages) == (None, 4, 5)
    await talks.do("delete from message where conversation_id = 2")
    await talks.do("delete from conversation where id = 2")
    broken = (await check(database)).broken
    assert broken is not None
    assert (broken.what, broken.conversation, broken.seq) == ("missing", 2, 1)


async def test_the_queue_seals_and_checks_by_itself(talks: Talks, database: Database) -> None:
    each_second = [Task(task.queue, task.name, task.work, "* * * * * */1") for task in ledger_tasks(database)]
    states = LedgerStates(database)

    async def done() -> bool:
        await states.refresh()
        return states.report()["sealed"] is not None and states.report()["intact"] is not None

    async with Jobs(database.dsn, each_second):
        await eventually(done)
    assert states.report()["intact"] is True
