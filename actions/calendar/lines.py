"""The lines about days: open or closed, a closure, a year. Pure but for reading its two tables."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from actions import figures
from actions.calendar.festivals import Closure, Festival, Festivals, closure, closures, least
from actions.dates import Span, days, spans
from actions.utterance import Button, payload
from actions.words import NOTICES, load_words
from market.session import Certainty, TradingDays

SHOWN = 2
"""Days or weeks or festivals of one message that are answered, and closures that are listed."""


@dataclass(frozen=True)
class CalendarWords:
    """The table data/notices/calendar.yml; keys there are the names here."""

    weekdays: list[str]
    day: str
    join: str
    now: Mapping[str, str]
    asks: Mapping[str, str]
    leads: Mapping[str, str]
    boards: Mapping[str, str]
    periods: Mapping[str, str]
    period: str
    unsure: str
    festivals: Mapping[str, Mapping[str, str]]
    weekend: str
    range: str
    closure: str
    open_day: str
    closed_day: str
    closed_days: str
    why: str
    span: str
    closed_within: str
    open_within: str
    named_days: Mapping[str, str]
    neighbours: str
    neighbours_asked: str
    today_open: str
    today_closed: str
    makeup: str
    makeup_asked: str
    counted: str
    counting: str
    remaining: str
    connect: str
    abroad: str
    certainties: Mapping[str, str]
    sources: Mapping[str, str]
    buttons: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "calendar.yml")

    def spoken(self, day: date, today: date) -> str:
        """A day with its weekday, and with its year where it is another."""
        return self.day.format(date=figures.day(day, today), weekday=self.weekdays[day.weekday()])

    def spoken_range(self, first: date, last: date, today: date) -> str:
        """Days in a row; a single one alone."""
        start = self.spoken(first, today)
        return start if first == last else self.range.format(first=start, last=self.spoken(last, first))

    def button(self, intent: str) -> tuple[Button, ...]:
        return (Button(self.buttons[intent], payload(intent)),)


@dataclass(frozen=True)
class Line:
    """What is said of some days, and how certain it is."""

    text: str
    first: date
    last: date
    certainty: Certainty


class DayLines:
    """Puts days into words, as they stand on `today`."""

    def __init__(self, trading: TradingDays, words: CalendarWords) -> None:
        self._trading = trading
        self._words = words
        self.festivals = Festivals.load({key: each["words"] for key, each in words.festivals.items()})

    def named(self, text: str, today: date) -> list[Line]:
        """The days and weeks and months that a text names."""
        for words, day in self._words.named_days.items():
            text = re.sub(words, day, text)
        return [self._span(span, today) for span in spans(text, today)[:SHOWN]]

    def neighbours(self, today: date) -> Line:
        """The trading days before and after a day."""
        before, after = self._trading.before(today), self._trading.after(today)
        told = {"before": self._words.spoken(before, today), "after": self._words.spoken(after, today)}
        now = self._words.today_open if today in self._trading else self._words.today_closed
        return self._line(self._words.neighbours.format(today=now, **told), before, after)

    def makeup(self, today: date) -> Line:
        """Working Saturdays and Sundays are closed all the same."""
        return self._line(self._words.makeup, today, today)

    def count(self, first: date, last: date, today: date) -> Line:
        """How many trading days there are."""
        opened = sum(day in self._trading for day in days(first, last))
        told = self._words.spoken_range(first, last, today)
        return self._line(self._words.counted.format(range=told, open=opened), first, last)

    def year(self, year: int, today: date) -> list[Line]:
        """Every closure of a year that is longer than a weekend."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        return [self.closure(each, today) for each in closures(self._trading, first, last)]

    def closure(self, found: Closure, today: date) -> Line:
        """A closure with its festivals, its length and when trading goes on."""
        text = self._words.closure.format(**self.told_of(found, today))
        return self._line(text, found.first, found.last)

    def told_of(self, found: Closure, today: date) -> dict[str, str]:
        """What a sentence about a closure may hold."""
        festivals = self.festivals.within(found.first, found.last)
        legal = (self._words.spoken_range(each.legal.first, each.legal.last, today) for each in festivals)
        return {
            "name": self._names(festivals),
            "legal": self._words.join.join(legal),
            "count": str(found.count),
            "range": self._words.spoken_range(found.first, found.last, today),
            "before": self._words.spoken(found.before, today),
            "after": self._words.spoken(found.after, today),
        }

    def _line(self, text: str, first: date, last: date) -> Line:
        return Line(text, first, last, least(self._trading, first, last))

    def _span(self, span: Span, today: date) -> Line:
        words = self._words
        opened = [day for day in days(span.first, span.last) if day in self._trading]
        told = {
            "range": words.spoken_range(span.first, span.last, today),
            "after": words.spoken(self._trading.after(span.last), today),
        }
        if span.first == span.last:
            why = words.why.format(name=self._why(span.first))
            text = (words.open_day if opened else words.closed_day).format(day=told["range"], why=why, **told)
        elif not opened:
            text = words.closed_days.format(**told)
        else:
            text = words.span.format(open=len(opened), **told) + self._within(span, today)
        return self._line(text, span.first, span.last)

    def _within(self, span: Span, today: date) -> str:
        found = closures(self._trading, span.first, span.last)
        told = [self._words.spoken_range(each.first, each.last, today) for each in found]
        if not told:
            return self._words.open_within
        return self._words.closed_within.format(days=self._words.join.join(told))

    def _why(self, day: date) -> str:
        if day in self._trading:
            return ""
        off = closure(self._trading, day)
        return self._names(self.festivals.within(off.first, off.last)) or self._words.weekend

    def _names(self, festivals: Sequence[Festival]) -> str:
        return self._words.join.join(self._words.festivals[each.key]["name"] for each in festivals)
