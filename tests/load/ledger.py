"""`python -m tests.load.ledger MESSAGES`: what a day of so many costs to seal and check: time and memory."""

import asyncio
import resource
import sys
import time
from collections.abc import Awaitable

import psycopg

from conversations.database import Database
from conversations.ledger.proving import Proving
from conversations.ledger.sealing import Sealing
from gateway.ledger import check
from gateway.running import empty_database

EACH = 8  # messages of a conversation
CONVERSATIONS = """
insert into conversation (channel, user_id, seq)
select 'web', 'u' || n, %(each)s from generate_series(1, %(many)s) n
"""
MESSAGES = """
insert into message (conversation_id, seq, sender, kind, text, buttons, epoch, at, message_id, topic, intent)
select n, seq, case when seq % 2 = 1 then 'user' else 'bot' end, 'text',
  case when seq % 2 = 1 then '贵州茅台多少钱' else repeat('贵州茅台 600519 最新价 1500.00 元。', 5) end,
  case when seq % 2 = 0 then
    '[{"id": "abcdefgh", "title": "看公告"}, {"id": "ijklmnop", "title": "看资金"}]'::jsonb end,
  0, now() - interval '30 hours', 'm' || n || '-' || seq, 'QUO01', 'ask_quote'
from generate_series(1, %(many)s) n, generate_series(1, %(each)s) seq
"""
SIZES = """
select pg_total_relation_size('ledger_leaf') as leaves, pg_total_relation_size('message') as messages
"""


def fill(dsn: str, messages: int) -> None:
    values = {"many": messages // EACH, "each": EACH}
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(CONVERSATIONS, values)
        connection.execute(MESSAGES.replace(" % ", " %% "), values)
        connection.execute("vacuum analyze")


async def measured[T](name: str, work: Awaitable[T]) -> T:
    """What it came to; how long it took stands on the screen."""
    began, cpu = time.monotonic(), time.process_time()
    result = await work
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = f"{time.process_time() - cpu:6.1f} s of CPU, {time.monotonic() - began:6.1f} s"
    print(f"{name:6} {spent}, {memory:.0f} MB at most")  # noqa: T201 - a command
    return result


async def measure(dsn: str, messages: int) -> None:
    async with Database(dsn, connections=2) as database:
        await measured("before", asyncio.sleep(0))
        await measured("seal", Sealing(database).once())
        verdict = await measured("check", check(database))
        await measured("proof", Proving(database).proof(messages // EACH // 2, 3))
        sizes = await database.row(SIZES, {}) or {}
    each = {name: round(size / messages) for name, size in sizes.items()}
    print(f"{verdict.messages} messages, broken: {verdict.broken}; bytes each: {each}")  # noqa: T201


def main() -> None:
    messages = int(sys.argv[1])
    with empty_database() as dsn:
        fill(dsn, messages)
        asyncio.run(measure(dsn, messages))


if __name__ == "__main__":
    main()
