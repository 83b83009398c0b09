"""A fact with its time and its source, the honest absence of one, and what kinds of facts there are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Lack = Literal["source_down", "no_data", "not_covered"]
"""Nobody could say; those who know say there is none; nobody knows this for securities of that sort."""


@dataclass(frozen=True)
class Fact[T]:
    """What a source said. `as_of` is the time of the data itself or, where it carries none, of the asking.

    `stale` says that it could not be asked for anew, `demo` that it is a dated sample and no live value.
    """

    value: T
    as_of: datetime
    source: str
    stale: bool = False
    demo: bool = False


@dataclass(frozen=True)
class Gap[T]:
    """No fact can be given; `last_known` is the latest one seen, with its own time."""

    reason: Lack
    last_known: Fact[T] | None = None


@dataclass(frozen=True, slots=True)
class Allowance:
    """Seconds: for one source, and for whoever waits for all of them."""

    source: float = 5.0
    total: float = 8.0


@dataclass(frozen=True)
class Kind[K, T]:
    """What can be asked: a name, how long an answer stands for the present, and how long it may take.

    `examples` are keys that are sure to have an answer: what a source is asked to see whether it is there.
    `weight` is the room that an answer takes where it is kept, in ordinary answers of a few kilobytes.
    """

    name: str
    ttl: timedelta
    allowance: Allowance = Allowance()
    examples: tuple[K, ...] = ()
    weight: int = 1
