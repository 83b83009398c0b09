"""Tells when reports come: the appointed day, the day of one that came, the last day by the rules. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from market.finance import last_ended, period_of, quarter_of
from market.schedule import Disclosure
from rules.report_deadlines import Deadline, ReportDeadlines
from rules.row import ANY, Row

EARLY = timedelta(days=7)
"""So long before a period ends the appointed days come out."""
_SOON = timedelta(days=130)
"""A period that ends within so many days is worth a line while the one before it is reported already."""
_QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True)
class Told:
    """Lines, and the rules that they rest on beside the facts; whoever signs marks those in doubt."""

    lines: tuple[str, ...] = ()
    rules: tuple[Row, ...] = ()

    def __add__(self, other: "Told") -> "Told":
        return Told(self.lines + other.lines, self.rules + other.rules)


class ReportTeller:
    """Speaks with the tables `report` and `periods` of data/notices/schedule.yml, as of a day."""

    def __init__(
        self,
        words: Mapping[str, str],
        periods: Mapping[int, str],
        deadlines: ReportDeadlines,
        today: date,
        board: str = ANY,
    ) -> None:
        self._words = words
        self._periods = periods
        self._deadlines = deadlines
        self._today = today
        self._board = board

    def tell(self, disclosures: Sequence[Disclosure], quarter: int | None, year: int | None = None) -> Told:
        """Of the quarter that is asked for, else of the period that is reported now, and of the next one.

        Of a `year` as well, of that period alone.
        """
        known = {each.period: each for each in disclosures}
        if year is not None:
            return self._of(period_of(year, quarter or 4), known)
        ended, following = self._around(quarter)
        found = known.get(ended)
        told = self._appointed(found) if found else self._not_yet(ended)
        open_still = bool(told.lines) and (found is None or found.actual is None)
        if open_still or (told.lines and following - self._today > _SOON):
            return told
        after = known.get(following)
        told += self._appointed(after) if after else self._not_yet(following)
        latest = max((each for each in known if quarter in {None, quarter_of(each)}), default=None)
        return told if told.lines or latest is None else self._appointed(known[latest])

    def deadlines(self, quarter: int | None) -> Told:
        """The last days for the reports that are coming, of one quarter or of all four."""
        quarters = (quarter,) if quarter else _QUARTERS
        ahead = [deadline for each in quarters if (deadline := self._next_deadline(each))]
        ahead.sort(key=lambda each: (each[1].day, each[0]))
        return sum((self._deadline(period, deadline) for period, deadline in ahead), Told())

    def name(self, period: date) -> str:
        return self._periods[quarter_of(period)].format(year=period.year)

    def _around(self, quarter: int | None) -> tuple[date, date]:
        """The latest period whose days can be out, and the one after it of the same kind."""
        ended = last_ended(self._today + EARLY, 8)
        if quarter is None:
            return ended[0], next_period(ended[0])
        latest = next(each for each in ended if quarter_of(each) == quarter)
        return latest, period_of(latest.year + 1, quarter)

    def _appointed(self, found: Disclosure) -> Told:
        name, appointed = self.name(found.period), found.appointed
        if found.actual is not None and found.actual <= self._today:
            return Told((self._words["published"].format(period=name, actual=found.actual),))
        if appointed is None:
            return self._not_yet(found.period)
        key = "moved" if found.moved else "appointed"
        line = self._words[key].format(period=name, appointed=appointed, first=found.first_appointed)
        return Told((line,))

    def _of(self, period: date, known: Mapping[date, Disclosure]) -> Told:
        """One period; where its day is not known and can come no more, that."""
        told = self._appointed(known[period]) if period in known else self._not_yet(period)
        return told if told.lines else Told((self._words["not_found"].format(period=self.name(period)),))

    def _not_yet(self, period: date) -> Told:
        """Nothing at all of a period whose last day has passed: its day is merely not known to us."""
        deadline = self._deadlines.of(period, self._board)
        if not isinstance(deadline, Deadline) or deadline.day < self._today:
            return Told()
        line = self._words["not_yet"].format(period=self.name(period))
        return Told((line,)) + self._deadline(period, deadline)

    def _deadline(self, period: date, deadline: Deadline) -> Told:
        line = self._words["deadline"].format(period=self.name(period), deadline=deadline.day)
        return Told((line,), (deadline.row,))

    def _next_deadline(self, quarter: int) -> tuple[date, Deadline] | None:
        for year in range(self._today.year - 1, self._today.year + 2):
            deadline = self._deadlines.of(period_of(year, quarter))
            if isinstance(deadline, Deadline) and deadline.day >= self._today:
                return period_of(year, quarter), deadline
        return None


def next_period(period: date) -> date:
    """The period that ends next."""
    quarter = quarter_of(period)
    return period_of(period.year + quarter // 4, quarter % 4 + 1)
