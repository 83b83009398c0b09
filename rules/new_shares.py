"""Subscribing for new shares: how many an investor may apply for, and the days from T on. Exact."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from rules.row import Row, Table, Unknown, all_verified

STEPS = ("draw_after", "payment_after", "result_after", "listing_after_from", "listing_after_to")


@dataclass(frozen=True, slots=True)
class Quota:
    """What a market value allows: `units` of `unit_shares`; `capped` by the notice of the issue."""

    units: int
    shares: int
    capped: bool
    enough: bool
    rows: tuple[Row, ...]

    @property
    def verified(self) -> bool:
        return all_verified(self.rows)


@dataclass(frozen=True, slots=True)
class Ban:
    """`times` unpaid within `within_months` bar from applying for `months`."""

    times: Row
    within_months: Row
    months: Row

    @property
    def verified(self) -> bool:
        return all_verified((self.times, self.within_months, self.months))


class NewShares:
    """Answers for a market: "SH", "SZ" or "BJ". Shanghai and Shenzhen are counted apart."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @classmethod
    def load(cls) -> Self:
        return cls(Table.load("new_shares"))

    def ask(self, topic: str, market: str, day: date) -> Row | Unknown:
        """Any row: unit_value, unit_shares, least_value, value_days, method, payment_by and so on."""
        return self._table.ask(topic, market, day)

    def by_market_value(self, market: str, day: date) -> bool:
        """Whether holdings are what allows to apply there (Beijing: cash)."""
        method = self._table.ask("method", market, day)
        return isinstance(method, Row) and method.value == "market_value"

    def quota(
        self, market: str, market_value: Decimal, day: date, online_limit: int | None = None
    ) -> Quota | Unknown:
        """How many shares may be applied for with a mean market value (yuan) in the issue's own market.

        `online_limit` is the most that the notice of the issue allows, in shares.
        """
        rows: list[Row] = []
        for topic in ("unit_value", "unit_shares", "least_value"):
            found = self._table.ask(topic, market, day)
            if isinstance(found, Unknown):
                return found
            rows.append(found)
        value, shares, least = rows
        enough = market_value >= least.number
        units = int(market_value // value.number) if enough else 0
        most = units if online_limit is None else online_limit // shares.count
        allowed = min(units, most)
        return Quota(allowed, allowed * shares.count, allowed < units, enough, tuple(rows))

    def value_needed(self, market: str, shares: int, day: date) -> Decimal | Unknown:
        """The market value (yuan) that applying for so many shares takes."""
        quota = self.quota(market, Decimal(0), day)
        if isinstance(quota, Unknown):
            return quota
        value, unit, least = quota.rows
        units = -(-shares // unit.count)
        return max(units * value.number, least.number)

    def steps(self, market: str, day: date) -> dict[str, Row]:
        """Trading days after the application (T) at which a step falls; unknown ones are left out."""
        found = {step: self._table.ask(step, market, day) for step in STEPS}
        return {step: row for step, row in found.items() if isinstance(row, Row)}

    def ban(self, market: str, day: date) -> Ban | Unknown:
        rows: list[Row] = []
        for topic in ("unpaid_times", "unpaid_within_months", "barred_months"):
            found = self._table.ask(topic, market, day)
            if isinstance(found, Unknown):
                return found
            rows.append(found)
        return Ban(*rows)
