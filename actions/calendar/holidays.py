"""Answers on which days the exchanges trade: the next days off, a festival's, whether a day is one."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import islice

from actions.calendar.festivals import closure, foreseen
from actions.calendar.lines import SHOWN, CalendarWords, DayLines, Line
from actions.dates import year_in
from actions.facts import FactWords
from actions.features import Answer
from actions.question import Question
from actions.utterance import Utterance
from market.names import normalise
from market.session import SHANGHAI, Session


class Holidays:
    """Answers "国庆放几天", "下周一开不开市", "10月1号开市吗", "明年休市安排", "最近哪天休市"."""

    def __init__(
        self, session: Session, words: CalendarWords, facts: FactWords, now: Callable[[], datetime]
    ) -> None:
        self._trading = session.days
        self._words = words
        self._facts = facts
        self._now = now
        self.days = DayLines(session.days, words)

    async def answer(self, question: Question) -> Answer:
        """The festival or the days that are named, else the next closures."""
        text, today = normalise(question.text), self._now().astimezone(SHANGHAI).date()
        for pattern, response in (
            (self._words.connect, "utter_holidays_connect"),
            (self._words.abroad, "utter_holidays_abroad"),
        ):
            if re.search(pattern, text):
                return Answer([Utterance(response)])
        if named := self.days.festivals.named(text)[:SHOWN]:
            return Answer([self._festivals(named, text, today)])
        said = self._said(text, today)
        return Answer([self._signed(said) if said else _unannounced(year_in(text, today) or today.year + 1)])

    def _said(self, text: str, today: date) -> Sequence[Line]:
        """Of the days that are named, else of what the words ask for, else the next closures."""
        year, counting = year_in(text, today), re.search(self._words.counting, text)
        if named := self.days.named(text, today):
            return named
        if counting:
            whole = date(year or today.year, 12, 31)
            first = today if re.search(self._words.remaining, text) else date(whole.year, 1, 1)
            return [self.days.count(first, whole, today)]
        if year:
            return self.days.year(year, today)
        if re.search(self._words.makeup_asked, text):
            return [self.days.makeup(today)]
        if re.search(self._words.neighbours_asked, text):
            return [self.days.neighbours(today)]
        return [self.days.closure(each, today) for each in islice(foreseen(self._trading, today), SHOWN)]

    def _festivals(self, named: Sequence[str], text: str, today: date) -> Utterance:
        """One festival in full, several in a line each; one closure may be of several festivals."""
        year = year_in(text, today)
        found = [self.days.festivals.day(key, today, year, self._trading) for key in named]
        falls = [day for day in found if day is not None]
        if len(falls) < len(named):
            return _unannounced(year or today.year + 1)
        closures = list(dict.fromkeys(closure(self._trading, day) for day in falls))
        said = [self.days.closure(each, today) for each in closures]
        if len(said) > 1 or said[0].certainty == "unknown":
            return self._signed(said)
        values = self.days.told_of(closures[0], today) | {"stamp": self._stamp(said)}
        response = "utter_holiday" if said[0].certainty == "official" else "utter_holiday_foreseen"
        return Utterance(response, values, self._words.button("ask_trading_hours"))

    def _signed(self, said: Sequence[Line]) -> Utterance:
        """Lines of different certainty each say theirs."""
        if unsaid := next((line for line in said if line.certainty == "unknown"), None):
            return _unannounced(unsaid.last.year)
        mixed = len({line.certainty for line in said}) > 1
        lines = (line.text + (self._words.certainties[line.certainty] if mixed else "") for line in said)
        values = {"lines": "\n".join(lines), "stamp": self._stamp(said)}
        return Utterance("utter_holidays", values, self._words.button("ask_trading_hours"))

    def _stamp(self, said: Sequence[Line]) -> str:
        sources = dict.fromkeys(self._words.sources[line.certainty] for line in said)
        return self._facts.rule.format(source=self._words.join.join(sources))


def _unannounced(year: int) -> Utterance:
    return Utterance("utter_holidays_unknown", {"year": str(year)})
