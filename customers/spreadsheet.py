"""Reads a table of holdings out of a workbook (.xlsx): the first sheet that is shown and has any. Pure.

Nothing is worked out: a formula is text that begins as one. What is unpacked is bounded before it is, by the
sizes that the archive states and that `zipfile` holds it to; how long a workbook of that size may take is for
the caller to bound (gateway/spreadsheets.py).
"""

import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from openpyxl.reader.excel import load_workbook

from customers.cells import cell_of
from customers.errors import ImportRefused
from customers.importing import LARGEST, Line, Table, read_lines

LARGEST_INSIDE = 4 * 1024 * 1024  # bytes, unpacked
MOST_PARTS = 200
MOST_SHEETS = 5
MOST_ROWS = 5_000
"""Rows that are looked at at all; what is read of them is importing.MOST_LINES."""
MOST_COLUMNS = 60
LONGEST_CELL = 100
"""Characters; no name and no number is longer."""


def read_workbook(content: bytes) -> Table:
    """Rows, and lines that are none, by their numbers in the sheet. Raises ImportRefused: "too_large",
    "binary" for what is no workbook.
    """
    _bound(content)
    try:
        tables = [read_lines(_lines(sheet)) for sheet in _sheets(content)]
    except Exception as error:  # openpyxl raises whatever comes of a workbook that is broken or made to hurt
        raise ImportRefused("binary") from error
    if not tables:
        raise ImportRefused("binary")
    return next((table for table in tables if table.rows), tables[0])


def _bound(content: bytes) -> None:
    """Refuse what would unpack to more than a table of holdings can be."""
    if len(content) > LARGEST:
        raise ImportRefused("too_large")
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:  # no archive
        raise ImportRefused("binary") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_INSIDE:
        raise ImportRefused("too_large")


def _sheets(content: bytes) -> Iterator[Any]:
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)  # type: ignore[no-untyped-call]
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    yield from shown[:MOST_SHEETS]


def _lines(sheet: Any) -> Iterator[Line]:
    rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
    for row in rows:
        cells = [cell_of(_text(value)) for value in row]
        yield " ".join(filter(None, cells)), cells


def _text(value: object) -> str:
    """A cell as it would be typed; what is a formula in a form of its own begins as one."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{Decimal(f'{value:.15g}'):f}"  # as many digits as spreadsheets show
    return str(value)[:LONGEST_CELL] if isinstance(value, str | int) else "=?"
