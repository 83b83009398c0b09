"""Answers on which days the exchanges trade: the next days off, a festival's, whether a day is one."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from actions.dates import Span, days, spans, year_in
from actions.facts import FactWords
from actions.features import Answer
from actions.festivals import Closure, Festivals, closure, least, next_closures
from actions.question import Question
from actions.utterance import Button, Utterance, payload
from actions.words import NOTICES, load_words
from market.names import normalise
from market.session import SHANGHAI, Certainty, Session

_SHOWN = 2
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
        text = day.strftime("%m-%d" if day.year == today.year else "%Y-%m-%d")
        return self.day.format(date=text, weekday=self.weekdays[day.weekday()])

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


class Holidays:
    """Answers "国庆放几天", "下周一开不开市", "10月1号开市吗", "最近哪天休市"."""

    def __init__(
        self, session: Session, words: CalendarWords, facts: FactWords, now: Callable[[], datetime]
    ) -> None:
        self._days = session.days
        self._words = words
        self._facts = facts
        self._now = now
        patterns = {key: each["words"] for key, each in words.festivals.items()}
        self._festivals = Festivals.load(patterns)

    async def answer(self, question: Question) -> Answer:
        """The festival or the days that are named, else the next closures."""
        text, today = normalise(question.text), self._now().astimezone(SHANGHAI).date()
        for pattern, response in (
            (self._words.connect, "utter_holidays_connect"),
            (self._words.abroad, "utter_holidays_abroad"),
        ):
            if re.search(pattern, text):
                return Answer([Utterance(response)])
        return Answer([self._told(text, today)])

    def lines(self, text: str, today: date) -> list[Line]:
        """What is to be said of the days that a text names."""
        return [self._line(span, today) for span in spans(text, today)[:_SHOWN]]

    def _told(self, text: str, today: date) -> Utterance:
        year = year_in(text, today)
        if named := self._festivals.named(text)[:_SHOWN]:
            found = [self._festivals.day(key, today, year, self._days) for key in named]
            falls = [day for day in found if day is not None]
            if len(falls) < len(named):
                return _unannounced(year or today.year + 1)
            return self._closed(falls, today)
        closures = next_closures(self._days, today, _SHOWN)
        said = self.lines(text, today) or [self._closure(each, today) for each in closures]
        return self._signed(said) if said else _unannounced(today.year + 1)

    def _closed(self, falls: Sequence[date], today: date) -> Utterance:
        """One festival in full, several in a line each; one closure may be of several festivals."""
        closures = list(dict.fromkeys(closure(self._days, day) for day in falls))
        said = [self._closure(each, today) for each in closures]
        if len(said) > 1 or said[0].certainty == "unknown":
            return self._signed(said)
        values = self._told_of(closures[0], today) | {"stamp": self._stamp(said)}
        return Utterance("utter_holiday", values, self._words.button("ask_trading_hours"))

    def _signed(self, said: Sequence[Line]) -> Utterance:
        """Lines of different certainty each say theirs."""
        if unsaid := next((line for line in said if line.certainty == "unknown"), None):
            return _unannounced(unsaid.last.year)
        mixed = len({line.certainty for line in said}) > 1
        lines = (line.text + (self._words.certainties[line.certainty] if mixed else "") for line in said)
        values = {"lines": "\n".join(lines), "stamp": self._stamp(said)}
        return Utterance("utter_holidays", values, self._words.button("ask_trading_hours"))

    def _line(self, span: Span, today: date) -> Line:
        certainty = least(self._days, span.first, span.last)
        return Line(self._days_told(span, today), span.first, span.last, certainty)

    def _days_told(self, span: Span, today: date) -> str:
        words, asked = self._words, list(days(span.first, span.last))
        opened = [day for day in asked if day in self._days]
        told = {
            "range": words.spoken_range(span.first, span.last, today),
            "after": words.spoken(self._days.after(span.last), today),
        }
        if span.first == span.last:
            why = words.why.format(name=self._why(span.first))
            return (words.open_day if opened else words.closed_day).format(day=told["range"], why=why, **told)
        if not opened:
            return words.closed_days.format(**told)
        off = [day for day in asked if day.weekday() < 5 and day not in self._days]
        closures = dict.fromkeys(closure(self._days, day) for day in off)
        shown = words.join.join(words.spoken_range(each.first, each.last, today) for each in closures)
        within = words.closed_within.format(days=shown) if off else words.open_within
        return words.span.format(open=len(opened), **told) + within

    def _why(self, day: date) -> str:
        if day in self._days:
            return ""
        off = closure(self._days, day)
        return self._names(self._festivals.within(off.first, off.last)) or self._words.weekend

    def _closure(self, closure: Closure, today: date) -> Line:
        text = self._words.closure.format(**self._told_of(closure, today))
        return Line(text, closure.first, closure.last, least(self._days, closure.first, closure.last))

    def _told_of(self, closure: Closure, today: date) -> dict[str, str]:
        return {
            "name": self._names(self._festivals.within(closure.first, closure.last)),
            "count": str(closure.count),
            "range": self._words.spoken_range(closure.first, closure.last, today),
            "before": self._words.spoken(closure.before, today),
            "after": self._words.spoken(closure.after, today),
        }

    def _names(self, keys: Sequence[str]) -> str:
        return self._words.join.join(self._words.festivals[key]["name"] for key in keys)

    def _stamp(self, said: Sequence[Line]) -> str:
        sources = dict.fromkeys(self._words.sources[line.certainty] for line in said)
        return self._facts.rule.format(source=self._words.join.join(sources))


def _unannounced(year: int) -> Utterance:
    return Utterance("utter_holidays_unknown", {"year": str(year)})
