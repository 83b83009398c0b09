"""The port behind which campaigns stand: what the desk shows of them, and what may be done there."""

from collections.abc import Sequence
from typing import Any, Literal, Protocol

Outcome = Literal["calling", "called", "not_reached", "later"]
"""What comes of a call; "calling" takes it for who is about to."""
Noted = Literal["noted", "taken", "gone"]
"""Whether it was written down; "taken": the call is another's, "gone": nobody has to be called."""


class Campaigns(Protocol):
    """Rows are plain values for the page. Every call raises StoreUnavailable."""

    async def newest(self) -> Sequence[dict[str, Any]]:
        """The newest first."""
        ...

    async def events(self) -> Sequence[dict[str, Any]]:
        """Events of the last days that nobody was told of."""
        ...

    async def show(self, number: int) -> dict[str, Any] | None:
        """One, with how many investors stand how."""
        ...

    async def calls(self, number: int) -> Sequence[dict[str, Any]]:
        """Who has to be called."""
        ...

    async def times(self, event: int, after: int) -> Sequence[dict[str, Any]]:
        """When an event was published and first seen, sent to each investor and acknowledged: a page of those
        behind the place `after`.
        """
        ...

    async def begin_by(self, event: int, by: str, *, rehearsal: bool) -> int | None:
        """Its number; None where no such event stands of which holders must hear."""
        ...

    async def stop_by(self, number: int) -> bool:
        """False if it had ended."""
        ...

    async def called(self, number: int, notice: int, outcome: Outcome, by: str) -> Noted:
        """Write down what came of a call, or take it; the first agent has it."""
        ...
