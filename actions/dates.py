"""The days that a message speaks of. Pure."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DIGITS = "零一二三四五六七八九"
_NUMERAL = re.compile(
    r"(?<![一二三四五六七八九十廿])(?:(?:[二三]?十|廿)[一二三四五六七八九]?|[一二三四五六七八九])(?=月|号|日)"
)
_YEAR = r"(?:(?P<year>20\d\d|今年|明年|后年|去年)年?[\s\-/.]*)?"
_DATE = re.compile(
    _YEAR + r"(?<!\d)(?P<month>1[0-2]|0?[1-9])[月\-/](?P<day>3[01]|[12]\d|0?[1-9])(?!\d|[:：])[日号]?"
)
_COMPACT = re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH = re.compile(_YEAR + r"(?<!\d)(?P<month>1[0-2]|0?[1-9])月份?")
_DAY = re.compile(r"(?<!\d)(?P<day>3[01]|[12]\d|[1-9])[号日](?!线|均|[kK])")
_RELATIVE = re.compile(r"大后[天日]|后[天日儿]|明[天日早晚儿]|今[天日晚儿朝]|昨[天日晚儿]|大?前天")
_WEEK = re.compile(r"(?P<which>上上|下下|上|下|这|本)?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末])?")
_THIS_MONTH = re.compile(r"(?P<which>本|这个|[上下]个?)月")
_OFFSETS = {"大后": 3, "后": 2, "明": 1, "今": 0, "昨": -1, "前": -2, "大前": -3}
_WEEKS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}
_YEARS = {"今年": 0, "明年": 1, "后年": 2, "去年": -1}
_JUST_PAST = timedelta(days=7)


@dataclass(frozen=True)
class Span:
    """From `first` to `last`, both meant."""

    first: date
    last: date


def spans(text: str, today: date) -> tuple[Span, ...]:
    """The days and weeks and months that a text names, in the order in which they stand there."""
    text = _NUMERAL.sub(lambda found: str(_number(found.group())), text)
    found: list[tuple[int, Span]] = []
    for pattern, reader in _READERS:
        for match in pattern.finditer(text):
            span = reader(match, today)
            if span is not None:
                found.append((match.start(), span))
            text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    return tuple(dict.fromkeys(span for _, span in sorted(found, key=lambda each: each[0])))


def year_in(text: str, today: date) -> int | None:
    """The year that a text names, such as 2027年 or 明年."""
    found = re.search(r"(20\d\d)年?|今年|明年|后年|去年", text)
    return _year(found[1] or found[0], today) if found else None


def days(first: date, last: date) -> Iterator[date]:
    """Every day of a span."""
    while first <= last:
        yield first
        first += timedelta(days=1)


def _date(found: re.Match[str], today: date) -> Span | None:
    """A date without a year is the next one, or one just past."""
    month, day = int(found["month"]), int(found["day"])
    if found["year"]:
        return _one(_year(found["year"], today), month, day)
    this = _one(today.year, month, day)
    return this if this and this.first >= today - _JUST_PAST else _one(today.year + 1, month, day)


def _day(found: re.Match[str], today: date) -> Span | None:
    day = int(found["day"])
    if day >= today.day:
        return _one(today.year, today.month, day)
    year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
    return _one(year, month, day)


def _month(found: re.Match[str], today: date) -> Span | None:
    month = int(found["month"])
    if found["year"]:
        return _whole_month(_year(found["year"], today), month)
    return _whole_month(today.year + (month < today.month), month)


def _this_month(found: re.Match[str], today: date) -> Span | None:
    which = found["which"]
    months = today.year * 12 + today.month - 1 + which.startswith("下") - which.startswith("上")
    return _whole_month(months // 12, months % 12 + 1)


def _relative(found: re.Match[str], today: date) -> Span | None:
    day = today + timedelta(days=_OFFSETS[found.group()[:-1]])
    return Span(day, day)


def _week(found: re.Match[str], today: date) -> Span | None:
    which, name = found["which"], found["day"]
    if not which and not name:
        return None
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=_WEEKS[which or "本"])
    if not name:
        return Span(monday, monday + timedelta(days=6))
    if name == "末":
        return Span(monday + timedelta(days=5), monday + timedelta(days=6))
    day = monday + timedelta(days="一二三四五六日天".index(name) - (name == "天"))
    if not which and day < today:
        day += timedelta(weeks=1)
    return Span(day, day)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Span | None]], ...] = (
    (_COMPACT, _date),
    (_DATE, _date),
    (_MONTH, _month),
    (_DAY, _day),
    (_RELATIVE, _relative),
    (_THIS_MONTH, _this_month),
    (_WEEK, _week),
)


def _one(year: int, month: int, day: int) -> Span | None:
    if day > monthrange(year, month)[1]:
        return None
    return Span(date(year, month, day), date(year, month, day))


def _whole_month(year: int, month: int) -> Span:
    return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _year(text: str, today: date) -> int:
    return today.year + _YEARS[text] if text in _YEARS else int(text)


def _number(numeral: str) -> int:
    """Up to 31: 十, 十一, 二十, 廿三."""
    numeral = numeral.replace("廿", "二十")
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return _DIGITS.index(numeral)
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)
