"""New shares from 同花顺, by akshare's stock_ipo_ths: one page of HTML, some fifty issues, days as MM-DD."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from market.errors import SourceChanged
from market.ipo import IPO_CALENDAR, Ipo, distinct, is_new_share
from market.ipo_numbers import read_tails
from market.sources import ipo_cells
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact
from market.sources.frames import Cells, decimal, records, text

if TYPE_CHECKING:
    import pandas

NAME = "同花顺"
HOST = "data.10jqka.com.cn"
COLUMNS = (
    "股票代码",
    "股票简称",
    "申购代码",
    "发行总数(万股)",
    "网上发行(万股)",
    "申购上限(万股)",
    "顶格申购需配市值(万元)",
    "发行价格",
    "发行市盈率",
    "申购日期",
    "中签率(%)",
    "中签号",
    "中签缴款日期",
    "上市日期",
)


def calendar(calls: AkshareCalls, now: Callable[[], datetime]) -> AkshareFact[None, tuple[Ipo, ...]]:
    """The calendar of new shares with subscription codes, caps and winning numbers."""
    return AkshareFact(
        calls,
        now,
        NAME,
        HOST,
        IPO_CALENDAR,
        "stock_ipo_ths",
        lambda _: {"symbol": "全部A股"},
        lambda frame, _: read(frame, now().date()),
        lambda _: True,
    )


def read(frame: "pandas.DataFrame", today: date) -> tuple[Ipo, ...]:
    """The issues of the table. Raises SourceChanged; a table without issues is one that we can't read."""
    plain = frame.rename(columns=lambda column: unicodedata.normalize("NFKC", str(column)))
    cells = ipo_cells.Cells(NAME)
    found = [_issue(row, cells, today) for row in records(plain, COLUMNS, NAME)]
    cells.check()
    issues = distinct(ipo for ipo in found if ipo is not None)
    if not issues:
        raise SourceChanged(NAME, ("no issues",))
    return issues


def _issue(row: Cells, cells: ipo_cells.Cells, today: date) -> Ipo | None:
    code = cells.take(row, "股票代码", ipo_cells.code) or ""
    if not cells.count("股票代码", holds=is_new_share(code)):
        return None
    day = ipo_cells.day_near(today)
    return cells.weigh(
        Ipo(
            code=code,
            name=ipo_cells.name(row["股票简称"]),
            apply_code=text(row["申购代码"]),
            price=cells.take(row, "发行价格", ipo_cells.positive),
            issue_pe=cells.take(row, "发行市盈率", decimal),
            issue_shares=cells.take(row, "发行总数(万股)", ipo_cells.shares),
            online_shares=cells.take(row, "网上发行(万股)", ipo_cells.shares),
            apply_limit=cells.take(row, "申购上限(万股)", ipo_cells.shares),
            value_needed=cells.take(row, "顶格申购需配市值(万元)", ipo_cells.ten_thousand_yuan),
            apply_date=cells.take(row, "申购日期", day),
            payment_date=cells.take(row, "中签缴款日期", day),
            listing_date=cells.take(row, "上市日期", day),
            winning_rate=cells.take(row, "中签率(%)", ipo_cells.positive),
            tails=read_tails(text(row["中签号"])),
        )
    )
