"""Tells what the market pays for a company: multiples, market value, their place in their own past. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from actions import figures
from actions.indicator.figures import money, multiple
from actions.indicator.words import IndicatorWords
from market.schedule import YearCash
from market.session import CLOSE
from market.valuation import IndustryMultiple, Measure, Valuation, position, vetted

_YEARS = (5, 3)
"""How far back the past is told of, the longest that is known."""
_CASH_PLACES = 4
_MEASURES: tuple[tuple[str, Measure], ...] = (("pe", "pe_ttm"), ("pb", "pb"))
_SHORT = ("pe", "pb")


class ValuationTeller:
    """Speaks with the table `valuation` of data/notices/indicator.yml."""

    def __init__(self, words: IndicatorWords, units: Mapping[str, int], now: datetime) -> None:
        self._words = words
        self._units = units
        self._now = now

    def title(self, at: datetime) -> str:
        """Of which moment the figures are."""
        state = self._words.valuation["moving" if at.time() < CLOSE else "closed"]
        return self._line("title", day=figures.day(at, self._now), state=state)

    def lines(self, valuation: Valuation, asked: Sequence[str]) -> list[str]:
        """Every line that can be told of what was asked; all of them where nothing particular was.

        A market value that does not fit price × shares is not told, whoever forgot to leave it out.
        """
        valuation = vetted(valuation)
        wanted = [name for name in asked if name not in {"valuation", "position"}]
        told = self._figures(valuation, wanted)
        if not told:
            return []
        known = self._multiples(valuation) | self._values(valuation)
        told += [self.absent(name) for name in wanted if name not in known]
        positions = self._positions(valuation, wanted or _SHORT)
        if "position" in asked and not positions:
            positions = [self._words.valuation["no_position"]]
        defined = "pe" in known and "pe" in (wanted or _SHORT)
        return [*told, *positions, *([self._words.valuation["definition"]] if defined else [])]

    def industry(self, multiples: IndustryMultiple) -> str:
        none = self._words.none
        pe, median = (
            figures.price(each, 2) if each is not None else none for each in (multiples.pe, multiples.median)
        )
        day = figures.day(multiples.day, self._now)
        return self._line("industry", name=multiples.name, pe=pe, median=median, day=day)

    def absent(self, name: str) -> str:
        """That a figure which was asked for is not known."""
        return self._line("absent", name=self._words.valuation["names"][name])

    def computed(self, value: Decimal) -> str:
        """A market value that we multiplied ourselves."""
        return self._line("computed", value=money(value, self._units))

    def dividend_yield(self, paid: YearCash, price: Decimal) -> str:
        """Cash of a year for every ten shares, over the price."""
        basis = self._words.valuation["diluted"] if paid.diluted else ""
        return self._line(
            "dividend_yield",
            value=figures.percent(paid.cash / 10 / price * 100),
            year=paid.year,
            basis=basis,
            cash=figures.plain(figures.round_to(paid.cash, _CASH_PLACES)),
            price=figures.price(price, 2),
        )

    def no_yield(self, paid: YearCash) -> str:
        """That the last year that was paid for is too old for a yield."""
        return self._line("no_yield", year=paid.year, day=figures.day(paid.last, self._now.date()))

    def _figures(self, valuation: Valuation, wanted: Sequence[str]) -> list[str]:
        """The figures side by side, two a line: multiples first, then money."""
        shown = {*wanted, *(["pe_static"] if "pe" in wanted else [])}
        groups = (self._multiples(valuation), self._values(valuation))
        told = [[line for name, line in group.items() if name in shown or not wanted] for group in groups]
        return [self._words.gap.join(lines[at : at + 2]) for lines in told for at in range(0, len(lines), 2)]

    def _multiples(self, valuation: Valuation) -> dict[str, str]:
        values = {
            "pe": valuation.pe_ttm,
            "pe_static": valuation.pe_static,
            "pb": valuation.pb,
            "ps": valuation.ps_ttm,
        }
        loss = self._words.loss
        return {
            name: self._line(name, value=multiple(value, loss))
            for name, value in values.items()
            if value is not None
        }

    def _values(self, valuation: Valuation) -> dict[str, str]:
        values = {
            "market_value": valuation.total_market_value,
            "float_market_value": valuation.float_market_value,
        }
        return {
            name: self._line(name, value=money(value, self._units))
            for name, value in values.items()
            if value is not None
        }

    def _positions(self, valuation: Valuation, wanted: Sequence[str]) -> list[str]:
        lines: list[str] = []
        for name, measure in _MEASURES:
            if name not in wanted:
                continue
            for years in _YEARS:
                if found := position(valuation, measure, years):
                    lines.append(self._position(name, years, found.percent))
                    break
        return lines

    def _position(self, name: str, years: int, percent: Decimal) -> str:
        told = f"{figures.round_to(percent, 0):f}%"
        return self._line("position", name=self._words.valuation["names"][name], years=years, percent=told)

    def _line(self, key: str, **values: Any) -> str:
        return str(self._words.valuation[key]).format(**values)
