"""What waits, for `/metrics`: messages, sends, jobs, campaigns, and whoever waits for a connection."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from conversations import backlog
from conversations.backlog import Line
from conversations.database import Database
from notices import backlog as notices
from notices.backlog import Hours, Queued


@dataclass(frozen=True)
class _Seen:
    """What stood in the tables at one moment."""

    unanswered: Line
    outbox: Sequence[Line]
    jobs: Sequence[Queued]
    hours: Hours


class Backlog(Collector):
    """The tables as they were looked at last; `refresh` looks anew and raises StoreUnavailable."""

    def __init__(self, database: Database, channels: Sequence[str], queues: Sequence[str]) -> None:
        self._database, self._channels, self._queues = database, channels, queues
        self._seen: _Seen | None = None

    async def refresh(self) -> None:
        database, self._seen = self._database, None
        self._seen = _Seen(
            await backlog.unanswered(database),
            await backlog.outbox(database, self._channels),
            await notices.jobs(database, self._queues),
            await notices.hours(database),
        )

    def collect(self) -> Iterable[Metric]:
        yield from _pool(self._database)
        if self._seen:
            yield from _inbox(self._seen.unanswered)
            yield from _outbox(self._seen.outbox)
            yield from _jobs(self._seen.jobs)
            yield from _campaigns(self._seen.hours)


def _inbox(line: Line) -> Iterable[Metric]:
    yield GaugeMetricFamily("wenpan_unanswered", "messages the bot has not answered yet", line.waiting)
    yield GaugeMetricFamily("wenpan_unanswered_late_seconds", "how long the first has waited", line.late)


def _outbox(lines: Sequence[Line]) -> Iterable[Metric]:
    waiting = GaugeMetricFamily(
        "wenpan_outbox_waiting", "messages to be sent, up to 10,000", labels=["channel"]
    )
    late = GaugeMetricFamily(
        "wenpan_outbox_late_seconds", "how long the first has been due", labels=["channel"]
    )
    for line in lines:
        waiting.add_metric([line.channel], line.waiting)
        late.add_metric([line.channel], line.late)
    return waiting, late


def _jobs(queued: Sequence[Queued]) -> Iterable[Metric]:
    jobs = GaugeMetricFamily(
        "wenpan_jobs", "jobs that are due (todo), under way (doing) or given up", labels=["queue", "status"]
    )
    late = GaugeMetricFamily(
        "wenpan_jobs_late_seconds", "how long a queue's first job has been due", labels=["queue"]
    )
    for each in queued:
        jobs.add_metric([each.queue, each.status], each.jobs)
        if each.status == "todo":
            late.add_metric([each.queue], each.late)
    return jobs, late


def _campaigns(hours: Hours) -> Iterable[Metric]:
    yield GaugeMetricFamily("wenpan_campaigns_running", "campaigns that still send", hours.running)
    yield GaugeMetricFamily(
        "wenpan_campaign_waiting", "notices they have to send, each to 10,000", hours.waiting
    )
    yield GaugeMetricFamily(
        "wenpan_campaign_left_seconds", "what the first of them has left of its hour", hours.left
    )
    yield GaugeMetricFamily(
        "wenpan_campaign_took_seconds",
        "the slowest that ended within a day, from when it was known",
        hours.took,
    )


def _pool(database: Database) -> Iterable[Metric]:
    load = database.load()
    pool = GaugeMetricFamily("wenpan_pool_connections", "connections to PostgreSQL", labels=["state"])
    for state in ("open", "idle", "most"):
        pool.add_metric([state], load[state])
    yield pool
    yield GaugeMetricFamily("wenpan_pool_waiting", "who waits for a connection", load["waiting"])
    yield CounterMetricFamily("wenpan_pool_wait_seconds", "time waited for one", load["waited"])
    yield CounterMetricFamily("wenpan_pool_errors", "waits that ended without one", load["errors"])
