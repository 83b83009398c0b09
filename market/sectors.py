"""Sectors (板块) of the market: industries and concepts with their figures of a day. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from market.errors import SourceChanged
from market.fact import Allowance, Kind

Group = Literal["industry", "concept"]
Order = Literal["up", "down", "inflow", "outflow"]

_FURTHEST = 35
"""Percent beyond which no average of shares can move in a day."""
_CHEAPEST, _DEAREST = Decimal("0.3"), Decimal(3_000)
"""Yuan between which the average price of a sector's shares lies, if the units are what we take them for."""
_CHEAP, _DEAR = 2, 120
"""The same for all sectors together."""


@dataclass(frozen=True, slots=True)
class Sector:
    """Money in yuan, volume in shares; `rising`, `falling` and `members` count shares.

    `leader` is the share that rose most, as a fact. `day` is set where the rows of one answer are of
    different days.
    """

    name: str
    change_percent: Decimal
    amount: Decimal | None = None
    volume: int | None = None
    net_inflow: Decimal | None = None
    rising: int | None = None
    falling: int | None = None
    members: int | None = None
    leader: str = ""
    leader_change: Decimal | None = None
    day: date | None = None


SECTORS = Kind[Group, tuple[Sector, ...]](
    "sectors",
    ttl=timedelta(seconds=50),
    allowance=Allowance(source=6.0, total=10.0),
    examples=("industry", "concept"),
)
"""All industries or all concepts of one house; the houses cut and name them differently.

It stands for less than a minute: who looks once a minute sees another each time.
"""


def vet(sectors: Iterable[Sector], source: str) -> tuple[Sector, ...]:
    """The sectors that can be true, each once. Raises SourceChanged where most cannot, or two disagree."""
    once: dict[str, Sector] = {}
    faults: list[str] = []
    for sector in sectors:
        if fault := _fault(sector):
            faults.append(fault)
        elif once.setdefault(sector.name, sector) != sector:
            raise SourceChanged(source, (f"two of {sector.name}",))
    if len(faults) > len(once):
        raise SourceChanged(source, tuple(sorted(set(faults))))
    traded = [each for each in once.values() if each.amount and each.volume]
    volume = sum(each.volume or 0 for each in traded)
    if volume and not _CHEAP <= sum(each.amount or 0 for each in traded) / volume <= _DEAR:
        raise SourceChanged(source, ("units",))
    return tuple(once.values())


def _fault(sector: Sector) -> str:
    if not sector.name:
        return "name"
    if abs(sector.change_percent) > _FURTHEST:
        return "change"
    amount, volume, flow = sector.amount, sector.volume, sector.net_inflow
    if (amount is not None and amount < 0) or (volume is not None and volume < 0):
        return "negative"
    if amount and volume and not _CHEAPEST <= amount / volume <= _DEAREST:
        return "units"
    if amount is not None and flow is not None and abs(flow) > amount:
        return "inflow"
    return ""


def ordered(sectors: Iterable[Sector], order: Order) -> tuple[Sector, ...]:
    """All by their change from above or from below; or those that took in or lost money, the most first."""
    if order in {"up", "down"}:
        sign = -1 if order == "up" else 1
        return tuple(sorted(sectors, key=lambda each: (each.change_percent * sign, each.name)))
    sign = 1 if order == "inflow" else -1
    flowed = [(each.net_inflow * sign, each) for each in sectors if each.net_inflow is not None]
    flowed.sort(key=lambda pair: (-pair[0], pair[1].name))
    return tuple(each for amount, each in flowed if amount > 0)
