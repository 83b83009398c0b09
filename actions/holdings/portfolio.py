"""What a list of holdings consists of: parts by kind, and how much lies in few of them. Pure arithmetic."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from actions.holdings.valued import Position
from charts.series import Slice

_PERCENT = 100
_TOP = 3


@dataclass(frozen=True)
class Concentration:
    """`first` and `three` in percent of all; `index` is the Herfindahl-Hirschman index, the sum of the
    squared shares, from 1/n (all the same) to 1 (all in one); as if all lay evenly in `equal` of them.
    """

    first: Decimal
    three: Decimal
    index: Decimal

    @property
    def equal(self) -> Decimal:
        return 1 / self.index


def shares_of(positions: Sequence[Position]) -> list[tuple[Position, Decimal]]:
    """Each with its percent of the whole, the largest first; those without a value are left out."""
    valued = [(each, each.value) for each in positions if each.value]
    total = sum((value for _, value in valued), Decimal(0))
    parts = [(each, value / total * _PERCENT) for each, value in valued]
    return sorted(parts, key=lambda part: -part[1])


def concentration(parts: Sequence[tuple[Position, Decimal]]) -> Concentration:
    """Of at least one part."""
    percents = [percent for _, percent in parts]
    index = sum(((each / _PERCENT) ** 2 for each in percents), Decimal(0))
    return Concentration(percents[0], sum(percents[:_TOP], Decimal(0)), index)


def divided(
    parts: Sequence[tuple[Position, Decimal]], kind: Callable[[Position], str], rest: str, most: int
) -> tuple[Slice, ...]:
    """The whole by kinds, the largest first; from the `most`-th on they are one, called `rest`."""
    sums: dict[str, Decimal] = {}
    for each, percent in parts:
        sums[kind(each)] = sums.get(kind(each), Decimal(0)) + percent
    slices = sorted(
        (Slice(label, percent) for label, percent in sums.items()), key=lambda each: -each.percent
    )
    if len(slices) <= most:
        return tuple(slices)
    others = sum((each.percent for each in slices[most - 1 :]), Decimal(0))
    return (*slices[: most - 1], Slice(rest, others))


def moved_together(
    quantities: Mapping[str, Decimal], closes: Mapping[str, Sequence[Decimal]]
) -> tuple[Decimal, ...]:
    """How far the whole has moved since the first day, in percent, with the quantities as they are now."""
    days = zip(*(closes[ref] for ref in quantities), strict=True)
    sums = [
        sum((quantity * close for quantity, close in zip(quantities.values(), day, strict=True)), Decimal(0))
        for day in days
    ]
    return moved(sums)


def moved(closes: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Percent since the first of them."""
    return tuple((close / closes[0] - 1) * _PERCENT for close in closes)
