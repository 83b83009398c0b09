"""`python -m tests.load.sealing`: what sealing costs, how quick keys change, how long backups take."""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter

import psycopg

from channels.files import Files
from conversations.database import Database
from customers.consents import Consents
from customers.sealed import HOLDING
from customers.shares import Held, Holdings
from gateway.backup import back_up, restore
from gateway.backup_settings import BackupSettings
from gateway.migrations import migrate
from gateway.postgres import EmbeddedPostgres
from gateway.resealing import Resealing
from gateway.settings import Settings
from tests.keys import KEYS, SECRET

ROWS = 100_000
MESSAGES = 1_000_000
SHARES = 200
PLAIN = """
insert into holding (investor_id, ref, quantity, cost, source)
select %(investor)s, 'SH' || 600000 + n, n + 1, 12.34, 'csv' from generate_series(0, %(count)s - 1) n"""
MANY = """
insert into holding (investor_id, ref, quantity, cost, source)
select 1000 + n / 10, 'SH' || 600000 + n %% 10, n + 1, 12.34, 'csv'
from generate_series(0, %(count)s - 1) n"""
TALK = """
insert into message (conversation_id, seq, sender, kind, text, topic, intent, confidence, epoch)
select n / 20, n %% 20 + 1, case n %% 2 when 0 then 'user' else 'bot' end, 'text',
  repeat(md5(n::text), 3), 'QUO01', 'ask_quote', 0.97, 0 from generate_series(0, %(count)s - 1) n"""


async def timed(work: Callable[[], Awaitable[object]], times: int = 15) -> float:
    """Median of milliseconds."""
    taken = []
    for _ in range(times):
        begun = perf_counter()
        await work()
        taken.append((perf_counter() - begun) * 1000)
    return median(taken)


def say(what: str) -> None:
    sys.stdout.write(what + "\n")
    sys.stdout.flush()


def cipher() -> None:
    """One row, without a database."""
    row = {"investor_id": 1, "ref": "SH600519", "quantity": Decimal(300), "cost": Decimal("1432.17")}
    sealed = {**row, "sealed": HOLDING.seal(KEYS, row)}
    for name, work in (
        ("seal", lambda: HOLDING.seal(KEYS, row)),
        ("open", lambda: HOLDING.open(KEYS, sealed)),
    ):
        begun = perf_counter()
        for _ in range(10_000):
            work()
        say(f"{name} a row: {(perf_counter() - begun) * 100:.0f} µs")


async def lists(database: Database) -> None:
    """A list of 200 shares in plain and sealed, in turn, in the same run."""
    holdings = Holdings(database)
    for user in ("plain", "sealed"):
        await Consents(database).record("web", user, "finances", given=True, version="1", message_id="c")
    held = [Held(f"SH{600000 + n}", Decimal(n + 1), Decimal("12.34")) for n in range(SHARES)]
    async with database.connection() as connection:
        await connection.execute(PLAIN, {"investor": 1, "count": SHARES})
    writes = await timed(lambda: holdings.put("web", "sealed", held, "csv"))
    plain = await timed(lambda: holdings.of("web", "plain"))
    sealed = await timed(lambda: holdings.of("web", "sealed"))
    say(f"read {SHARES} shares: {plain:.1f} ms plain, {sealed:.1f} ms sealed (×{sealed / plain:.2f})")
    say(f"write {SHARES} shares sealed: {writes:.1f} ms")


async def rotation(database: Database, folder: Path) -> None:
    async with database.connection() as connection:
        await connection.execute(MANY, {"count": ROWS})
    begun = perf_counter()
    walked = await Resealing(database, Files(folder, keys=database.keys)).once()
    taken = perf_counter() - begun
    say(
        f"keys changed: {sum(walked.sealed.values())} rows in {taken:.1f} s, {ROWS / taken:.0f} rows a second"
    )


def backup(dsn: str, empty: str, folder: Path) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(TALK, {"count": MESSAGES})
    houses = [_settings(folder / name) for name in ("one", "other")]
    begun = perf_counter()
    source, made = back_up(houses[0], BackupSettings(folder=folder / "backups", recipient=None), dsn)
    written = perf_counter()
    restore(houses[1], empty, source)
    size, rows = source.stat().st_size / 1e6, sum(made.tables.values())
    say(f"backup: {rows} rows, {size:.0f} MB in {written - begun:.1f} s")
    say(f"put back, checked and migrated in {perf_counter() - written:.1f} s")


def _settings(folder: Path) -> Settings:
    given = {
        "DATA_KEYS": SECRET,
        "MEDIA_DIR": str(folder / "media"),
        "RECEIVED_DIR": str(folder / "received"),
    }
    return Settings.read(given, lambda name: f"kept-secret-{name}")


@contextmanager
def databases(folder: Path) -> Iterator[tuple[str, str]]:
    """One with all tables and one with none, with fsync as in production."""
    folder.chmod(0o755)
    with EmbeddedPostgres(folder / "postgres", log=folder / "postgres.log") as postgres:
        with psycopg.connect(postgres.dsn_of("postgres"), autocommit=True) as connection:
            connection.execute("create database empty")
        migrate(postgres.dsn)
        yield postgres.dsn, postgres.dsn_of("empty")


async def main() -> None:
    cipher()
    with tempfile.TemporaryDirectory(prefix="wenpan-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with databases(folder) as (dsn, empty):
            async with Database(dsn, connections=2, keys=KEYS) as database:
                await lists(database)
                await rotation(database, folder)
            backup(dsn, empty, folder)


if __name__ == "__main__":
    asyncio.run(main())
