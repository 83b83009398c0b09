"""Tells what a company reported of a period. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from actions import figures
from actions.indicator.figures import money, per_share
from actions.indicator.words import IndicatorWords, Span
from market.finance import Report, latest_of_quarter, quarter_of

_MONEY = ("revenue", "net_profit", "deducted_net_profit")
_RATIOS = ("roe", "gross_margin", "net_margin", "debt_ratio")
_PER_SHARE = ("eps", "net_assets_per_share")
_ANNUAL = (*_MONEY, *_RATIOS, *_PER_SHARE)
_GROWING = ("revenue", "net_profit")


class FinanceTeller:
    """Speaks with the table `finance` of data/notices/indicator.yml."""

    def __init__(self, words: IndicatorWords, units: Mapping[str, int], today: date, *, demo: bool) -> None:
        self._words = words
        self._units = units
        self._today = today
        self._demo = demo

    def tell(self, reports: Sequence[Report], asked: Sequence[str], span: Span) -> tuple[str, list[str]]:
        """The title and the lines; where the period is not there, that and the latest one."""
        if span.count and (years := [each for each in reports if quarter_of(each.period) == 4]):
            return self._years(years[-span.count :], asked)
        report, period = span.pick(reports, self._today)
        before = [] if report and not span.count else [self._absent(period, several=span.count > 0)]
        report = report or self._instead(reports, period)
        wanted = [name for name in asked if name not in {"finance", "growth"}]
        lines = self._lines(report, wanted or (_GROWING if "growth" in asked else ()))
        return self._words.finance["title"].format(period=self._words.period(report.period)), before + lines

    def _instead(self, reports: Sequence[Report], period: date | None) -> Report:
        """The latest one; of samples, the latest that covers as much of its year."""
        same = latest_of_quarter(reports, quarter_of(period)) if self._demo and period else None
        return same or reports[-1]

    def _years(self, reports: Sequence[Report], asked: Sequence[str]) -> tuple[str, list[str]]:
        """What was asked for of each year, the newest first; the profit where nothing particular was."""
        wanted = [name for name in asked if name in _ANNUAL] or ["net_profit"]
        lines = []
        for report in reversed(reports):
            told = [self._money(report, n) if n in _MONEY else self._cell(report, n) for n in wanted]
            shown = self._words.gap.join(each for each in told if each) or self._words.none
            lines.append(
                self._words.finance["year"].format(period=self._words.period(report.period), figures=shown)
            )
        return self._words.finance["years"].format(count=len(reports)), lines

    def _absent(self, period: date | None, *, several: bool) -> str:
        """A period that is not over has no report; of any other a source may merely be silent."""
        if several:
            return self._words.finance["no_years"]
        over = period is not None and period <= self._today
        key = "not_in_demo" if self._demo else "older" if over else "not_yet"
        named = self._words.period(period) if period else ""
        return self._words.finance[key].format(period=named)

    def _lines(self, report: Report, wanted: Sequence[str]) -> list[str]:
        money_lines = [self._money(report, name) for name in _MONEY if name in wanted or not wanted]
        cells = [self._cell(report, name) for name in (*_RATIOS, *_PER_SHARE) if name in wanted or not wanted]
        known = [cell for cell in cells if cell]
        pairs = [self._words.gap.join(known[at : at + 2]) for at in range(0, len(known), 2)]
        lines = [line for line in money_lines if line] + pairs
        return [*lines, self._words.finance["cumulative"]] if lines else [self._words.none]

    def _money(self, report: Report, name: str) -> str:
        value: Decimal | None = getattr(report, name)
        if value is None:
            return ""
        told = self._words.finance[name].format(value=money(value, self._units))
        growth: Decimal | None = getattr(report, f"{name}_growth")
        if growth is None:
            return told
        grown = self._words.finance["growth"].format(value=figures.signed_percent(growth))
        return self._words.gap.join([told, grown])

    def _cell(self, report: Report, name: str) -> str:
        value: Decimal | None = getattr(report, name)
        if value is None:
            return ""
        told = per_share(value) if name in _PER_SHARE else figures.percent(value)
        return self._words.finance[name].format(value=told)
