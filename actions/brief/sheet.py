"""A brief is laid out: what is said of the market whole, one's own shares as far as there is room. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from market.fact import Lack

Lacks = tuple[tuple[str, Lack, int], ...]
"""(part, why, of how many shares); 0: of all that was asked for."""


@dataclass(frozen=True)
class Section:
    """One part: a `head` with time and source ("" where its line has them), lines that always stand there,
    and those of one's `own` shares. `current`: whether it is of the time that the brief is about.
    """

    head: str = ""
    fixed: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    lacks: Lacks = ()
    current: bool = True

    @property
    def lines(self) -> int:
        """Lines without those that may be left out."""
        return len(self.fixed) + (1 if self.head else 0)


@dataclass(frozen=True)
class Laid:
    """The lines that are shown, and how many others there are."""

    lines: tuple[str, ...]
    left: int


def lay_out(sections: Sequence[Section], room: int) -> Laid:
    """As many of one's own lines as `room` lines hold, in turn from each section, at least one of each."""
    space = room - sum(each.lines for each in sections)
    everything = sum(len(each.own) for each in sections)
    shares = _shares([len(each.own) for each in sections], space)
    if sum(shares) < everything:
        shares = _shares([len(each.own) for each in sections], space - 1)
    lines = [line for each, share in zip(sections, shares, strict=True) for line in _shown(each, share)]
    return Laid(tuple(lines), everything - sum(shares))


def page(sections: Sequence[Section], start: int, size: int) -> Laid:
    """One's own lines from the one at `start`, below their heads."""
    lines: list[str] = []
    at = 0
    for each in sections:
        shown = [line for place, line in enumerate(each.own, at) if start <= place < start + size]
        at += len(each.own)
        lines += [each.head, *shown] if shown and each.head else shown
    return Laid(tuple(lines), max(at - start - size, 0))


def _shown(section: Section, share: int) -> Iterator[str]:
    if section.head:
        yield section.head
    yield from section.fixed
    yield from section.own[:share]


def _shares(counts: Sequence[int], space: int) -> list[int]:
    """How many lines of each are shown: one after the other is given one more, while there is space."""
    shares = [min(count, 1) for count in counts]
    while sum(shares) < space:
        hungry = [place for place, count in enumerate(counts) if shares[place] < count]
        if not hungry:
            break
        shares[min(hungry, key=lambda place: shares[place])] += 1
    return shares
