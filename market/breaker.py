"""A breaker for each host: a source that keeps failing is left alone for a while."""

from collections.abc import Callable
from dataclasses import dataclass

Seconds = float


@dataclass(frozen=True, slots=True)
class Patience:
    """`failures` in a row open the breaker for `rest` seconds, doubled each time up to `longest`.

    `alone` is how soon it may be tried when no other source is left; None: never early.
    """

    failures: int = 3
    rest: Seconds = 300
    longest: Seconds = 300
    alone: Seconds | None = 5


EASTMONEY = Patience(failures=2, rest=1800, longest=21_600, alone=None)
"""East Money bans an address for 20 hours after 10 to 50 calls, and a knock prolongs it."""


class Breaker:
    """Closed: calls pass. Open: none. After its rest one probe passes, and its outcome decides."""

    def __init__(self, patience: Patience, clock: Callable[[], Seconds]) -> None:
        self._patience = patience
        self._clock = clock
        self._failures = 0
        self._rest = patience.rest
        self._opened: Seconds | None = None
        self._probing = False

    @property
    def is_open(self) -> bool:
        return self._opened is not None

    @property
    def retry_after(self) -> Seconds:
        """Seconds until the next probe may pass; 0 where a call may pass now."""
        if self._opened is None:
            return 0
        return max(0, self._opened + self._rest - self._clock())

    def admits(self, alone: bool = False) -> bool:
        """Whether a call may be made now; a yes from an open breaker is the one probe."""
        if self._opened is None:
            return True
        rested = self._clock() - self._opened
        early = alone and self._patience.alone is not None and rested >= self._patience.alone
        if self._probing or not (rested >= self._rest or early):
            return False
        self._probing = True
        return True

    def succeeded(self) -> None:
        self._failures = 0
        self._rest = self._patience.rest
        self._opened = None
        self._probing = False

    def failed(self) -> None:
        self._failures += 1
        if self._opened is not None and self._probing:
            self._rest = min(self._rest * 2, self._patience.longest)
            self._open()
        elif self._opened is None and self._failures >= self._patience.failures:
            self._open()

    def abandoned(self) -> None:
        """The call was cancelled before it had an outcome: the next one may probe instead."""
        self._probing = False

    def _open(self) -> None:
        self._opened = self._clock()
        self._probing = False
