"""Who is there for people who ask for a person: the port behind which the desk's hours and agents stand.

It is asked once in each turn and in the middle of transactions: what stands behind it answers from memory.
"""

from collections.abc import Set
from typing import Literal, Protocol

Attended = Literal["open", "closed", "none"]
"""People take over now; they come back later; there are never any."""


class Reception(Protocol):
    """Whoever knows when people are at work."""

    async def state(self, channel: str) -> Attended:
        """Whether people can take over from an investor on this channel now."""
        ...

    async def minutes(self, ahead: int) -> int | None:
        """How long somebody with so many ahead will wait; None where that is not known."""
        ...


class Always:
    """The same at any hour; how long one waits is never known."""

    def __init__(self, state: Attended = "open") -> None:
        self._state = state

    async def state(self, channel: str) -> Attended:
        return self._state

    async def minutes(self, ahead: int) -> int | None:
        return None


class Beside:
    """A reception beside which some channels' platforms have a desk of their own that is always open."""

    def __init__(self, reception: Reception, desks: Set[str]) -> None:
        self._reception = reception
        self._desks = desks

    async def state(self, channel: str) -> Attended:
        return "open" if channel in self._desks else await self._reception.state(channel)

    async def minutes(self, ahead: int) -> int | None:
        return await self._reception.minutes(ahead)
