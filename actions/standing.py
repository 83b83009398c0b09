"""How each source of the market has been doing, for operators: `GET /sources` of the action server."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from market.houses import House


def standing(houses: Iterable[House]) -> list[dict[str, Any]]:
    """One object a host, sorted; times in ISO form, latency in milliseconds; null is not known."""
    return [
        {
            "source": house.name,
            "host": house.host,
            "state": state_of(house),
            "calls": house.calls,
            "failures": dict(house.failures),
            "last_success": _written(house.last_success),
            "last_failure": _written(house.last_failure),
            "latency_ms": None if house.latency is None else round(house.latency * 1000),
            "retry_after": round(house.breaker.retry_after),
        }
        for house in houses
    ]


def state_of(house: House) -> str:
    """open: the breaker lets nobody through; down: its last call failed; unasked; ok."""
    if house.breaker.is_open:
        return "open"
    if house.down:
        return "down"
    return "ok" if house.last_success else "unasked"


def _written(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
