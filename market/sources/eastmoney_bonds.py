"""Convertible bonds being issued from 东方财富's data center, by akshare's bond_zh_cov: some three requests.

akshare names 71 columns by their place and fills a missing price of a bond with 100; no price is read here.
"""

from market.convertible_bonds import ConvertibleBond
from market.sources import ipo_cells
from market.sources.bond_lists import BondList
from market.sources.frames import Cells, day, text

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


def _bond(code: str, row: Cells, cells: ipo_cells.Cells) -> ConvertibleBond:
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


CALENDAR = BondList("东方财富", "datacenter-web.eastmoney.com", "bond_zh_cov", COLUMNS, _bond)
"""With subscription codes and ratings."""
