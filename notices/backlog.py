"""What waits in the job queue, and how the campaigns stand with the hour they have."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.database import Database

MOST = 10_000

_JOBS = """
select j.queue_name as queue, j.status::text as status, count(*)::int as jobs,
       coalesce(extract(epoch from now() - min(e.at) filter (where j.status = 'todo')), 0)::float8 as late
from procrastinate_jobs j left join lateral (
  select coalesce(j.scheduled_at, max(e.at)) as at from procrastinate_events e
  where e.job_id = j.id and e.type in ('deferred', 'deferred_for_retry')) e on j.status = 'todo'
where j.status in ('doing', 'failed') or j.status = 'todo' and coalesce(j.scheduled_at, now()) <= now()
group by j.queue_name, j.status"""
_CAMPAIGNS = f"""
select extract(epoch from c.deadline - now())::float8 as seconds_left, (
  select count(*)::int from (
    select from notice_sent n where n.campaign_id = c.id and n.state in ('waiting', 'queued') limit {MOST}) w
) as waiting
from campaign c where c.state in ('expanding', 'sending') and not c.rehearsal"""  # noqa: S608 - our own text
# The hour ends at the deadline, so it began an hour before.
_TOOK = """
select max(extract(epoch from c.ended_at - c.deadline + interval '1 hour'))::float8 as seconds
from campaign c where c.state = 'finished' and not c.rehearsal and c.ended_at > now() - interval '1 day'"""


@dataclass(frozen=True, slots=True)
class Queued:
    """Jobs of one queue and status; of those to be done the first has been due for `late` seconds."""

    queue: str
    status: str
    jobs: int
    late: float


@dataclass(frozen=True, slots=True)
class Hours:
    """Campaigns under way, the fewest seconds that one of them has left, notices they still have to send,
    and how long the slowest that ended today took; None where there is none.
    """

    running: int
    left: float | None
    waiting: int
    took: float | None


async def jobs(database: Database, queues: Sequence[str]) -> list[Queued]:
    """Each of `queues` says how many it has given up, be it none. Raises StoreUnavailable."""
    rows = await database.rows(_JOBS, {})
    found = [Queued(row["queue"], row["status"], row["jobs"], max(row["late"], 0.0)) for row in rows]
    given_up = {each.queue for each in found if each.status == "failed"}
    return found + [Queued(queue, "failed", 0, 0.0) for queue in queues if queue not in given_up]


async def hours(database: Database) -> Hours:
    """Raises StoreUnavailable."""
    rows = await database.rows(_CAMPAIGNS, {})
    [took] = await database.rows(_TOOK, {})
    left = min((row["seconds_left"] for row in rows), default=None)
    return Hours(len(rows), left, sum(row["waiting"] for row in rows), took["seconds"])
