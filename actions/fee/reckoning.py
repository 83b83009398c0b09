"""What a purchase or a sale of shares costs, item by item. Pure arithmetic on rates."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from rules.fees import Rates

Side = Literal["buy", "sell"]
_CENT = Decimal("0.01")
_PERCENT = Decimal(100)


@dataclass(frozen=True)
class Cost:
    """In yuan; `commission` is the most that may be taken where the broker's own rate is not known."""

    commission: Decimal
    stamp_duty: Decimal
    transfer_fee: Decimal

    @property
    def total(self) -> Decimal:
        return self.commission + self.stamp_duty + self.transfer_fee


def cost(amount: Decimal, side: Side, rates: Rates, commission: Decimal | None = None) -> Cost:
    """Of one order over `amount` yuan; `commission` is the broker's rate in percent, None: the ceiling."""
    rate = rates.commission_ceiling.number if commission is None else commission
    return Cost(
        commission=max(_of(amount, rate), rates.commission_floor.number),
        stamp_duty=_of(amount, rates.stamp_duty.number) if side == "sell" else Decimal(0),
        transfer_fee=_of(amount, rates.transfer_fee.number),
    )


def _of(amount: Decimal, percent: Decimal) -> Decimal:
    return (amount * percent / _PERCENT).quantize(_CENT, ROUND_HALF_UP)
