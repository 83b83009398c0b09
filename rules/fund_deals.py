"""What buying or redeeming units of a fund comes to. Pure arithmetic, each step half up to 0.01.

Fees of a purchase are reckoned from the outside (外扣法): the net amount is the amount over one plus the
rate, or less a fee for the order; fees of a redemption are a part of what the units are worth. A contract
may round otherwise, and then it counts.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_CENT = Decimal("0.01")
_PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Purchase:
    """Yuan that go in, what of them buys, what is the fee, and how many units that makes."""

    amount: Decimal
    net: Decimal
    fee: Decimal
    units: Decimal


@dataclass(frozen=True, slots=True)
class Redemption:
    """What the units are worth in yuan, the fee, and what is paid out."""

    units: Decimal
    worth: Decimal
    fee: Decimal
    paid: Decimal


def purchase(
    amount: Decimal, nav: Decimal, *, percent: Decimal = Decimal(0), yuan: Decimal | None = None
) -> Purchase:
    """Of `amount` yuan at `nav` yuan a unit; the fee is `percent` of the net amount, or `yuan` for the order.
    Raises ValueError where nothing is left to buy with.
    """
    net = amount - yuan if yuan is not None else _rounded(amount / (1 + percent / _PERCENT))
    if net <= 0 or nav <= 0:
        raise ValueError("nothing is bought")
    return Purchase(amount, net, amount - net, _rounded(net / nav))


def redemption(units: Decimal, nav: Decimal, *, percent: Decimal = Decimal(0)) -> Redemption:
    """Of `units` at `nav` yuan each. Raises ValueError where nothing is redeemed."""
    worth = _rounded(units * nav)
    fee = _rounded(worth * percent / _PERCENT)
    if worth <= 0 or fee > worth:
        raise ValueError("nothing is redeemed")
    return Redemption(units, worth, fee, worth - fee)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)
