"""Dividends from 同花顺 (basic.10jqka.com.cn): plans for every period, with the sentence as published."""

from typing import TYPE_CHECKING

from market.errors import SourceChanged
from market.schedule import DIVIDEND_PLANS, DIVIDENDS, Dividend, Progress
from market.securities import Security
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_fact import AkshareFact, Now, by_code, unlisted
from market.sources.dividend_plans import Parts, in_order, parts_of, period_named
from market.sources.frames import Cells, day, records, text
from market.sources.ths_company import HOST, NAME

if TYPE_CHECKING:
    import pandas

COLUMNS = (
    "报告期",
    "董事会日期",
    "股东大会预案公告日期",
    "实施公告日",
    "分红方案说明",
    "A股股权登记日",
    "A股除权除息日",
    "方案进度",
)
_FUNCTION = "stock_fhps_detail_ths"
_PROGRESS: tuple[tuple[str, Progress], ...] = (
    ("实施", "implemented"),
    ("董事会", "plan"),
    ("股东大会", "approved"),
)


def read(frame: "pandas.DataFrame", security: Security) -> tuple[Dividend, ...] | None:
    """Every plan of akshare's frame. Raises SourceChanged."""
    rows = records(frame, COLUMNS, NAME)
    legible = [row for row in rows if _is_legible(text(row["分红方案说明"]))]
    if len(legible) * 2 < len(rows):
        raise SourceChanged(NAME, ("分红方案说明",))
    return in_order(map(_dividend, legible))


def read_carried_out(frame: "pandas.DataFrame", security: Security) -> tuple[Dividend, ...] | None:
    """Only what was carried out. Raises SourceChanged."""
    return tuple(each for each in read(frame, security) or () if each.progress == "implemented") or None


def _is_legible(plan: str) -> bool:
    try:
        parts_of(plan)
    except ValueError:  # an old plan in words of its own
        return False
    return True


def _dividend(row: Cells) -> Dividend:
    parts = parts_of(text(row["分红方案说明"]))
    record, ex = day(row["A股股权登记日"]), day(row["A股除权除息日"])
    if record and ex and record >= ex:
        raise SourceChanged(NAME, ("A股股权登记日", "A股除权除息日"))
    told = parts or Parts()
    return Dividend(
        progress=_progress(text(row["方案进度"])) if parts else "none",
        period=period_named(text(row["报告期"])),
        announced=day(row["实施公告日"]) or day(row["股东大会预案公告日期"]) or day(row["董事会日期"]),
        cash=told.cash,
        bonus=told.bonus,
        transfer=told.transfer,
        record_date=record,
        ex_date=ex,
    )


def _progress(written: str) -> Progress:
    found = next((progress for words, progress in _PROGRESS if words in written), None)
    if found is None:
        raise SourceChanged(NAME, ("方案进度",))
    return found


def dividends(calls: AkshareCalls, now: Now) -> AkshareFact[Security, tuple[Dividend, ...]]:
    return AkshareFact(
        calls, now, NAME, HOST, DIVIDENDS, _FUNCTION, by_code, read_carried_out, nothing=_has_no_plans
    )


def plans(calls: AkshareCalls, now: Now) -> AkshareFact[Security, tuple[Dividend, ...]]:
    return AkshareFact(
        calls, now, NAME, HOST, DIVIDEND_PLANS, _FUNCTION, by_code, read, nothing=_has_no_plans
    )


def _has_no_plans(error: SourceChanged, security: Security) -> bool:
    """The page of a share that never paid has no table of plans, and akshare takes the first other one."""
    return unlisted("董事会日期", error)
