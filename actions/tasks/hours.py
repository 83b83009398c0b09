"""Reads out of a message at which hours of the day it wants no messages. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from actions.tasks.plain import compiled
from customers.quiet import DAY

Hours = tuple[int, int]
"""Quiet from and to, minutes of the day; the second one is the smaller where it is over midnight."""
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45, None: 0}


class HourWords(Protocol):
    """What of data/notices/subscribing.yml is needed."""

    @property
    def no_messages(self) -> str: ...
    @property
    def only(self) -> str: ...
    @property
    def times(self) -> str: ...
    @property
    def between(self) -> str: ...
    @property
    def after(self) -> str: ...
    @property
    def late(self) -> Sequence[str]: ...
    @property
    def afternoon(self) -> Sequence[str]: ...
    @property
    def noon(self) -> Sequence[str]: ...
    @property
    def digits(self) -> str: ...
    @property
    def morning(self) -> int: ...
    @property
    def parts_not(self) -> Mapping[str, Sequence[int]]: ...
    @property
    def parts_only(self) -> Mapping[str, Sequence[int]]: ...


def speaks_of_hours(text: str, words: HourWords) -> bool:
    """Whether it is an order about hours, whether or not they can be read."""
    forbids = compiled(words.no_messages).search(text) or compiled(words.only).search(text)
    return forbids is not None and (
        compiled(words.times).search(text) is not None or _part(text, words) is not None
    )


def read_hours(text: str, words: HourWords) -> Hours | None:
    """The hours that are to be quiet; None where they cannot be read, or are none or all of the day."""
    found = _range(text, words) or _part(text, words)
    if found is None or found[0] == found[1]:
        return None
    return (found[1], found[0]) if compiled(words.only).search(text) else found


def clock(minutes: int) -> str:
    """Minutes of the day as 22:00."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _part(text: str, words: HourWords) -> Hours | None:
    only = compiled(words.only).search(text) is not None
    parts = words.parts_only if only else words.parts_not
    named = [(minutes[0], minutes[1]) for part, minutes in parts.items() if compiled(part).search(text)]
    return named[0] if named else None


def _range(text: str, words: HourWords) -> Hours | None:
    """From one time to another, or from one on until the morning."""
    times = compiled(words.times)
    first = times.search(text)
    if first is None:
        return None
    start = _minutes(first, words)
    gap = compiled(words.between).match(text, first.end())
    second = times.match(text, gap.end()) if gap else None
    if second is None or start is None:
        after = compiled(words.after).match(text, first.end())
        return (start, words.morning) if after and start is not None else None
    end = _minutes(second, words)
    if end is None:
        return None
    inherited = _minutes(second, words, first["part"]) if second["part"] is None else end
    return start, inherited if inherited is not None and inherited > start else end


def _minutes(time: re.Match[str], words: HourWords, part: str | None = None) -> int | None:
    """Minutes of the day; None for a time that there is not."""
    hour, spoken = _number(time["hour"], words.digits), time["part"] or part
    minute = _QUARTERS[time["minute"]] if time["minute"] in _QUARTERS else int(time["minute"])
    if hour is None or hour > 24 or minute > 59:
        return None
    if spoken in words.afternoon and hour < 12:
        hour += 12
    elif spoken in words.late and 5 <= hour <= 12:
        hour += 12  # twelve at night is midnight
    elif spoken in words.noon and hour < 3:
        hour += 12
    return (hour * 60 + minute) % DAY


def _number(text: str, digits: str) -> int | None:
    """ "22", "十点" without its 点, "二十二"; None for what is no number."""
    if text.isdecimal():
        return int(text)
    figures = [digits.find("零" if each == "〇" else "二" if each == "两" else each) for each in text]
    match figures:
        case [one] if one >= 0:
            return one
        case [10, one] if 0 < one < 10:
            return 10 + one
        case [tens, 10] if 0 < tens < 10:
            return tens * 10
        case [tens, 10, one] if 0 < tens < 10 and 0 < one < 10:
            return tens * 10 + one
    return None
