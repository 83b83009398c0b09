"""Tells of dividends: what is coming, what is only planned, what was carried out last. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from actions import figures
from market.schedule import Dividend, latest, pending, upcoming

_MOST = 5
"""Distributions that one answer lists."""


class DividendTeller:
    """Speaks with the words of the table `dividend` in data/notices/schedule.yml, as of a day."""

    def __init__(self, words: Mapping[str, Any], today: date) -> None:
        self._words = words
        self._today = today

    def lines(self, dividends: Sequence[Dividend], year: int | None = None, count: int = 0) -> list[str]:
        """What matters first; nothing where nothing was ever distributed or decided.

        Of a `year` that is over, what was carried out in it; of a `count` of years, in all of them.
        """
        if count:
            return self._since(dividends, self._today.year - count + 1)
        if year is not None and year < self._today.year:
            return self._of_year(dividends, year)
        ahead, planned = upcoming(dividends, self._today), pending(dividends, self._today)
        last = latest(dividends, self._today)
        lines = self._coming(ahead) if ahead else []
        if planned is not None:
            lines += [*self._planned(planned), self._words["no_dates"]]
        elif not ahead and (refused := self._refused(dividends, last)):
            lines.append(self._words["none"].format(announced=self._day(refused.announced)))
        if last is not None and not ahead:
            lines += [self._words["last"].format(plan=self.plan(last)), *self._dates(last)]
        return lines

    def _since(self, dividends: Sequence[Dividend], year: int) -> list[str]:
        """The newest first, since when they are counted."""
        told = [each for each in _carried_out(dividends) if each.ex_date and each.ex_date.year >= year]
        head = self._words["since" if told else "none_since"].format(year=year)
        return [head, *(self._dated(each) for each in told[:_MOST])]

    def _dated(self, each: Dividend) -> str:
        return str(self._words["of_year"]).format(ex=self._day(each.ex_date), plan=self.plan(each))

    def _of_year(self, dividends: Sequence[Dividend], year: int) -> list[str]:
        """The newest first; where there is none, that and the last one."""
        done = _carried_out(dividends)
        told = [each for each in done if each.ex_date and each.ex_date.year == year]
        if not told:
            last = (
                [self._words["last"].format(plan=self.plan(done[0])), *self._dates(done[0])] if done else []
            )
            return [self._words["none_of_year"].format(year=year), *last]
        return [self._dated(each) for each in told]

    def plan(self, dividend: Dividend) -> str:
        return plan_of(self._words, dividend)

    def _coming(self, dividend: Dividend) -> list[str]:
        return [self._words["upcoming"].format(plan=self.plan(dividend)), *self._dates(dividend)]

    def _planned(self, dividend: Dividend) -> list[str]:
        progress = self._words["progress"][dividend.progress]
        announced = self._day(dividend.announced)
        plan = self.plan(dividend)
        return [self._words["pending"].format(plan=plan, progress=progress, announced=announced)]

    def _dates(self, dividend: Dividend) -> list[str]:
        dates = self._words["dates"].format(
            record=self._day(dividend.record_date), ex=self._day(dividend.ex_date)
        )
        pay = [self._words["pay"].format(pay=self._day(dividend.pay_date))] if dividend.pay_date else []
        return [dates, *pay]

    def _refused(self, dividends: Sequence[Dividend], last: Dividend | None) -> Dividend | None:
        """The decision to distribute nothing, where it is the newest of all."""
        newest = max(dividends, key=lambda each: each.announced or date.min, default=None)
        return newest if newest is not None and newest.progress == "none" else None

    def _day(self, day: date | None) -> str:
        if day is None:
            return str(self._words["unknown"])
        return figures.day(day, self._today)


def plan_of(words: Mapping[str, Any], dividend: Dividend) -> str:
    """What every ten shares receive, with the words of the same table: 每10股派2.46元（含税）."""
    parts = {name: getattr(dividend, name) for name in words["parts"]}
    told = "".join(
        words["parts"][name].format(count=figures.plain(count)) for name, count in parts.items() if count
    )
    return str(words["plan"]).format(parts=told)


def _carried_out(dividends: Sequence[Dividend]) -> list[Dividend]:
    """Those that were, the newest first."""
    done = [each for each in dividends if each.progress == "implemented" and each.ex_date is not None]
    return sorted(done, key=lambda each: each.ex_date or date.min, reverse=True)
