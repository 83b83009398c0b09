"""Convertible bonds being issued from 东方财富's data center, by akshare's bond_zh_cov: some three requests.

akshare names 71 columns by their place and fills a missing price of a bond with 100; no price is read here.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from market.convertible_bonds import BOND_CALENDAR, ConvertibleBond, consistent, recent
from market.errors import SourceChanged
from market.sources import ipo_cells
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact
from market.sources.frames import Cells, day, records, text

if TYPE_CHECKING:
    import pandas

NAME = "东方财富"
HOST = "datacenter-web.eastmoney.com"
COLUMNS = (
    "债券代码",
    "债券简称",
    "申购日期",
    "申购代码",
    "正股代码",
    "正股简称",
    "中签号发布日",
    "中签率",
    "上市时间",
    "信用评级",
)


def calendar(
    calls: AkshareCalls, now: Callable[[], datetime]
) -> AkshareFact[None, tuple[ConvertibleBond, ...]]:
    """The bonds with subscription codes and ratings; the last year of them is kept."""
    return AkshareFact(
        calls,
        now,
        NAME,
        HOST,
        BOND_CALENDAR,
        "bond_zh_cov",
        lambda _: {},
        lambda frame, _: read(frame, now().date()),
        lambda _: True,
    )


def read(frame: "pandas.DataFrame", today: date) -> tuple[ConvertibleBond, ...]:
    """The bonds of the last year. Raises SourceChanged; a list without bonds is one that we can't read."""
    cells = ipo_cells.Cells(NAME)
    found = [_bond(row, cells) for row in records(frame, COLUMNS, NAME)]
    cells.check()
    bonds = [consistent(bond) for bond in found if bond is not None]
    if not any(bond.apply_date for bond in bonds):
        raise SourceChanged(NAME, ("no bonds",))
    return recent(bonds, today)


def _bond(row: Cells, cells: ipo_cells.Cells) -> ConvertibleBond | None:
    code = cells.take(row, "债券代码", ipo_cells.code)
    if not cells.count("债券代码", holds=code is not None and code.startswith("1")) or code is None:
        return None
    return ConvertibleBond(
        code=code,
        name=ipo_cells.name(row["债券简称"]),
        apply_code=text(row["申购代码"]),
        stock_code=text(row["正股代码"]),
        stock_name=text(row["正股简称"]),
        apply_date=cells.take(row, "申购日期", day),
        result_date=cells.take(row, "中签号发布日", day),
        listing_date=cells.take(row, "上市时间", day),
        winning_rate=cells.take(row, "中签率", ipo_cells.positive),
        rating=text(row["信用评级"]),
    )
