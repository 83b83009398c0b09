"""From values to pixels, and which values to mark on an axis. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

Point = tuple[float, float]

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` stand between the pixel rows `bottom` and `top`, counted from above."""

    low: float
    high: float
    top: float
    bottom: float

    def y(self, value: float) -> float:
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)


def around(values: Sequence[float], air: float = 0.06) -> tuple[float, float]:
    """The range of values with some air; never empty, also where all are the same."""
    low, high = min(values), max(values)
    gap = (high - low) * air or abs(high) * 0.01 or 1.0
    return low - gap, high + gap


def ticks(low: float, high: float, count: int, places: int) -> list[float]:
    """Some `count` round values within a range, no finer than the decimals that are shown."""
    rough = max((high - low) / count, 10.0**-places)
    size = 10.0 ** floor(log10(rough))
    step = next(size * each for each in _STEPS if size * each >= rough * 0.999)
    step = max(round(step, places), 10.0**-places)
    first = ceil(low / step - 1e-9)
    return [number * step for number in range(first, floor(high / step + 1e-9) + 1)]


def runs(xs: Sequence[float], values: Sequence[float | None], scale: Scale) -> list[list[Point]]:
    """Points of a line, parted where there is no value or where it leaves the scale."""
    parts: list[list[Point]] = [[]]
    for x, value in zip(xs, values, strict=True):
        if value is not None and scale.low <= value <= scale.high:
            parts[-1].append((x, scale.y(value)))
        elif parts[-1]:
            parts.append([])
    return parts


def box(x: float, half: float, start: float, end: float) -> list[Point]:
    """A rectangle between two rows, at least two pixels high so that a level day is seen."""
    top, bottom = min(start, end), max(start, end)
    bottom = max(bottom, top + 2)
    return [(x - half, top), (x + half, top), (x + half, bottom), (x - half, bottom)]


def day_marks(days: Sequence[date], apart: int) -> list[tuple[int, str]]:
    """Places and labels of dates, `apart` bars from each other at least: months, or days if these are few."""
    months = [
        place
        for place, (before, day) in enumerate(zip(days, days[1:], strict=False), 1)
        if (before.year, before.month) != (day.year, day.month)
    ]
    if len(months) < 2:
        return [(place, f"{days[place]:%m-%d}") for place in range(0, len(days), max(apart, 1))]
    kept: list[int] = []
    for place in months:
        if not kept or place - kept[-1] >= apart:
            kept.append(place)
    return [(place, f"{days[place]:%Y-%m}") for place in kept]


def big(value: float, units: Mapping[str, int]) -> str:
    """A large number in the largest unit that it fills, in no more digits than an axis has room for."""
    for unit, size in sorted(units.items(), key=lambda item: -item[1]):
        if abs(value) >= size:
            counted = value / size
            return f"{counted:.{2 if counted < 100 else 1 if counted < 1000 else 0}f}{unit}"
    return f"{value:.0f}"
