"""Daily price limits: the percent by board, status and day, and the two prices it makes of a close. Exact."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Self

from rules.row import Row, Table, Unknown, all_verified

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Band:
    """What holds on a day: up and down `percent`; None where that day has no limit. `row` says so."""

    percent: Decimal | None
    row: Row


@dataclass(frozen=True, slots=True)
class LimitPrices:
    """The highest and the lowest price of a day, and all rows that they rest on."""

    up: Decimal
    down: Decimal
    percent: Decimal
    rows: tuple[Row, ...]

    @property
    def verified(self) -> bool:
        return all_verified(self.rows)


class PriceLimits:
    """Boards are keys of `rules.boards`; a share's status is "normal", "ST" or "delisting_period"."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def load(cls) -> Self:
        return cls(Table.load("price_limits"))

    def percent(self, board: str, status: str, day: date) -> Row | Unknown:
        """The limit of an ordinary day."""
        return self._table.ask("limit", board, day, status)

    def unlimited_days(self, board: str, start: str, day: date) -> Row | Unknown:
        """How many days have no limit after a `start`: "new", "delisting_period" or "relisted"."""
        return self._table.ask("unlimited_days", board, day, start)

    def band(self, board: str, status: str, day: date, nth: int | None = None) -> Band | Unknown:
        """What holds on the `nth` day (from 1) since the share began to trade, or since its delisting
        period began; None stands for a day long after."""
        start = "delisting_period" if status == "delisting_period" else "new"
        if nth is not None:
            free = self.unlimited_days(board, start, day)
            if isinstance(free, Unknown):
                return free
            if nth <= free.count:
                return Band(None, free)
        row = self.percent(board, status, day)
        return row if isinstance(row, Unknown) else Band(row.number, row)

    def of_fund(self, fund: str, day: date) -> tuple[Row | Unknown, Row | Unknown]:
        """The two limits that a fund may have: the usual one, and that of an index of 20 % shares.

        Which of them holds depends on what the fund tracks; the value of a quote feed knows better.
        """
        narrow, wide = (self._table.ask("limit", fund, day, status) for status in ("narrow", "wide"))
        return narrow, wide

    def prices(
        self, previous_close: Decimal, limit: Row, board: str, day: date
    ) -> LimitPrices | Unknown | None:
        """The limit prices that follow from a close; None where the close is not above zero."""
        if previous_close <= 0:
            return None
        tick, rounding, step = (
            self._table.ask(topic, board, day) for topic in ("tick", "rounding", "least_step")
        )
        if isinstance(tick, Unknown):
            return tick
        if isinstance(rounding, Unknown):
            return rounding
        if isinstance(step, Unknown):
            return step
        return _prices(previous_close, limit, tick, rounding, step)


def _prices(close: Decimal, limit: Row, tick: Row, rounding: Row, step: Row) -> LimitPrices:
    up, down = (close * (_HUNDRED + sign * limit.number) / _HUNDRED for sign in (1, -1))
    rounded_up, rounded_down = _ROUNDINGS[rounding.value]
    shown_up, shown_down = rounded_up(up, tick.number), rounded_down(down, tick.number)
    rows = [limit, tick]
    if (shown_up, shown_down) != (up, down):  # where nothing was rounded, the way of rounding is no matter
        rows.append(rounding)
    least = step.number * tick.number
    if shown_up - close < least or close - shown_down < least:
        rows.append(step)
    shown_up = max(shown_up, close + least)
    shown_down = max(min(shown_down, close - least), tick.number)
    return LimitPrices(shown_up, shown_down, limit.number, tuple(rows))


def _rounder(way: str) -> Callable[[Decimal, Decimal], Decimal]:
    return lambda value, tick: (value / tick).quantize(Decimal(1), way) * tick


_ROUNDINGS = {
    "half_up": (_rounder(ROUND_HALF_UP), _rounder(ROUND_HALF_UP)),
    "inward": (_rounder(ROUND_FLOOR), _rounder(ROUND_CEILING)),
}
