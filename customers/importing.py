"""Reads a table of holdings out of what investors paste or send: rows, and lines that are none. Pure.

A broker's table has a header (证券代码 证券名称 持仓数量 成本价 …); without one a line is a code or a name,
a quantity and perhaps what one share cost. Cells are parted by tabs, bars, commas or blanks. Nothing is
evaluated: a cell that begins as a formula does is no number and no name; in a column of no use it is nothing.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from customers.cells import cells_of, number_of, plain_code
from customers.errors import ImportRefused

LARGEST = 256 * 1024  # bytes of a file
MOST_LINES = 1_000
"""Lines that are read; what lies behind is counted."""
LONGEST_LINE = 400
SHOWN = 24
"""Characters of an unreadable line that are shown again."""
MOST_SHARES = Decimal(10) ** 10
MOST_YUAN = Decimal(10) ** 6
PLACES = 4
"""Decimals of a quantity or of a cost that are kept."""

Why = Literal["formula", "columns", "security", "quantity", "cost", "long"]
Column = Literal["code", "name", "quantity", "cost"]

_HEADS: Mapping[Column, Sequence[str]] = {
    "code": ("证券代码", "股票代码", "基金代码", "代码", "code", "symbol"),
    "name": ("证券名称", "股票名称", "基金名称", "证券简称", "股票简称", "名称", "简称", "name"),
    "quantity": (
        "持仓数量", "持股数量", "持有数量", "证券数量", "股票数量", "持有份额", "当前持仓", "当前拥股",
        "股票余额", "证券余额", "股份余额", "实际数量", "持仓", "持股", "份额", "数量", "余额", "quantity",
        "shares",
    ),
    "cost": (
        "成本价", "参考成本价", "摊薄成本价", "买入均价", "成本均价", "买入成本价", "持仓均价", "均价",
        "参考成本", "成本", "买入价", "cost",
    ),
}  # fmt: skip
"""What brokers write above a column, the plainest word first."""
_FORMULA = re.compile(r"^\s*[=@](?!\s*[-+]?[\d.]+$)|^\s*[-+](?=\s*[^\d\s.-])")
_RULER = re.compile(r"[\s\-=_+|*:·.]*")
_SUMS = re.compile(r"(合计|总计|小计|总资产|总市值|人民币|币种|资金余额|可用资金|参考市值|盈亏).*")
_QUANTITY_UNIT = re.compile(r"[股份手]$")
_WITH_UNIT = re.compile(r"(?<![\d.,+-])([+-]?\d[\d,.]*[股份手])")
_COST_MARK = re.compile(r"^(?:成本价?|均价|买入价|@)|元$")


@dataclass(frozen=True, slots=True)
class Row:
    """One holding as it was written in `line` (from 1): a code, a name or both; `cost` of one in yuan."""

    line: int
    code: str
    name: str
    quantity: Decimal
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that could not be read, as it begins, and why."""

    line: int
    text: str
    why: Why


@dataclass(frozen=True, slots=True)
class Table:
    """What was read; `beyond` is how many lines were not looked at."""

    rows: tuple[Row, ...]
    unread: tuple[Unread, ...]
    beyond: int = 0


Line = tuple[str, Sequence[str]]
"""A line as it was written, and its cells."""


class _Bad(Exception):
    """A line that is no holding."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


def decode(content: bytes) -> str:
    """The text of a file: UTF-8 with or without its mark, else GB18030, as Chinese spreadsheets save it.

    Raises ImportRefused: "too_large", "binary" (it holds bytes that no text has), "encoding".
    """
    if len(content) > LARGEST:
        raise ImportRefused("too_large")
    if b"\x00" in content:
        raise ImportRefused("binary")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:  # the next one may fit
            continue
    raise ImportRefused("encoding")


def read_table(text: str) -> Table:
    """The lines of a text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return read_lines(
        (line, _parted(line) if number < MOST_LINES else ()) for number, line in enumerate(lines)
    )


def read_lines(lines: Iterable[Line]) -> Table:
    """Every line that is a holding, and every other one but blank lines, headers, rulers and sums."""
    rows: list[Row] = []
    unread: list[Unread] = []
    columns: Mapping[Column, int] | None = None
    beyond = 0
    for number, (line, cells) in enumerate(lines, 1):
        if number > MOST_LINES:
            beyond += bool(line.strip())
            continue
        if _is_empty(cells):
            continue
        if (heads := _header(cells)) is not None:
            if columns is None and not rows:  # what stands above was a title
                unread.clear()
            columns = heads
            continue
        try:
            rows.append(_row(number, cells, columns))
        except _Bad as bad:
            unread.append(Unread(number, _shown(line), bad.why))
    return Table(tuple(rows), tuple(unread), beyond)


