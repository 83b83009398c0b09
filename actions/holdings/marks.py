"""Under which risk warnings holdings stand: by each share's newest name, else by our dated list. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from actions import figures
from actions.holdings.analysis_words import AnalysisWords
from actions.holdings.valued import Position
from market.delisting import Standing, newest_name, standing
from market.securities import Security


@dataclass(frozen=True)
class Marks:
    """As of `today`."""

    words: AnalysisWords
    today: date

    def risk(self, each: Position) -> str:
        """How the picture calls it."""
        return self.words.risks[_mark(each) or "none"]

    def lines(self, positions: Sequence[Position], parts: Sequence[tuple[Position, Decimal]]) -> list[str]:
        """Which are marked, those without a value too; then those of which name and list disagree."""
        words, percents = self.words, {each.security.ref: percent for each, percent in parts}
        stocks = [each for each in positions if each.security.kind == "stock"]
        marked = [self._one(each, mark, percents) for each in stocks if (mark := _mark(each))]
        said = words.warned.format(names=words.list.join(marked)) if marked else words.not_warned
        unmarked = [
            self._one(each, listed, percents)
            for each in stocks
            if not _mark(each) and (listed := _listed(each))
        ]
        doubt = [words.unmarked.format(names=words.list.join(unmarked))] if unmarked else []
        return [self._sourced(said, stocks), *doubt]

    def _one(self, each: Position, mark: Standing, percents: Mapping[str, Decimal]) -> str:
        security = each.security
        percent = percents.get(security.ref)
        return self.words.warned_one.format(
            name=security.name,
            code=security.code,
            risk=self.words.risks[mark],
            percent="" if percent is None else figures.percent(percent),
        )

    def _sourced(self, said: str, stocks: Sequence[Position]) -> str:
        """With the day of the list, where it is all that is known of some of them."""
        by_list = [each.security.as_of for each in stocks if newest_name(each.security, each.quote) is None]
        if not by_list:
            return self.words.by_names.format(said=said)
        pattern = self.words.by_list if len(by_list) == len(stocks) else self.words.by_both
        return pattern.format(day=self._day(min(by_list)), said=said)

    def _day(self, written: str) -> str:
        return figures.day(date.fromisoformat(written), self.today) if written else self.words.undated


def _mark(each: Position) -> Standing | None:
    """None where there is none."""
    return _warning(each.security, newest_name(each.security, each.quote))


def _listed(each: Position) -> Standing | None:
    """The same by the list alone."""
    return _warning(each.security, None)


def _warning(security: Security, name: str | None) -> Standing | None:
    found = standing(security, name, None)
    return None if found == "normal" else found
