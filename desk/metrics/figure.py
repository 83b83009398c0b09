"""A figure with its members: a share of cases, or a place among durations. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, quantiles
from typing import Literal

Unit = Literal["percent", "seconds", "count"]


@dataclass(frozen=True, slots=True)
class Member:
    """A conversation behind a figure: `value` is 1 or 0 for a share, else what was measured."""

    conversation_id: int
    segment: int | None
    value: float


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` is None where there is nothing to count. `target` is met from above, or from below where the
    unit is a time.
    """

    name: str
    value: float | None
    unit: Unit
    members: tuple[Member, ...]
    target: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None without one, or without a value."""
        if self.target is None or self.value is None:
            return None
        return self.value <= self.target if self.unit == "seconds" else self.value >= self.target


def share(name: str, members: Iterable[Member], target: float | None = None) -> Figure:
    """The percentage of members whose value is 1."""
    counted = tuple(members)
    value = 100 * sum(member.value for member in counted) / len(counted) if counted else None
    return Figure(name, value, "percent", counted, target)


def mean(name: str, members: Iterable[Member], target: float | None = None) -> Figure:
    """The mean of what was measured, in seconds."""
    counted = tuple(members)
    value = fmean(member.value for member in counted) if counted else None
    return Figure(name, value, "seconds", counted, target)


def place(name: str, members: Iterable[Member], percent: int) -> Figure:
    """The value below which `percent` of the members lie, in seconds."""
    counted = tuple(members)
    return Figure(name, percentile([member.value for member in counted], percent), "seconds", counted)


def count(name: str, members: Iterable[Member]) -> Figure:
    counted = tuple(members)
    return Figure(name, float(len(counted)), "count", counted)


def percentile(values: Sequence[float], percent: int) -> float | None:
    """Between the two nearest values, as spreadsheets reckon it; None of nothing."""
    if len(values) < 2:
        return values[0] if values else None
    return quantiles(values, n=100, method="inclusive")[percent - 1]
