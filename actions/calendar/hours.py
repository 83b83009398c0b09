"""Answers when in a day the exchanges trade, and what the prices on the screen mean at this moment."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from actions.calendar.holidays import Holidays
from actions.calendar.lines import CalendarWords
from actions.features import Answer
from actions.question import Question
from actions.rule_stamps import RuleStamp
from actions.utterance import Utterance
from market.names import normalise
from market.session import CLOSE, FIRST_PRICE, SETTLED, SHANGHAI, Session
from rules.sessions import NAMES, NO_CANCEL, Name, Period, Sessions

_EVERYWHERE = ("sh_main", "sz_main")
_OF_EVERY_DAY = ("night", "noon")
_EDGES: Mapping[str, Name] = {
    "morning": "morning",
    "afternoon": "afternoon",
    "opening": "opening_auction",
    "bound": "opening_no_cancel",
    "closing": "closing_auction",
    "after": "after_hours",
}

Periods = Mapping[Name, Period]


class TradingHours:
    """Answers "几点可以下单", "现在还能交易吗", "集合竞价什么时候能撤单"."""

    def __init__(
        self,
        session: Session,
        rules: Sessions,
        holidays: Holidays,
        words: CalendarWords,
        stamp: RuleStamp,
        now: Callable[[], datetime],
    ) -> None:
        self._session = session
        self._rules = rules
        self._holidays = holidays
        self._words = words
        self._stamp = stamp
        self._now = now

    async def answer(self, question: Question) -> Answer:
        """What the question is after, then the hours of the day."""
        text, now = normalise(question.text), self._now().astimezone(SHANGHAI)
        if re.search(f"{self._words.connect}|{self._words.abroad}", text):
            return await self._holidays.answer(question)
        boards = self._boards(text)
        found = [
            self._rules.period(name, each, now.date()) for each in boards for name in (*NAMES, *NO_CANCEL)
        ]
        periods = [each for each in found if isinstance(each, Period)]
        shown: dict[Name, Period] = {period.name: period for period in reversed(periods)}
        values = {
            "lead": self._lead(text, shown, now),
            "lines": "\n".join(self._lines(shown)),
            "stamp": self._stamp.sign(*(period.row for period in periods)),
        }
        return Answer([Utterance("utter_trading_hours", values, self._words.button("ask_holidays"))])

    def _boards(self, text: str) -> tuple[str, ...]:
        named = (key for key, words in self._words.boards.items() if re.search(words, text))
        first = next(named, None)
        return (first,) if first else _EVERYWHERE

    def _lead(self, text: str, periods: Periods, now: datetime) -> str:
        """What the question is after by its words: a day, a rule of an auction, else the present moment."""
        said = self._holidays.days.named(text, now.date())
        of_day = any(re.search(self._words.asks[name], text) for name in _OF_EVERY_DAY)
        if said and said[0].first != now.date() and not of_day:
            return said[0].text
        edges = {
            f"{edge}_{end}": getattr(periods[name], end).strftime("%H:%M")
            for edge, name in _EDGES.items()
            if name in periods
            for end in ("start", "end")
        }
        edges |= _extent(periods)
        for ask, pattern in self._words.asks.items():
            if re.search(pattern, text):
                known = set(re.findall(r"{(\w+)}", self._words.leads[ask])) <= set(edges)
                return self._words.leads[ask].format(**edges) if known else self._words.unsure
        return self.state(now)

    def state(self, now: datetime) -> str:
        """What the prices on the screen mean at this moment."""
        today, days = now.date(), self._session.days
        return self._words.now[moment_of(self._session, now)].format(
            time=now.strftime("%H:%M"),
            before=self._words.spoken(days.before(today), today),
            after=self._words.spoken(days.after(today), today),
        )

    def _lines(self, periods: Periods) -> list[str]:
        return [
            self._words.period.format(
                start=f"{period.start:%H:%M}", end=f"{period.end:%H:%M}", name=self._words.periods[name]
            )
            for name in NAMES
            if (period := periods.get(name))
        ]


def _extent(periods: Periods) -> dict[str, str]:
    """When the day ends, and how many hours of it prices move by trades."""
    if not {"morning", "afternoon", "closing_auction"} <= set(periods):
        return {}
    parts = (periods["morning"].start, periods["morning"].end, periods["afternoon"].start)
    ends = [each.hour * 60 + each.minute for each in (*parts, periods["closing_auction"].end)]
    minutes = ends[1] - ends[0] + ends[3] - ends[2]
    last = max(period.end for period in periods.values())
    return {"last_end": f"{last:%H:%M}", "hours": f"{minutes / 60:g}"}


def moment_of(session: Session, at: datetime) -> str:
    """The phase of an instant, and further: a day off, the opening price known, just closed."""
    at = at.astimezone(SHANGHAI)
    if at.date() not in session.days:
        return "day_off"
    phase = session.phase(at)
    if phase == "pre_open" and at.time() >= FIRST_PRICE:
        return "opened"
    if phase == "closed" and CLOSE <= at.time() < SETTLED:
        return "closing"
    return phase