def _parted(line: str) -> Sequence[str]:
    return cells_of(line) if len(line) <= LONGEST_LINE else [line]


def is_table(text: str) -> bool:
    """Whether a message is a pasted list: at least two of its lines are holdings, or one below a header."""
    if "\n" not in text.strip():
        return False
    found = read_table(text)
    headed = any(_header(cells_of(line)) for line in text.splitlines()[:10] if len(line) <= LONGEST_LINE)
    return len(found.rows) >= (1 if headed else 2) and len(found.rows) >= len(found.unread)


def checked(quantity: Decimal | None, cost: Decimal | None) -> Why | None:
    """What cannot be true of a holding: nothing or less of it, more than was ever issued, a cost beyond
    reason. A cost below nought can be: brokers take what was gained off it.
    """
    if quantity is None or not 0 < quantity <= MOST_SHARES or _is_fine(quantity):
        return "quantity"
    return "cost" if cost is not None and (abs(cost) > MOST_YUAN or _is_fine(cost)) else None


def _is_fine(value: Decimal) -> bool:
    """Finer than is kept."""
    return value != round(value, PLACES)


def _header(cells: Sequence[str]) -> Mapping[Column, int] | None:
    """Where each column stands; None for a line that is no header."""
    bare = [re.sub(r"\(.*?\)|[\s*:]", "", cell).lower() for cell in cells]
    found: dict[Column, int] = {}
    for column, heads in _HEADS.items():
        place = next((bare.index(head) for head in heads if head in bare), None)
        if place is not None:
            found[column] = place
    names = "code" in found or "name" in found
    return found if names and len(found) > 1 and not any(number_of(cell) for cell in cells) else None


def _row(number: int, cells: Sequence[str], columns: Mapping[Column, int] | None) -> Row:
    if len(cells) == 1 and len(cells[0]) > LONGEST_LINE:
        raise _Bad("long")
    used = [cells[place] for place in columns.values() if place < len(cells)] if columns else cells
    if any(_FORMULA.match(cell) for cell in used):
        raise _Bad("formula")
    code, name, quantity, cost = _headed(cells, columns) if columns else _placed(cells)
    if not (code or name):
        raise _Bad("security")
    if why := checked(quantity, cost):
        raise _Bad(why)
    return Row(number, code, name, quantity or Decimal(0), cost)


_Parts = tuple[str, str, Decimal | None, Decimal | None]


def _headed(cells: Sequence[str], columns: Mapping[Column, int]) -> _Parts:
    """The cells below their heads; what no number is in the place of a cost is no cost."""

    def cell(column: Column) -> str:
        place = columns.get(column, len(cells))
        return cells[place] if place < len(cells) else ""

    written = cell("code")
    code = plain_code(written) or (written.zfill(6) if written.isdigit() and len(written) < 6 else "")
    if written and not code:
        raise _Bad("security")
    price = cell("cost")
    cost = number_of(price)
    if cost is None and price.strip("- ") not in ("", "N/A", "0"):
        raise _Bad("cost")
    return code, cell("name"), _quantity(cell("quantity")), cost


def _placed(cells: Sequence[str]) -> _Parts:
    """A line without a header: a code, a name, the quantity first and then the cost."""
    code, names = "", []
    numbers: list[str] = []
    for cell in _WITH_UNIT.sub(r" \1 ", " ".join(cells)).split():
        if not code and plain_code(cell):
            code = plain_code(cell)
        elif number_of(_COST_MARK.sub("", _QUANTITY_UNIT.sub("", cell))) is not None:
            numbers.append(cell)
        elif numbers:
            raise _Bad("columns")
        else:
            names.append(cell)
    costs = [each for each in numbers if _COST_MARK.search(each)]
    counts = [each for each in numbers if each not in costs]
    if len(numbers) > 2 or len(costs) > 1 or not counts:
        raise _Bad("columns" if numbers else "quantity")
    price = costs[0] if costs else counts[1] if len(counts) > 1 else None
    return code, "".join(names), _quantity(counts[0]), number_of(_COST_MARK.sub("", price)) if price else None


def _quantity(cell: str) -> Decimal | None:
    """A hundred of them where they are counted in lots."""
    found = number_of(_QUANTITY_UNIT.sub("", cell))
    return found * 100 if found is not None and cell.endswith("手") else found


def _is_empty(cells: Sequence[str]) -> bool:
    """A blank line, one that is drawn, or one that sums others up."""
    line = "".join(cells)
    return _RULER.fullmatch(line) is not None or _SUMS.fullmatch(line) is not None


def _shown(line: str) -> str:
    """What can be shown of a line: no control characters, no markup."""
    text = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in line)
    text = re.sub(r"[<>{}]", " ", " ".join(text.split()))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
