"""Keeps Wenpan's programs together: starts them, waits until they serve, restarts what dies, stops them all.

A supervisor works in the main thread and waits in short steps, so that SIGINT and SIGTERM, both raised as
KeyboardInterrupt, end any of its waits. Killed without a word it takes its children along (`gateway.leash`).
"""

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from gateway.child import Child
from gateway.errors import PartFailed
from gateway.postgres import EmbeddedPostgres
from gateway.processes import Part

STEP = 0.1  # seconds between two looks
FIRST_BACK_OFF, LONGEST_BACK_OFF = 0.2, 30.0
STEADY = 60.0  # seconds after which a part counts as healthy again

Tell = Callable[[str], None]


class Watched:
    """One part that is kept running; `due` is when its next start may be."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.child: Child | None = None
        self._started = 0.0
        self._back_off = FIRST_BACK_OFF
        self._due = 0.0

    def start(self) -> None:
        self.child = Child(self.part.command)
        self._started = time.monotonic()

    @property
    def is_dead(self) -> bool:
        return self.child is not None and self.child.status is not None

    def revive(self, now: float) -> bool:
        """Start it again when its time has come, later each time it dies young; whether it was started."""
        if not self._due:
            lived = now - self._started
            self._back_off = FIRST_BACK_OFF if lived > STEADY else min(self._back_off * 2, LONGEST_BACK_OFF)
            self._due = now + self._back_off
        if now < self._due:
            return False
        self._due = 0.0
        self.start()
        return True


class Supervisor:
    """Runs `parts`, beside an embedded PostgreSQL when there is one; `tell` says what happens to a person."""

    def __init__(self, tell: Tell, postgres: EmbeddedPostgres | None = None) -> None:
        self._tell, self._postgres = tell, postgres
        self._watched: list[Watched] = []

    def start(self, part: Part) -> None:
        """Start a part without waiting for it; parts are stopped in the reverse order of their start."""
        watched = Watched(part)
        self._watched.append(watched)
        watched.start()

    def wait_ready(self, timeout: float) -> None:
        """Until every part serves; raises PartFailed for one that ends before, or is not up in `timeout`."""
        deadline = time.monotonic() + timeout
        waiting = list(self._watched)
        while waiting:
            for watched in waiting:
                part = watched.part
                if watched.is_dead:
                    raise PartFailed(part.name, "ended while starting", part.command.log)
                if time.monotonic() > deadline:
                    raise PartFailed(part.name, "did not become ready in time", part.command.log)
            waiting = [watched for watched in waiting if not watched.part.is_ready()]
            time.sleep(STEP)

    def watch(self) -> None:
        """Restart what dies, for ever."""
        while True:
            self.look()
            time.sleep(STEP)

    def look(self) -> None:
        """Restart what has died and whose time has come."""
        self._revive_postgres()
        for watched in self._watched:
            if watched.is_dead:
                self._revive(watched)

    def stop(self) -> None:
        """Stop everything: the parts from the last to the first, PostgreSQL at the end."""
        for watched in reversed(self._watched):
            if watched.child:
                watched.child.stop(grace=watched.part.grace)
        self._watched.clear()
        if self._postgres:
            self._postgres.stop()

    def _revive(self, watched: Watched) -> None:
        status = watched.child.status if watched.child else None
        if watched.revive(time.monotonic()):
            part = watched.part
            self._tell(f"{part.name} ended (status {status}) and was started again; see {part.command.log}.")

    def _revive_postgres(self) -> None:
        if self._postgres and self._postgres.server and self._postgres.server.status is not None:
            self._postgres.stop()
            self._postgres.start()
            self._tell(f"PostgreSQL ended and was started again; see {self._postgres.log}.")


@contextmanager
def interrupted_by(numbers: Sequence[signal.Signals]) -> Iterator[None]:
    """Raise KeyboardInterrupt for each of `numbers`; once one came, or the block ended, they are ignored.

    A hang-up that is ignored already stays so: that is what `nohup` is for.
    """

    def interrupt(number: int, frame: object) -> None:
        ignore()
        raise KeyboardInterrupt

    def ignore() -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)

    for number in numbers:
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, interrupt)
    try:
        yield
    finally:
        ignore()
