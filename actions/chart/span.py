"""Which stretch of time a chart is to show: read out of a question or a button, and cut out of bars. Pure."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self, cast

from market.bars import Bar

Unit = Literal["minute", "day", "week", "month"]

_USUAL: dict[str, str] = {"minute": "", "day": "3m", "week": "1y", "month": "max"}
_CODE = re.compile(r"(?:(minute|day|week|month)-?)?(\d{1,4}[dwmy]|ytd|max)?")

_HOLIDAY = timedelta(days=15)
"""Days within which something is traded at the latest, with the weekends around a long holiday."""
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_NUMBER = r"(?<![\d一二两三四五六七八九十])(\d{1,3}|[一二两三四五六七八九]?十?[一二三四五六七八九]?)"
_ALONE = r"(?<![一二两三四五六七八九十个])(?<!(?<!\d)\d)(?<!(?<!\d)\d\d)"
"""Not "三个月K线", which is a reach; the digits of a code are no count."""
_UNITS: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    ("week", re.compile(_ALONE + r"周(?:K|线|图)|weekly", re.IGNORECASE)),
    ("month", re.compile(_ALONE + r"[月季年](?:K|度?线|图)|monthly", re.IGNORECASE)),
    ("minute", re.compile(r"分时|分钟|小时线|今[天日](?!.*K)|当[天日]|日内|盘中", re.IGNORECASE)),
    ("day", re.compile(r"日(?:K|线|图)|daily", re.IGNORECASE)),
)
_REACHES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ytd", re.compile(r"今年|年初|开年")),
    ("max", re.compile(r"上市以来|历史|所有|全部")),
    ("6m", re.compile(r"半年(?!报)")),
    ("d", re.compile(_NUMBER + r"个?(?:交易)?[天日](?![K线均分])", re.IGNORECASE)),
    ("w", re.compile(_NUMBER + r"个?(?:周|星期|礼拜)")),
    ("m", re.compile(_NUMBER + r"个月|(?:最?近|过去)" + _NUMBER + r"月")),
    ("y", re.compile(_NUMBER + r"年(?![线报])")),
    ("1y", re.compile(r"长一?点|久一?点|长期")),
)


@dataclass(frozen=True)
class Span:
    """Candles of a `unit` over a `reach`: "20d", "4w", "3m", "1y", "ytd", "max"; a day's line has none."""

    unit: Unit = "day"
    reach: str = _USUAL["day"]

    @classmethod
    def of(cls, code: str) -> Self | None:
        """The span of a button, such as "3m", "week" or "month-1y"; None where it is no such code."""
        found = _CODE.fullmatch(code)
        if not code or found is None:
            return None
        unit = cast(Unit, found[1] or "day")
        return cls(unit, "" if unit == "minute" else found[2] or _USUAL[unit])

    @classmethod
    def read(cls, text: str) -> Self | None:
        """What a question says of it; None where it says nothing."""
        unit = next((unit for unit, pattern in _UNITS if pattern.search(text)), None)
        reach = _reach(text)
        if unit is None and not reach:
            return None
        unit = unit or "day"
        return cls(unit, "" if unit == "minute" else reach or _USUAL[unit])

    @property
    def code(self) -> str:
        if self.unit == "day":
            return self.reach
        return self.unit if self.reach == _USUAL[self.unit] else f"{self.unit}-{self.reach}"

    def lacks(self, bars: Sequence[Bar]) -> bool:
        """Whether the reach goes back further than the bars do, by more than a holiday."""
        first, last = bars[0].day, bars[-1].day
        if self.reach in {"", "max"}:
            return False
        if self.reach == "ytd":
            return first > date(last.year, 1, 1) + _HOLIDAY
        count, measure = int(self.reach[:-1]), self.reach[-1]
        return len(bars) < count if measure == "d" else first > _before(last, count, measure) + _HOLIDAY

    def cut(self, bars: Sequence[Bar]) -> Sequence[Bar]:
        """The daily bars that lie within the reach, counted back from the last; never none of some."""
        last = bars[-1].day
        if self.reach == "max":
            return bars
        if self.reach == "ytd":
            return [bar for bar in bars if bar.day.year == last.year]
        count, measure = int(self.reach[:-1]), self.reach[-1]
        if measure == "d":
            return bars[-count:] if count else bars[-1:]
        first = _before(last, count, measure)
        return [bar for bar in bars if bar.day > first] or bars[-1:]


def _reach(text: str) -> str:
    for reach, pattern in _REACHES:
        found = pattern.search(text)
        if found is None:
            continue
        if not found.groups():
            return reach
        if count := _number(next((group for group in found.groups() if group), "")):
            return f"{count}{reach}"
    return ""


def _number(written: str) -> int:
    """12, 十二, 二十; 0 where nothing is written."""
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.partition("十")
    if ten:
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
    return _DIGITS.get(written, 0)


def _before(day: date, count: int, measure: str) -> date:
    """The day so many weeks, months or years earlier; the end of a shorter month."""
    if measure == "w":
        return day - timedelta(weeks=count)
    months = day.year * 12 + day.month - 1 - count * (12 if measure == "y" else 1)
    year, month = max(months // 12, 1), months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
