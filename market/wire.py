"""Quotes, announcements and sectors as JSON, between the action server and the jobs of the gateway. Pure."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from market.announcements import Announcement
from market.quote import Quote
from market.sectors import Sector
from market.securities import Security

_PRICES = (
    "last", "previous_close", "open", "high", "low", "amount", "turnover_rate", "volume_ratio", "limit_up",
    "limit_down",
)  # fmt: skip
_PLAIN = ("volume", "suspended", "source", "phase", "stale", "demo")


def quote_to_json(quote: Quote) -> dict[str, Any]:
    """A quote without the feed's own name."""
    told = {name: _text(getattr(quote, name)) for name in _PRICES}
    told |= {name: getattr(quote, name) for name in _PLAIN}
    return told | {"security": security_to_json(quote.security), "as_of": quote.as_of.isoformat()}


def quote_from_json(cells: Mapping[str, Any]) -> Quote:
    """The quote. Raises KeyError, TypeError, ValueError, ArithmeticError."""
    prices: dict[str, Any] = {name: None if cells[name] is None else Decimal(cells[name]) for name in _PRICES}
    plain = {name: cells[name] for name in _PLAIN}
    as_of = datetime.fromisoformat(cells["as_of"])
    return Quote(security=security_from_json(cells["security"]), as_of=as_of, **prices, **plain)


def security_to_json(security: Security) -> dict[str, str]:
    names = ("code", "exchange", "kind", "board", "name", "warning")
    return {name: getattr(security, name) for name in names}


def security_from_json(cells: Mapping[str, Any]) -> Security:
    return Security(**cells)


def announcement_to_json(announcement: Announcement) -> dict[str, Any]:
    released = announcement.released
    return {
        "published": announcement.published.isoformat(),
        "title": announcement.title,
        "url": announcement.url,
        "released": released.isoformat() if released else None,
    }


def announcement_from_json(cells: Mapping[str, Any]) -> Announcement:
    """The announcement. Raises KeyError, TypeError, ValueError."""
    released = cells["released"]
    return Announcement(
        datetime.fromisoformat(cells["published"]),
        str(cells["title"]),
        str(cells["url"]),
        released=datetime.fromisoformat(released) if released else None,
    )


def sector_to_json(sector: Sector) -> dict[str, Any]:
    """How a sector moves: its change in percent, and of its shares how many rise and fall."""
    counts = {"members": sector.members, "rising": sector.rising, "falling": sector.falling}
    return {"name": sector.name, "change_percent": str(sector.change_percent), **counts}


def sector_from_json(cells: Mapping[str, Any]) -> Sector:
    """The sector. Raises KeyError, TypeError, ArithmeticError."""
    counts = {name: cells[name] for name in ("members", "rising", "falling")}
    return Sector(str(cells["name"]), Decimal(cells["change_percent"]), **counts)


def day_to_json(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
