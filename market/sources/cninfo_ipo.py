"""New shares and review meetings from 巨潮资讯, by akshare: one POST each, with a key that a script makes.

akshare names the columns of stock_new_ipo_cninfo by their place, so their order is believed only as far as
the figures fit each other; 证劵代码 is its own spelling.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from market.errors import SourceChanged
from market.fact import Kind
from market.ipo import (
    IPO_CALENDAR,
    Ipo,
    distinct,
    is_new_share,
)
from market.ipo_pipeline import IPO_REVIEWS, Review
from market.sources import ipo_cells
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact
from market.sources.frames import Cells, day, decimal, records, text

if TYPE_CHECKING:
    import pandas

NAME = "巨潮资讯"
HOST = "webapi.cninfo.com.cn"
COLUMNS = (
    "证劵代码",
    "证券简称",
    "上市日期",
    "申购日期",
    "发行价",
    "总发行数量",
    "发行市盈率",
    "上网发行中签率",
    "摇号结果公告日",
    "中签公告日",
    "中签缴款日",
    "网上申购上限",
    "上网发行数量",
)
REVIEW_COLUMNS = ("公司名称", "上会日期", "审核结果", "审核公告日")
_KEPT = timedelta(days=365)


def calendar(
    calls: AkshareCalls, now: Callable[[], datetime], kind: Kind[None, tuple[Ipo, ...]] = IPO_CALENDAR
) -> AkshareFact[None, tuple[Ipo, ...]]:
    """New shares of the last three years, without subscription codes; the last year of them is kept."""
    return AkshareFact(
        calls,
        now,
        NAME,
        HOST,
        kind,
        "stock_new_ipo_cninfo",
        lambda _: {},
        lambda frame, _: read(frame, now().date()),
        lambda _: True,
    )


def reviews(calls: AkshareCalls, now: Callable[[], datetime]) -> AkshareFact[None, tuple[Review, ...]]:
    """Review meetings of the last year."""
    return AkshareFact(
        calls,
        now,
        NAME,
        HOST,
        IPO_REVIEWS,
        "stock_new_gh_cninfo",
        lambda _: {},
        lambda frame, _: read_reviews(frame),
        lambda _: True,
    )


def read(frame: "pandas.DataFrame", today: date) -> tuple[Ipo, ...]:
    """The issues of the last year, the latest first. Raises SourceChanged."""
    cells = ipo_cells.Cells(NAME)
    found = [_issue(row, cells) for row in records(frame, COLUMNS, NAME)]
    cells.check()
    issues = distinct(ipo for ipo in found if ipo is not None)
    if not issues:
        raise SourceChanged(NAME, ("no issues",))
    recent = [ipo for ipo in issues if _newest(ipo) >= today - _KEPT]
    return tuple(sorted(recent, key=_newest, reverse=True))


def read_reviews(frame: "pandas.DataFrame") -> tuple[Review, ...]:
    """The meetings, the latest first. Raises SourceChanged."""
    cells = ipo_cells.Cells(NAME)
    found = []
    for row in records(frame, REVIEW_COLUMNS, NAME):
        held, company = cells.take(row, "上会日期", day), text(row["公司名称"])
        if cells.count("公司名称", holds=bool(company)) and held is not None:
            announced = cells.take(row, "审核公告日", day)
            found.append(Review(company, held, text(row["审核结果"]), announced))
    cells.check()
    return tuple(sorted(found, key=lambda review: review.day, reverse=True))


def _issue(row: Cells, cells: ipo_cells.Cells) -> Ipo | None:
    code = cells.take(row, "证劵代码", ipo_cells.code) or ""
    if not cells.count("证劵代码", holds=is_new_share(code)):
        return None

    def number[T](column: str, read: Callable[[Any], T]) -> T | None:
        return cells.take(row, column, read)

    return cells.weigh(
        Ipo(
            code=code,
            name=ipo_cells.name(row["证券简称"]),
            price=number("发行价", ipo_cells.positive),
            issue_pe=number("发行市盈率", decimal),
            issue_shares=number("总发行数量", ipo_cells.shares),
            online_shares=number("上网发行数量", ipo_cells.shares),
            apply_limit=number("网上申购上限", ipo_cells.shares),
            apply_date=number("申购日期", day),
            result_date=number("中签公告日", day) or number("摇号结果公告日", day),
            payment_date=number("中签缴款日", day),
            listing_date=number("上市日期", day),
            winning_rate=number("上网发行中签率", ipo_cells.positive),
        )
    )


def _newest(ipo: Ipo) -> date:
    return ipo.apply_date or ipo.listing_date or date.min
