"""The lines about abnormal movement: the standards of the boards, and where one share stands. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from actions import figures
from actions.limits.words import LimitsWords, Subject, grouped
from market.bars import Bar
from market.session import CLOSE, SHANGHAI, TradingDays
from rules.abnormal import Abnormal, Closes, Deviation, Line, TurnoverLine, deviation
from rules.boards import BOARDS
from rules.price_limits import PriceLimits
from rules.row import Row, Unknown, all_verified

_SEVERE = ("severe_short", "severe_long")
_YOUNG = timedelta(days=90)
"""A share listed longer ago than this has no first day within the longest window."""


def closes_of(share: Sequence[Bar], index: Sequence[Bar], seen: datetime) -> list[Closes]:
    """The days on which both were traded and that were over when both were seen, oldest first."""
    levels = {bar.day: bar.close for bar in index}
    over = [bar for bar in share if seen >= datetime.combine(bar.day, CLOSE, SHANGHAI)]
    return [Closes(bar.day, bar.close, levels[bar.day]) for bar in over if bar.day in levels]


def reset_of(subject: Subject, limits: PriceLimits, days: TradingDays, today: date) -> date | None:
    """The last day without a price limit, where a share was listed lately."""
    listed = subject.security.listing_date
    if listed is None or listed + _YOUNG < today or subject.board is None:
        return None
    free = limits.unlimited_days(subject.board, "new", listed)
    day = listed
    for _ in range(free.count - 1 if isinstance(free, Row) else 0):
        day = days.after(day)
    return day


class RuleSheet:
    """What counts as abnormal on some boards; `rows` are what the lines rest on."""

    def __init__(self, rules: Abnormal, words: LimitsWords, boards: Sequence[str], day: date) -> None:
        self._rules = rules
        self._words = words
        self._boards = boards
        self._day = day
        self.rows: list[Row] = []

    def lines(self, *, severe_first: bool = False) -> list[str]:
        words = self._words.abnormal
        short = self._windows("abnormal", words["symmetric"])
        usual = [words["short"].format(**short) if short else "", self._turnover()]
        windows = [each for kind in _SEVERE if (each := self._windows(kind, words["lopsided"]))]
        joined = words["or"].join(words["window_rule"].format(**each) for each in windows)
        severe = [words["severe"].format(windows=joined) if joined else "", self._events(), self._unknown()]
        told = [*severe, *usual] if severe_first else [*usual, *severe]
        return [*(line for line in told if line), words["formula"]]

    def _windows(self, kind: str, limit: str) -> dict[str, str]:
        """The days of a window, and the limits of the boards that are known; empty where none is."""
        found = {board: self._rules.line(kind, board, "normal", self._day) for board in self._boards}
        known = {board: line for board, line in found.items() if isinstance(line, Line)}
        if not known:
            return {}
        self.rows += [row for line in known.values() for row in (line.days, line.up, line.down)]
        same = {board: (line.up.value, line.down.value) for board, line in known.items()}
        told = [
            limit.format(
                up=known[group[0]].up.value,
                down=known[group[0]].down.value,
                board=self._board(
                    group, [row for each in group for row in (known[each].up, known[each].down)]
                ),
            )
            for group in grouped(list(known), same)
        ]
        days = next(iter(known.values())).days.value
        return {"days": days, "limits": self._words.join.join(told)}

    def _unknown(self) -> str:
        """The boards whose severe movement nobody could verify."""
        found = {board: self._rules.line(_SEVERE[0], board, "normal", self._day) for board in self._boards}
        unknown = [board for board, line in found.items() if isinstance(line, Unknown)]
        if not unknown:
            return ""
        return self._words.abnormal["unknown"].format(board=self._words.names(unknown))

    def _events(self) -> str:
        found = {board: self._rules.events(board, self._day) for board in self._boards}
        known = {board: pair for board, pair in found.items() if not isinstance(pair, Unknown)}
        if not known:
            return ""
        self.rows += [row for pair in known.values() for row in pair]
        same = {board: (pair[0].value, pair[0].verified) for board, pair in known.items()}
        told = [
            self._words.abnormal["times"].format(
                count=same[group[0]][0], board=self._board(group, [known[each][0] for each in group])
            )
            for group in grouped(list(known), same)
        ]
        days = next(iter(known.values()))[1].value
        return self._words.abnormal["events"].format(days=days, limits=self._words.join.join(told))

    def _turnover(self) -> str:
        found = {board: self._rules.turnover_line(board, self._day) for board in self._boards}
        known = {board: line for board, line in found.items() if isinstance(line, TurnoverLine)}
        if not known:
            return ""
        line = next(iter(known.values()))
        self.rows += [
            row for each in known.values() for row in (each.days, each.before, each.ratio, each.total)
        ]
        return self._words.abnormal["turnover"].format(
            days=line.days.value,
            before=line.before.value,
            ratio=line.ratio.value,
            total=line.total.value,
            board=self._words.names(list(known)),
        )

    def _board(self, boards: Sequence[str], rows: Sequence[Row]) -> str:
        everywhere = set(boards) == set(BOARDS) - {"bse"}
        name = self._words.abnormal["everywhere"] if everywhere else self._words.names(boards)
        return name + ("" if all_verified(rows) else self._words.abnormal["marked"])


class DeviationSheet:
    """How far one share is from each line, at the last of its closes."""

    def __init__(
        self, lines: Sequence[Line], closes: Sequence[Closes], reset: date | None, words: LimitsWords
    ) -> None:
        self._lines = lines
        self._words = words.abnormal
        self._found = [deviation(line, closes, reset) for line in lines]

    @property
    def rows(self) -> list[Row]:
        return [row for line in self._lines for row in (line.days, line.up, line.down)]

    def lines(self) -> list[str]:
        """One a window; where nothing can be compared yet, that."""
        told = [self._line(each) for each in self._found if each is not None]
        return told or [self._words["none"]]

    def _line(self, found: Deviation) -> str:
        """The side that is nearer to its line."""
        up, down = found.line.up.number, found.line.down.number
        rising = found.highest / up >= found.lowest / down
        value, line = (found.highest, found.line.up) if rising else (found.lowest, found.line.down)
        left = found.to_up if rising else found.to_down
        pattern = self._words["reached"] if left <= 0 else self._words["window"]
        return pattern.format(
            days=found.line.days.value,
            value=figures.signed_percent(value),
            line=f"{line.number:+}",
            left=figures.round_to(left, 2),
        )
