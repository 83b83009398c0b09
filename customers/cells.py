"""The cells of a line, and the numbers and codes in them. Pure."""

import csv
import re
import unicodedata
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+")
_LONGEST_NUMBER = 24
_CODE = re.compile(r"(?:(?:sh|sz|bj)\.?)?(\d{6})(?:\.(?:sh|sz|bj|ss|xshg|xshe))?", re.IGNORECASE)
_EXCEL_TEXT = re.compile(r'="([^"=]*)"|=([\d.]+)')
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_SEPARATED = re.compile(r"[;|]")


def cells_of(line: str) -> list[str]:
    """Parted by tabs, else by bars or semicolons, commas, or blanks; full width is half width."""
    line = _narrow(line).replace("、", ",").strip(" \ufeff")
    if "\t" in line:
        parts = line.split("\t")
    elif _SEPARATED.search(line):
        parts = _SEPARATED.split(line.strip("|;"))
    elif "," in line:
        parts = _by_commas(line)
    else:
        parts = line.split()
    return [_bare(part) for part in parts]


def cell_of(text: str) -> str:
    """A cell that was parted already; full width is half width."""
    return _bare(" ".join(_narrow(text).split()))


def number_of(cell: str) -> Decimal | None:
    """What a cell counts: 100, 1,500.00, -3.2; None for what is no plain number, such as 1e30."""
    text = cell.strip()
    if len(text) > _LONGEST_NUMBER or not text.isascii() or not _NUMBER.fullmatch(text):
        return None
    return Decimal(text.replace(",", ""))


def plain_code(cell: str) -> str:
    """Six digits out of 600519, sh600519 and 600519.SH; "" for what is no code."""
    found = _CODE.fullmatch(cell) if cell.isascii() else None
    return found[1] if found else ""


def _by_commas(line: str) -> list[str]:
    """As spreadsheets write them; "600519 1,500" is no such line, its commas part thousands."""
    plain = _THOUSANDS.sub("", line)
    if " " in plain and not set('",') & set(plain):
        return plain.split()
    try:
        return next(csv.reader([line]))
    except (csv.Error, StopIteration):  # a quotation without an end: parted as it stands
        return line.split(",")


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _bare(cell: str) -> str:
    """Without blanks, quotation marks and the ="…" in which spreadsheets keep the noughts of a code."""
    cell = cell.strip().strip("\"'").strip()
    found = _EXCEL_TEXT.fullmatch(cell.replace('""', '"')) or _EXCEL_TEXT.fullmatch(cell + '"')
    return (found[1] or found[2] or "").strip() if found else cell
