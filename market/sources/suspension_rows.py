"""Vets the rows of any list of suspensions: one that contradicts itself is left out, many are a change."""

from collections.abc import Callable, Iterable

from market.errors import SourceChanged
from market.sources.frames import Cells
from market.suspension import Suspension


def plausible(
    rows: Iterable[Cells], read: Callable[[Cells], Suspension], source: str
) -> tuple[Suspension, ...] | None:
    """The suspensions, each once, None without any; `read` raises ValueError naming the column that is wrong.

    Raises SourceChanged where most rows are wrong: then the columns have moved.
    """
    found: list[Suspension] = []
    faults: list[str] = []
    for row in rows:
        try:
            found.append(read(row))
        except ValueError as error:  # a cell that cannot be what its column says
            faults.append(str(error))
    if len(faults) > len(found):
        raise SourceChanged(source, tuple(sorted(set(faults))))
    return tuple(dict.fromkeys(found)) or None
