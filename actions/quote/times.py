"""Whether a question for a quote means another time than the quote's: past days, or days ahead. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from actions import dates
from actions.chart.span import Span

_NOW = re.compile(r"今[天日早晚儿]|现在|当前|目前|此刻|实时|最新")
_AHEAD = re.compile(
    r"明[天日早晚儿年]|后[天年]|下下?个?(周|星期|礼拜|月|交易日)|下半年|次日|未来|将来|以后|接下来"
)
_WEEKDAY = re.compile(r"(?<![上下这本个])(?:周|星期|礼拜)[一二三四五]")
_WORDS = (
    (re.compile(r"年内"), "ytd"),
    (re.compile(r"20\d\d年|去年|前年"), "max"),
    (re.compile(r"百日|新高|新低"), "1y"),
    (re.compile(r"[这前][几两]天|这段时间|近期|近来|近几|前期|之前|最近.{0,4}[涨跌高低]"), "1m"),
)
"""Words of the past, and a chart's code that shows it."""
_YESTERDAY = re.compile(r"昨|[前上]一?个?交易日|前收")
_A_YEAR = 365
_REACHES = ((25, "1m"), (80, "3m"), (170, "6m"), (350, "1y"))
"""Days back that a chart of so much shows."""


@dataclass(frozen=True)
class OtherTime:
    """`span` is the chart's code that shows a time that is past; nothing shows one that is ahead."""

    tense: Literal["past", "ahead"]
    span: str = ""


def other_time(text: str, fields: tuple[str, ...], quoted: date, today: date) -> OtherTime | None:
    """What a text, without the names in it, asks of another time than the day quoted; None where of none."""
    if _AHEAD.search(text):
        return OtherTime("ahead")
    if fields == ("previous_close",) and _YESTERDAY.search(text):
        return None
    if _NOW.search(text):
        return _stretch(_NOW.sub(" ", text))
    day = _day(text, today)
    if day is None:
        return _stretch(text)
    if day.first == day.last == quoted:
        return None
    return OtherTime("ahead") if day.first > today else OtherTime("past", _reach((today - day.first).days))


def _stretch(text: str) -> OtherTime | None:
    """60日, 52周, 今年, 历史, 去年."""
    span = Span.read(text)
    if span is not None and span.unit == "day" and span.reach not in {"", "1d"}:
        return OtherTime("past", span.code)
    found = next((reach for words, reach in _WORDS if words.search(text)), None)
    return OtherTime("past", found) if found else None


def _day(text: str, today: date) -> dates.Span | None:
    """A day, week or month; what names no year and would lie in the next is the last one."""
    found = next(iter(dates.spans(_without_counts(text), today)), None)
    if found is None or found.first <= today:
        return found
    if _WEEKDAY.search(text) and found.first.weekday() < today.weekday():
        return _back(found, 7)
    return _back(found, _A_YEAR) if found.first.year > today.year else found


def _back(span: dates.Span, days: int) -> dates.Span:
    return dates.Span(span.first - timedelta(days=days), span.last - timedelta(days=days))


def _without_counts(text: str) -> str:
    """Of 5日 the count is meant, of 11月5日 and 5号 the day."""
    return re.sub(r"(?<![月\-/\d一二三四五六七八九十])[\d一二两三四五六七八九十]{1,3}日", "", text)


def _reach(back: int) -> str:
    return next((reach for days, reach in _REACHES if back <= days), "max")
