"""What facts and dated rules together say of a share's listing: standing, distances, events, levels. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Self

from market.announcements import Announcement
from market.bars import Bar
from market.delisting import (
    Delisted,
    Standing,
    Values,
    closes,
    market_values,
    standing,
    unlimited,
    volumes,
)
from market.finance import Balance, Report
from market.securities import Security
from rules.boards import board_key, status_key
from rules.delisting import DAILY, YEARLY, Delisting, Kind, Line, Progress, Timeline, progress
from rules.delisting_events import Chain, Titles
from rules.price_limits import PriceLimits
from rules.row import Row, Unknown
from rules.warning_levels import Amplitude, Day, WarningLevels, Watch

State = Literal["reached", "below", "near", "far", "no_data", "no_line"]


@dataclass(frozen=True)
class Evidence:
    """What is known of a share; None and empty where it is not. `bars` are days traded to their end.

    `announcements` is None where nobody could say, and not `whole` where only the latest are known; `annual`
    and `balance` are of a year's end. `last` is a close that is known without bars: it says how far away a
    line is, but not for how many days.
    """

    security: Security
    feed_name: str | None = None
    gone: Delisted | None = None
    bars: tuple[Bar, ...] = ()
    total_shares: int | None = None
    annual: Report | None = None
    balance: Balance | None = None
    announcements: tuple[Announcement, ...] | None = None
    whole: bool = True
    last: tuple[date, Decimal] | None = None


@dataclass(frozen=True)
class LineState:
    """One line of a board and where the share stands. `loss`: whether the year's profit was negative."""

    kind: Kind
    line: Line | Unknown
    progress: Progress | None = None
    watch: Watch | None = None
    loss: bool | None = None

    def state(self, near_percent: Decimal) -> State:
        """`near` is whoever would be below after such a fall, or has lately been below."""
        if isinstance(self.line, Unknown):
            return "no_line"
        if self.progress is None or (self.kind == "revenue" and self.loss is None):
            return "no_data"
        if self.kind in YEARLY:
            return "reached" if self.progress.reached and self.loss is not False else "far"
        if self.progress.run:
            return "reached" if self.progress.reached else "below"
        distance = self.progress.distance_percent
        lately = self.watch is not None and self.watch.below > 0
        return "near" if lately or (distance is not None and distance <= near_percent) else "far"


@dataclass(frozen=True)
class Assessment:
    """`board` is None where no rule speaks of it; `chain` is None where announcements are not known."""

    security: Security
    standing: Standing
    board: str | None
    lines: tuple[LineState, ...]
    chain: Chain | None
    amplitude: Amplitude | None
    timeline: Timeline | None
    ended: date | None
    last_amplitude: Decimal | None = None
    whole: bool = True

    @property
    def watches(self) -> tuple[Watch, ...]:
        """Lines under which the share lay on many of its latest days."""
        return tuple(each.watch for each in self.lines if each.watch is not None and each.watch.reached)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that the lines rest on."""
        lines = [each.line for each in self.lines if isinstance(each.line, Line)]
        return tuple(row for line in lines for row in (line.below, line.days) if row is not None)


@dataclass(frozen=True)
class Assessor:
    """Holds the rules; `assess` never asks anybody."""

    delisting: Delisting
    titles: Titles
    levels: WarningLevels
    limits: PriceLimits

    @classmethod
    def load(cls) -> Self:
        return cls(Delisting.load(), Titles.load(), WarningLevels.load(), PriceLimits.load())

    def assess(self, evidence: Evidence, today: date) -> Assessment:
        security = evidence.security
        board = board_key(security.exchange, security.board)
        now = standing(security, evidence.feed_name, evidence.gone)
        gone = evidence.gone.ended if evidence.gone else security.end_date
        days = self._days(evidence, board, now)
        return Assessment(
            security=security,
            standing=now,
            board=board,
            lines=self._lines(evidence, board, today) if board and now != "delisted" else (),
            chain=None if evidence.announcements is None else self.chain(evidence.announcements),
            amplitude=self._amplitude(days, today),
            timeline=self.delisting.timeline(board, today) if board else None,
            ended=gone,
            last_amplitude=days[-1].amplitude if days else None,
            whole=evidence.whole,
        )

    def chain(self, announcements: Iterable[Announcement]) -> Chain:
        """The steps on the way to delisting that titles tell, each once."""
        return self.titles.chain((each.day, each.title) for each in announcements)

    def _lines(self, evidence: Evidence, board: str, today: date) -> tuple[LineState, ...]:
        values = values_of(evidence)
        kinds = (*DAILY, "volume", *YEARLY)
        return tuple(self._line(kind, board, today, values.get(kind, ()), evidence) for kind in kinds)

    def _line(self, kind: Kind, board: str, today: date, values: Values, evidence: Evidence) -> LineState:
        line = self.delisting.line(kind, board, today)
        if isinstance(line, Unknown):
            return LineState(kind, line)
        if kind == "price" and not values and evidence.last and evidence.last[1] >= line.below.number:
            values = (evidence.last,)
        watch = None
        if kind in DAILY and len(values) > 1:
            found = self.levels.watch(line, [value for _, value in values], today)
            watch = None if isinstance(found, Unknown) else found
        return LineState(kind, line, progress(line, values), watch, _loss(kind, evidence))

    def _amplitude(self, days: Sequence[Day], today: date) -> Amplitude | None:
        found = self.levels.amplitude(days, today) if days else None
        return found if isinstance(found, Amplitude) else None

    def _days(self, evidence: Evidence, board: str | None, now: Standing) -> Sequence[Day]:
        """The latest days whose previous close is known, each with whether it had a price limit."""
        listed = evidence.security.listing_date
        new = bool(evidence.bars) and evidence.bars[0].day == listed
        days: list[Day] = []
        for nth, bar in enumerate(evidence.bars, 1):
            if bar.previous_close is None or bar.previous_close <= 0:
                days.clear()
                continue
            free = self._is_free(board, bar, nth if new else None) or unlimited(
                bar, self._band(board, now, bar.day)
            )
            days.append(Day(bar.day, bar.high, bar.low, bar.previous_close, free))
        return days

    def _is_free(self, board: str | None, bar: Bar, nth: int | None) -> bool:
        """Whether it is one of the first days of a new share."""
        if board is None or nth is None:
            return False
        free = self.limits.unlimited_days(board, "new", bar.day)
        return isinstance(free, Row) and nth <= free.count

    def _band(self, board: str | None, now: Standing, day: date) -> Decimal | None:
        if board is None or now == "delisted":
            return None
        row = self.limits.percent(board, status_key("" if now == "normal" else now), day)
        return row.number if isinstance(row, Row) else None


def values_of(evidence: Evidence) -> dict[Kind, Values]:
    """What each line is compared with; a kind without values is not in it."""
    bars, annual, balance = evidence.bars, evidence.annual, evidence.balance
    found: dict[Kind, Values] = {
        "price": closes(bars),
        "market_value": market_values(bars, evidence.total_shares),
        "volume": volumes(bars),
    }
    if annual is not None and annual.revenue is not None:
        found["revenue"] = ((annual.period, annual.revenue),)
    if balance is not None and balance.net_assets is not None:
        found["net_assets"] = ((balance.period, balance.net_assets),)
    return found


def _loss(kind: Kind, evidence: Evidence) -> bool | None:
    """Whether the lower of net profit and that without one-off items is negative; only revenue asks."""
    if kind != "revenue" or evidence.annual is None:
        return None
    profits = [evidence.annual.net_profit, evidence.annual.deducted_net_profit]
    known = [profit for profit in profits if profit is not None]
    return min(known) < 0 if known else None
