"""Reading akshare's data frames: rows as plain cells, and each cell as what it means.

A column that is missing makes the whole answer SourceChanged: a wrong number is worse than none.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from market.errors import SourceChanged

if TYPE_CHECKING:
    import pandas

Cells = dict[str, Any]

_NOTHING = frozenset({"", "-", "--", "nan", "None", "NaT", "<NA>", "False"})
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?", re.ASCII)
_SCALES = {"万亿": 10**12, "千万": 10**7, "百万": 10**6, "亿": 10**8, "万": 10**4}
_DAY = re.compile(r"(\d{4})[-/年]?(\d{1,2})[-/月]?(\d{1,2})")


def records(frame: "pandas.DataFrame", columns: Iterable[str], source: str) -> list[Cells]:
    """The rows, each with exactly `columns`; what is not known is None. Raises SourceChanged."""
    columns = list(columns)
    missing = tuple(column for column in columns if column not in frame.columns)
    if missing and not (frame.empty and not len(frame.columns)):
        raise SourceChanged(source, missing)
    return [] if missing else [_plain(row) for row in frame[columns].to_dict("records")]


def text(cell: Any) -> str:
    """What is written in a cell, "" where nothing is."""
    return "" if cell is None else str(cell).strip()


def decimal(cell: Any, scale: int = 1) -> Decimal | None:
    """A number in units of `scale`; "1.2亿", "3.4%" and "1,234" are understood. Raises ValueError."""
    written = text(cell).replace(",", "").removesuffix("%").removesuffix("元")
    if written in _NOTHING:
        return None
    for unit, size in _SCALES.items():
        if written.endswith(unit):
            written, scale = written.removesuffix(unit), scale * size
            break
    if not _NUMBER.fullmatch(written):
        raise ValueError(f"no number: {written[:20]!r}")
    return Decimal(written) * scale


def whole(cell: Any, scale: int = 1) -> int | None:
    """A count in units of `scale`. Raises ValueError."""
    value = decimal(cell, scale)
    return None if value is None else int(value)


def day(cell: Any) -> date | None:
    """A date however it is written: a date, 2026-11-23, 2026/11/23, 20261123. Raises ValueError."""
    if isinstance(cell, datetime):
        return cell.date()
    if cell is None or isinstance(cell, date):
        return cell
    written = text(cell)
    if written in _NOTHING:
        return None
    found = _DAY.match(written)
    if found is None:
        raise ValueError(f"no date: {written[:20]!r}")
    return date(int(found[1]), int(found[2]), int(found[3]))


def _plain(row: dict[Any, Any]) -> Cells:
    return {str(column): None if _is_nothing(cell) else cell for column, cell in row.items()}


def _is_nothing(cell: Any) -> bool:
    """Whether a cell says nothing: pandas' NaN and NaT, and what the sources write (同花顺 writes False)."""
    return cell is None or str(cell).strip() in _NOTHING
