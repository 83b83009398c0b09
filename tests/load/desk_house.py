"""A gateway with a full house at its desk, over a PostgreSQL that syncs: who serves, whom, and who waits."""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from conversations.database import Database
from gateway.migrations import migrate
from gateway.postgres import EmbeddedPostgres
from tests.e2e import processes
from tests.e2e.system import ROOT
from tests.load.connection import Address
from tests.unit.desk.office import Office

AGENTS, CONVERSATIONS = 50, 200
SAID = 20  # lines in each conversation before
WAITING, LONG = 2_000, 2_000
SECRET = "a-secret-of-the-load"
HANDOFF = '{"reason":"ask_human","skill":"general","topic":"ACC01","summary":{"securities":[]}}'

# Conversations that people have, each with its steps and lines as if they had been said.
SERVED = """
with made as (
  insert into conversation (channel, user_id, owner, agent, epoch, segment, seq, handoff, queued_at)
  select 'web', %(kind)s || n, 'human', 'agent' || n %% %(agents)s, 2, 1, %(said)s, %(handoff)s, now()
  from generate_series(1, %(count)s) n returning id, agent, seq
), moved as (
  insert into transition (conversation_id, epoch, segment, from_owner, to_owner, reason, by, agent)
  select id, epoch, 1, before, owner, 'ask_human', 'bot', case when epoch = 2 then agent end
  from made, (values (1, 'bot', 'queued'), (2, 'queued', 'human')) as steps(epoch, before, owner)
)
insert into message (conversation_id, seq, sender, kind, text, epoch)
select id, n, case when n %% 2 = 1 then 'user' else 'bot' end, 'text', '银证转账几点结束，转不过去怎么办', 2
from made, generate_series(1, seq) n"""
QUEUED = """
with made as (
  insert into conversation (channel, user_id, owner, epoch, segment, seq, handoff, queued_at)
  select 'web', 'waits-' || n, 'queued', 1, 1, 1, %(handoff)s, now()
  from generate_series(1, %(count)s) n returning id
), moved as (
  insert into transition (conversation_id, epoch, segment, from_owner, to_owner, reason, by)
  select id, 1, 1, 'bot', 'queued', 'ask_human', 'bot' from made
)
insert into message (conversation_id, seq, sender, kind, text, epoch)
select id, 1, 'user', 'text', '转人工', 0 from made"""
NUMBERS = "select id, user_id, agent from conversation where owner = 'human' order by id"


@dataclass(frozen=True)
class Seat:
    """An agent's browser: the headers it sends, and the conversations it has."""

    name: str
    headers: dict[str, str]
    conversations: tuple[int, ...]


@dataclass(frozen=True)
class House:
    """`investors` are the names of who is served, by conversation; `long` is the longest one."""

    address: Address
    dsn: str
    seats: list[Seat]
    investors: dict[int, str]

    @property
    def long(self) -> int:
        return max(self.investors)

    def let_wait(self) -> None:
        """A queue of WAITING from now on."""
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            connection.execute(QUEUED, {"count": WAITING, "handoff": HANDOFF})


@contextmanager
def full_house() -> Iterator[House]:
    """Everybody is signed in; nobody has opened a page yet."""
    folder = Path(tempfile.mkdtemp(prefix="wenpan-desk-"))
    folder.chmod(0o755)
    try:
        with EmbeddedPostgres(folder / "postgres", log=folder / "postgres.log") as postgres:
            migrate(postgres.dsn)
            headers = asyncio.run(_staff(postgres.dsn))
            investors, seats = _fill(postgres.dsn, headers)
            with _gateway(folder, postgres.dsn) as address:
                yield House(address, postgres.dsn, seats, investors)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _staff(dsn: str) -> dict[str, dict[str, str]]:
    """The headers of each agent's browser, but for where it calls."""
    found = {}
    async with Database(dsn, connections=2) as database, Office(database) as office:
        await office.never_closes()
        for number in range(AGENTS):
            agent = await office.hire(id=f"agent{number}", capacity=CONVERSATIONS // AGENTS)
            found[agent.id] = await office.headers_of(agent.id)
    return found


def _fill(dsn: str, headers: dict[str, dict[str, str]]) -> tuple[dict[int, str], list[Seat]]:
    """CONVERSATIONS short talks, and a long one of the first agent's."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        shared = {"agents": AGENTS, "handoff": HANDOFF}
        for kind, said, count in (("short-", SAID, CONVERSATIONS), ("long-", LONG, 1)):
            connection.execute(SERVED, {**shared, "kind": kind, "said": said, "count": count})
        rows = connection.execute(NUMBERS).fetchall()
    seats = [
        Seat(name, sent, tuple(number for number, _, agent in rows if agent == name))
        for name, sent in headers.items()
    ]
    return {number: user for number, user, _ in rows}, seats


@contextmanager
def _gateway(folder: Path, dsn: str) -> Iterator[Address]:
    """The real one; who answers for the bot is not there."""
    port = processes.find_free_port()
    nobody = f"http://127.0.0.1:{processes.find_free_port()}"
    variables = {
        **dict.fromkeys(("RASA_TOKEN", "INTERNAL_TOKEN", "SESSION_SECRET", "DESK_SECRET_KEY"), SECRET),
        **{"DATABASE_URL": dsn, "HOST": "127.0.0.1", "PORT": str(port), "PUBLIC_URL": ""},
        **{"RASA_URL": nobody, "ACTIONS_URL": f"{nobody}/webhook"},
        **{"MEDIA_DIR": str(folder / "media"), "RECEIVED_DIR": str(folder / "received")},
    }
    log = folder / "gateway.log"
    process = processes.start([sys.executable, "-m", "gateway.serve"], ROOT, log, variables)
    try:
        processes.wait_until_up(f"http://127.0.0.1:{port}/desk", process, log)
        yield Address("127.0.0.1", port)
    finally:
        processes.stop(process)
