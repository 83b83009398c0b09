"""The engine of background jobs: procrastinate over our PostgreSQL, a worker in each gateway.

A job is deferred with the commit that makes it due. The queue does not take over
a killed worker's job by itself: each worker shows a heartbeat, and every gateway looks for jobs whose worker
has none and puts them back. A job may so run twice, even at once: what it does must be done once by its own
means.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job

from conversations.database import LINE, Connection, jsonb
from conversations.rounds import always
from telemetry import spans

AT_ONCE = 8  # jobs of one gateway beside the timed ones; they wait for others most of the time
FIRST = 10  # priority of what has to be said within the hour
WATCHERS = "watchers"  # the queue of those who look around at their times
RETRY_AFTER = 1  # seconds; a job that broke is begun again
ENDING = 3.0  # seconds for jobs under way when we stop; what is left goes on elsewhere

_DEFER = """
select procrastinate_defer_jobs_v1(array[
  row(%(queue)s::varchar, %(task)s::varchar, %(priority)s::int, null, null, %(arguments)s::jsonb,
      null)::procrastinate_job_to_defer_v1
])"""

log = logging.getLogger(__name__)
Work = Callable[[dict[str, Any], int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Task:
    """What jobs named `name` in `queue` do: `work(arguments, attempts)`; `attempts` were begun before.

    With `times`, in cron's way and UTC, the queue defers one itself each time, which is not begun again if it
    breaks. Of these one waits and one is done at most, by all gateways together.
    """

    queue: str
    name: str
    work: Work
    times: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: a worker shows a `heartbeat`, is dead after `stalled` without one, and we `look` for its jobs.

    Together they are how long a killed gateway delays a job. `stalled` must be longer than our event loop is
    ever busy: a worker taken for dead has its jobs done a second time.
    """

    heartbeat: float = 2.0
    stalled: float = 6.0
    look: float = 1.0


@dataclass(frozen=True, slots=True)
class Deferred:
    """A job to be done; of those of a queue the highest `priority` comes first."""

    queue: str
    task: str
    arguments: dict[str, Any]
    priority: int = 0


async def defer(connection: Connection, job: Deferred) -> None:
    """Have the job done once the caller's transaction is committed."""
    values = {"queue": job.queue, "task": job.task, "priority": job.priority}
    await connection.execute(_DEFER, values | {"arguments": jsonb(job.arguments)})


class Jobs:
    """Works on `tasks`, which wait in `queues`, until left. Any number of gateways may."""

    def __init__(self, dsn: str, tasks: Sequence[Task], pace: Pace | None = None) -> None:
        self._pace = pace or Pace()
        self.queues = sorted({task.queue for task in tasks})
        self._places = AT_ONCE + sum(bool(task.times) for task in tasks)
        named = {"application_name": "wenpan jobs"}
        lines = PsycopgConnector(conninfo=dsn, min_size=1, max_size=4, kwargs={**named, **LINE})
        self._app = App(connector=lines)
        for task in tasks:
            retry = not task.times and RetryStrategy(wait=RETRY_AFTER)
            lock = task.name if task.times else None
            own = self._app.task(
                name=task.name,
                queue=task.queue,
                pass_context=True,
                retry=retry,
                lock=lock,
                queueing_lock=lock,
            )(_run(task))
            if task.times:
                self._app.periodic(cron=task.times)(own)
        self._background: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        await self._app.open_async()
        self._background = [asyncio.create_task(always(work)) for work in (self._serve, self._rescue)]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await self._app.close_async()

    async def _serve(self) -> None:
        await self._app.run_worker_async(
            queues=self.queues,
            concurrency=self._places,
            install_signal_handlers=False,
            fetch_job_polling_interval=self._pace.look,
            update_heartbeat_interval=self._pace.heartbeat,
            stalled_worker_timeout=self._pace.stalled,
            shutdown_graceful_timeout=ENDING,
            delete_jobs="successful",
        )

    async def _rescue(self) -> None:
        manager = self._app.job_manager
        while True:
            await asyncio.sleep(self._pace.look)
            for job in await manager.get_stalled_jobs(seconds_since_heartbeat=self._pace.stalled):
                try:
                    await self._put_back(job)
                except ConnectorException:  # another gateway has put it back, or it has ended after all
                    continue
                log.warning("a job of a dead worker was put back: %s", job.task_name)

    async def _put_back(self, job: Job) -> None:
        """A timed one takes the place of the next that waits, which it would hold back for ever."""
        manager = self._app.job_manager
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # of the queueing lock
            for each in await manager.list_jobs_async(queueing_lock=job.queueing_lock, status="todo"):
                if each.id is not None:
                    await manager.cancel_job_by_id_async(each.id, delete_job=True)
            await manager.retry_job(job)


def _run(task: Task) -> Callable[..., Awaitable[None]]:
    """Each job is a trace of its own: what it asks of the action server goes on in it."""

    async def run(context: JobContext, **arguments: Any) -> None:
        attempts = context.job.attempts
        with spans.span("job", parent="", job=task.name, attempts=attempts + 1):
            await task.work(arguments, attempts)

    return run
