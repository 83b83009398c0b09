"""Tells technical indicators of daily bars: what the formulas give, never what they may mean. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from actions import figures
from actions.indicator.words import IndicatorWords
from market.bars import Bar
from market.fact import Fact
from market.session import CLOSE
from market.technical import Technicals, technicals

_ALL = ("averages", "macd", "kdj", "rsi", "boll")
_FEWEST = {"macd": 34, "kdj": 9}
"""Bars before which the formulas tell more of their beginning than of the price."""


class TechnicalTeller:
    """Speaks with the table `technical` of data/notices/indicator.yml."""

    def __init__(self, words: IndicatorWords, now: datetime) -> None:
        self._words = words
        self._now = now

    def title(self, fact: Fact[tuple[Bar, ...]], *, adjusted: bool) -> str:
        words, day = self._words.technical, fact.value[-1].day
        moving = day == self._now.date() and fact.as_of.time() < CLOSE
        return words["title"].format(
            day=figures.day(day, self._now),
            state=words["moving" if moving else "closed"],
            basis=words["adjusted" if adjusted else "plain"],
        )

    def lines(self, bars: Sequence[Bar], asked: Sequence[str], places: int) -> list[str]:
        """A line for each indicator that was asked for, all where none was; nothing of too few bars."""
        found = technicals(bars)
        if found is None:
            return []
        wanted = [name for name in _ALL if name in asked] or _ALL
        told = self._told(found, places)
        lines = [told[name] for name in wanted if told[name] and len(bars) >= _FEWEST.get(name, 1)]
        return [*lines, self._words.technical["formula"]] if lines else []

    def few(self, bars: Sequence[Bar]) -> str:
        """That there are too few bars for what was asked."""
        return self._words.technical["few"].format(count=len(bars))

    def _told(self, found: Technicals, places: int) -> dict[str, str]:
        words = self._words.technical
        macd, kdj, boll = found.macd, found.kdj, found.boll
        return {
            "averages": self._spans("averages", "average", found.averages, places),
            "macd": words["macd"].format(
                dif=_told(macd.dif, 3), dea=_told(macd.dea, 3), bar=_told(macd.bar, 3)
            ),
            "kdj": words["kdj"].format(k=_told(kdj.k, 2), d=_told(kdj.d, 2), j=_told(kdj.j, 2)),
            "rsi": self._spans("rsi", "strength", found.rsi, 2),
            "boll": words["boll"].format(
                upper=_told(boll.upper, places),
                middle=_told(boll.middle, places),
                lower=_told(boll.lower, places),
            )
            if boll
            else "",
        }

    def _spans(self, key: str, each: str, values: Mapping[int, float | None], places: int) -> str:
        words = self._words.technical
        told = [
            words[each].format(span=span, value=_told(value, places))
            for span, value in values.items()
            if value is not None
        ]
        return words[key].format(spans=self._words.gap.join(told)) if told else ""


def _told(value: float, places: int) -> str:
    return figures.price(Decimal(repr(value)), places)
