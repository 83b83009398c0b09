"""Drops each night what was kept long enough, table by table, in small batches; begun again, it goes on.

What is kept how long and why stands in data/retention/tables.yml. A walk goes through a table in the order of
its key; where that is the order of time too, it ends at the first row that is too young. A batch is one short
statement: no lock is held for longer, and gateways that walk at once find rows gone, no more.
"""

import asyncio
import logging
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from conversations.database import Database
from customers.kinds import load_kinds
from desk.audit.log import Audit
from desk.transcripts.received import Received

AT_ONCE = 1000  # rows of one batch
AT_LEAST = 20
"""Years. 证券法 137; a trigger refuses to delete what is younger of customers' records."""
Limit = Literal["lapsed", "days", "years"]
LIMITS: Mapping[Limit, str] = {
    "lapsed": "now() - interval '1 hour'",
    "days": "now() - make_interval(days => %(days)s)",
    "years": "now() - make_interval(years => %(years)s)",
}
_WARNED = """select from notice_sent n join campaign g on g.id = n.campaign_id
  where g.event_id = t.event_id and n.investor_id in (
    select i.id from investor i where i.id = t.investor_id or i.joined_into = t.investor_id)"""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Walk:
    """Rows of `table` whose time `at` is behind the limit go, if they fit `only`."""

    table: str
    key: tuple[str, ...]
    at: str
    limit: Limit
    only: str = "true"
    in_time: bool = True


WALKS: Sequence[Walk] = (
    Walk("outbox", ("id",), "t.created_at", "days", "t.state not in ('pending', 'sending')"),
    Walk("followup", ("id",), "t.created_at", "days", "t.state <> 'wanted'"),
    Walk(
        "price_alert",
        ("id",),
        "t.created_at",
        "days",
        "coalesce(t.fired_at, t.cancelled_at, t.expires_at) < %(before)s",
    ),
    Walk(
        "notice_sent",
        ("id",),
        "t.made_at",
        "days",
        "t.kind <> all(%(duties)s) and t.state not in ('waiting', 'queued')",
    ),
    Walk("notice_sent", ("id",), "t.made_at", "years"),
    Walk(
        "event_acknowledged",
        ("investor_id", "event_id"),
        "t.at",
        "days",
        f"not exists ({_WARNED})",
        in_time=False,
    ),
    Walk("event_acknowledged", ("investor_id", "event_id"), "t.at", "years", in_time=False),
    Walk("investor_link_code", ("digest",), "t.expires_at", "lapsed", in_time=False),
    Walk("investor_link_try", ("account", "message_id"), "t.at", "lapsed", in_time=False),
    Walk("quota_window", ("id",), "t.expires_at", "lapsed", in_time=False),
    Walk(
        "service_state",
        ("channel", "user_id"),
        "t.changed_at",
        "days",
        "not exists (select from conversation c where c.channel = t.channel and c.user_id = t.user_id)",
        in_time=False,
    ),
    Walk("desk_draft", ("conversation_id", "agent"), "t.updated_at", "days", in_time=False),
    Walk(
        "procrastinate_jobs",
        ("id",),
        "(select max(e.at) from procrastinate_events e where e.job_id = t.id)",
        "days",
        "t.status not in ('todo', 'doing')",
    ),
    # Of consents the newest word of a kind stays, but for a number that is used no more.
    Walk(
        "investor_consent",
        ("id",),
        "t.at",
        "years",
        """exists (select from investor_consent o where o.investor_id = t.investor_id and o.kind = t.kind
             and o.id > t.id)
           or exists (select from investor i where i.id = t.investor_id and i.joined_into is not null)""",
    ),
    Walk("risk_answer", ("id",), "t.at", "years"),
    Walk("risk_result", ("test_id",), "t.at", "years", in_time=False),
    Walk("suitability_evidence", ("id",), "t.at", "years"),
    Walk(
        "risk_test",
        ("id",),
        "t.started_at",
        "years",
        """t.state <> 'open' and not exists (select from risk_answer a where a.test_id = t.id)
           and not exists (select from risk_result r where r.test_id = t.id)""",
    ),
)


class Retention:
    """Raises StoreUnavailable and Unavailable; what is gone by then stays gone."""

    def __init__(
        self, database: Database, received: Received, media: Path, *, keep_days: int, keep_years: int
    ) -> None:
        self._database = database
        self._received = received
        self._media = media
        self._values = {"days": keep_days, "years": max(keep_years, AT_LEAST)}
        self._keep_years = keep_years

    async def once(self) -> Mapping[str, int]:
        """The work of one night: how much went, by table and folder; the log of the desk says so too."""
        gone: dict[str, int] = {}
        for walk in WALKS:
            gone[walk.table] = gone.get(walk.table, 0) + await self._walk(walk)
        gone["received"] = await self._received.sweep()
        before = time.time() - self._keep_years * 366 * 86_400
        gone["media"] = await asyncio.to_thread(_drop_old, self._media, before)
        counts = {name: count for name, count in gone.items() if count}
        if counts:
            await Audit(self._database).write("system", "retention", "tables", counts)
            log.info("kept long enough and dropped: %s", counts)
        return counts

    async def _walk(self, walk: Walk) -> int:
        limits = await self._database.row(f"select {LIMITS[walk.limit]} as before", self._values)  # noqa: S608
        duties = [name for name, kind in load_kinds().items() if kind.duty]
        values = {"limit": AT_ONCE, "duties": duties, **(limits or {})}
        count, begun = 0, False
        while row := await self._database.row(statement_of(walk, begun=begun), values):
            count += row["gone"]
            if row["looked"] < AT_ONCE or (walk.in_time and not row["old"]):
                break
            values |= {name: row[name] for name in walk.key}
            begun = True
        return count


def statement_of(walk: Walk, *, begun: bool) -> str:
    """One batch, behind the last key of the one before if that was `begun`."""
    key = ", ".join(f"t.{name}" for name in walk.key)
    behind = f"({key}) > ({', '.join(f'%({name})s' for name in walk.key)})" if begun else "true"
    same = " and ".join(f"t.{name} = b.{name}" for name in walk.key)
    return f"""
    with batch as materialized (
      select {key}, coalesce({walk.at} < %(before)s, false) as old, ({walk.only}) as may
      from {walk.table} t where {behind} order by {key} limit %(limit)s
    ), gone as (
      delete from {walk.table} t using batch b where {same} and b.old and b.may returning 1
    )
    select {key}, t.old, (select count(*) from gone) as gone, (select count(*) from batch) as looked
    from batch t order by {", ".join(f"t.{name} desc" for name in walk.key)} limit 1"""  # noqa: S608 - our own text


def _drop_old(folder: Path, before: float) -> int:
    """Pictures that were last used before then; each use marks a picture anew."""
    gone = 0
    if not folder.is_dir():
        return gone
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False) and entry.stat().st_mtime < before:
                Path(entry.path).unlink(missing_ok=True)
                gone += 1
    return gone
