"""Asking for a report, and a kind of report that does what a test tells it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import psycopg

from conversations import Conversations, Inbound, Reply
from notices.errors import NotPrepared
from notices.jobs import Pace

REPORT = {"kind": "report", "key": "SH600519"}
QUICK = Pace(heartbeat=0.2, stalled=1.0, look=0.1)


@dataclass
class Preparing:
    """Prepares "报告 <key>"; `fault` is raised instead, and while `go_on` is cleared it takes its time."""

    fault: Exception | None = None
    replies: Sequence[Reply] | None = None
    asked: list[tuple[str, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.go_on, self.begun = asyncio.Event(), asyncio.Event()
        self.go_on.set()

    async def prepare(self, key: str, within: float) -> Sequence[Reply]:
        self.asked.append((key, within))
        self.begun.set()
        await self.go_on.wait()
        if self.fault:
            raise self.fault
        return self.replies if self.replies is not None else [Reply(f"报告 {key}")]

    def apology(self, key: str) -> Reply:
        return Reply(f"{key} 没能生成")


def failing() -> Preparing:
    return Preparing(fault=NotPrepared("no source"))


async def ask(conversations: Conversations, user: str = "u1", message_id: str = "m1") -> None:
    """A message whose turn promises a report."""
    await conversations.answer(Inbound("web", user, message_id, text="茅台的报告"))


async def followed(conversations: Conversations, user: str = "u1") -> list[str | None]:
    """What was said after the turn's own two messages."""
    return [message.text for message in await conversations.messages("web", user, after=2)]


def jobs(dsn: str) -> list[tuple[str, int]]:
    """Status and attempts of the jobs in the queue."""
    with psycopg.connect(dsn) as connection:
        return connection.execute(
            "select status::text, attempts from procrastinate_jobs order by id"
        ).fetchall()


def promise(dsn: str) -> int:
    """The number of the one promise that was made."""
    with psycopg.connect(dsn) as connection:
        ((number,),) = connection.execute("select id from followup").fetchall()
    return int(number)
