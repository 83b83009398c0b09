"""`make desk-admin` makes the first people and helps who is locked out; `make desk-audit` checks the log."""

import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator

import psycopg
import pytest

from conversations.database import Database
from desk.errors import Unknown, Unreadable
from desk.people.passwords import WeakPassword
from desk.people.signing_in import Place, SignedIn
from gateway.desk_admin import DeskAdmin, Refused, parser
from gateway.settings import CHECKOUT
from tests.unit.desk.office import PASSWORD, Office
from tests.unit.desk.people.telephone import enrolled

HERE = Place("127.0.0.1", "")


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with Database(database_url, connections=2, patience=1.0) as database, Office(database) as opened:
        yield opened


async def does(office: Office, *words: str, types: list[str] | None = None) -> str:
    """What a command prints; `types` is what a person types at a terminal, one after the other."""
    typing = iter(types or ())
    admin = DeskAdmin(office.database, (lambda _: next(typing)) if types else None, office.passwords)
    return await admin.do(parser().parse_args(words))


def given(said: str) -> str:
    found = re.search(r"once with (\w{16}) ", said)
    assert found
    return found[1]


async def test_the_first_admin_is_made_at_a_terminal(office: Office) -> None:
    said = await does(office, "create", "Zhou", "周", "9001", types=[PASSWORD, "a typo", PASSWORD, PASSWORD])
    assert said == "zhou is admin and signs in with that password."
    assert isinstance(await office.signing_in.begin("zhou", PASSWORD, HERE), SignedIn)
    (entry,), _ = await office.audit.find(act="agent_created")
    assert entry.actor.startswith("command:")
    assert (entry.subject, entry.detail) == ("agent:zhou", {"role": "admin"})


async def test_without_a_terminal_a_password_for_one_sign_in_is_printed(office: Office) -> None:
    said = await does(office, "create", "wang", "王芳", "1001", "--role", "agent")
    done = await office.signing_in.begin("wang", given(said), HERE)
    assert isinstance(done, SignedIn)
    assert (await office.sessions.caller_of(done.token)).must_change


async def test_a_password_that_is_weak_or_never_the_same_makes_nobody(office: Office) -> None:
    with pytest.raises(WeakPassword):
        await does(office, "create", "zhou", "周", "9001", types=["short"] * 2)
    with pytest.raises(Refused, match="nobody was made"):
        await does(office, "create", "zhou", "周", "9001", types=[PASSWORD, "a typo"] * 3)
    with pytest.raises(Unreadable):
        await does(office, "create", "demo-agent", "周", "9001")
    assert await does(office, "list") == "Nobody works here yet."


async def test_who_is_locked_out_gets_back_in(office: Office) -> None:
    wang = await office.hire("agent", "wang")
    await enrolled(office, "wang")
    caller = await office.signed_in(office.browser(), wang)
    said = await does(office, "reset", "wang", "--second")
    assert not await office.sessions.is_alive(caller.session)
    assert isinstance(await office.signing_in.begin("wang", given(said), HERE), SignedIn)
    assert await does(office, "end-sessions", "wang") == "wang is signed out everywhere (1 sessions)."
    assert [each.act for each in (await office.audit.find())[0]][:1] == ["session_ended"]
    with pytest.raises(Unknown):
        await does(office, "reset", "li")


async def test_the_list_shows_who_there_is(office: Office) -> None:
    await office.hire("agent", "wang", skills=["trade"], licences=["general", "broker"])
    _, row = (await does(office, "list")).splitlines()
    assert row.split() == ["wang", "坐席1001", "1001", "agent", "yes", "no", "trade", "general", "broker"]


async def test_the_audit_log_is_checked_against_what_was_noted_down(office: Office) -> None:
    await office.hire("agent", "wang")
    head, sentence = (await does(office, "audit")).splitlines()
    assert re.fullmatch(r"1 [0-9a-f]{64}", head)
    assert sentence.startswith("The audit log is intact")
    await office.hire("agent", "li")
    assert (await does(office, "audit", *head.split())).startswith("2 ")
    with pytest.raises(Refused, match="row 3 is missing"):
        await does(office, "audit", "9", head.split()[1])
    for words in (["1"], ["x", "00"], ["1", "hash"]):
        with pytest.raises(Refused, match="a count and a hash"):
            await does(office, "audit", *words)
    async with await psycopg.AsyncConnection.connect(office.database.dsn, autocommit=True) as connection:
        await connection.execute("set session_replication_role = replica")
        await connection.execute("update desk_audit set actor = 'li' where id = 1")
    with pytest.raises(Refused, match="row 1 is missing"):
        await does(office, "audit")


def run(dsn: str, *words: str) -> "subprocess.CompletedProcess[str]":
    argv = [sys.executable, "-m", "gateway.desk_admin", *words]
    environ = {**os.environ, "DATABASE_URL": dsn}
    return subprocess.run(
        argv, cwd=CHECKOUT, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def test_the_command_line_does_one_command_and_says_it(database_url: str) -> None:
    done = run(database_url, "create", "wang", "王芳", "1001", "--role", "agent")
    assert (done.returncode, done.stderr) == (0, "")
    assert given(done.stdout)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["reset", "nobody"], "Nobody has that name.\n"),
        (
            ["create", "王", "王芳", "1001"],
            "The id cannot be kept: it has no meaning, or is somebody else's.\n",
        ),
    ],
)
def test_a_refusal_is_one_sentence(database_url: str, words: list[str], sentence: str) -> None:
    refused = run(database_url, *words)
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", sentence)


def test_a_database_that_is_away_is_one_sentence() -> None:
    refused = run("postgresql://nobody@127.0.0.1:1/none", "list")
    assert refused.returncode == 1
    assert refused.stderr == "The database cannot be reached; nothing is known to have changed.\n"
