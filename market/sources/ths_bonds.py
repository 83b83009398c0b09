"""Convertible bonds being issued from 同花顺, by akshare's bond_zh_cov_info_ths: one request, JSON."""

from market.convertible_bonds import ConvertibleBond
from market.ipo_numbers import read_tails
from market.sources import ipo_cells
from market.sources.bond_lists import BondList
from market.sources.frames import Cells, day, text

COLUMNS = (
    "债券代码",
    "债券简称",
    "申购日期",
    "申购代码",
    "原股东配售码",
    "中签公布日",
    "中签号",
    "上市日期",
    "正股代码",
    "正股简称",
    "转股价格",
    "中签率",
)


def _bond(code: str, row: Cells, cells: ipo_cells.Cells) -> ConvertibleBond:
    return ConvertibleBond(
        code=code,
        name=ipo_cells.name(row["债券简称"]),
        apply_code=text(row["申购代码"]),
        allotment_code=text(row["原股东配售码"]),
        stock_code=text(row["正股代码"]),
        stock_name=text(row["正股简称"]),
        conversion_price=cells.take(row, "转股价格", ipo_cells.positive),
        apply_date=cells.take(row, "申购日期", day),
        result_date=cells.take(row, "中签公布日", day),
        listing_date=cells.take(row, "上市日期", day),
        winning_rate=cells.take(row, "中签率", ipo_cells.positive),
        tails=read_tails(text(row["中签号"])),
    )


CALENDAR = BondList("同花顺", "data.10jqka.com.cn", "bond_zh_cov_info_ths", COLUMNS, _bond)
"""With subscription codes and winning numbers."""
