"""What watchers know of the market: asked of the action server, where sources, caches and breakers live."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

import httpx

from market.quote import Quote
from market.sectors import Sector
from market.securities import Security
from market.wire import announcement_from_json, quote_from_json, sector_from_json, security_from_json
from notices.detecting import Told
from notices.errors import NotPrepared, SourceAway
from notices.report import TOKEN_HEADER

WITHIN = 30.0  # seconds for one answer


@dataclass(frozen=True, slots=True)
class Issue:
    """A new share and the days of its issue; None: not known."""

    code: str
    name: str
    price: Decimal | None
    apply_date: date | None
    payment_date: date | None
    listing_date: date | None


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day of a share that is to come: `what` is unlock, record, ex, pay or report."""

    what: str
    day: date


@dataclass(frozen=True, slots=True)
class Days:
    """What lies ahead of a share."""

    security: Security
    source: str
    ahead: tuple[Ahead, ...]


@dataclass(frozen=True, slots=True)
class Unrest:
    """Days in a row with an amplitude above the line, which is in percent; they reach the yellow level."""

    name: str
    source: str
    days: int
    above: str
    since: date
    last: date


@dataclass(frozen=True, slots=True)
class SectorNow:
    """An industry at an instant, and which of the shares that were asked for belong to it."""

    sector: Sector
    as_of: datetime
    source: str
    refs: tuple[str, ...]


class Facts(Protocol):
    """The port; each raises SourceAway where nobody answers, and NotPrepared for an answer that is none."""

    async def quotes(self, refs: Sequence[str]) -> dict[str, Quote]:
        """By ref, as far as they are known now."""
        ...

    async def sectors(self, refs: Sequence[str]) -> list[SectorNow]:
        """The industries of these shares, as far as both are known now."""
        ...

    async def announcements(self, refs: Sequence[str]) -> dict[str, Told]: ...

    async def warnings(self, days: Sequence[date]) -> list[Told]:
        """What all companies announced under warnings of risk, an announcement each."""
        ...

    async def days(self, refs: Sequence[str]) -> dict[str, Days]: ...

    async def unrest(self, refs: Sequence[str]) -> dict[str, Unrest | None]:
        """By ref; None where a share is calm."""
        ...

    async def issues(self) -> tuple[str, tuple[Issue, ...]] | None:
        """The source and its new shares; None where they are not known now."""
        ...


class MarketFacts:
    """The action server at `url`, asked through `client`."""

    def __init__(self, client: httpx.AsyncClient, url: str, token: str) -> None:
        self._client = client
        self._url = url.rstrip("/")
        self._headers = {TOKEN_HEADER: token}

    async def quotes(self, refs: Sequence[str]) -> dict[str, Quote]:
        told = await self._ask("/quotes", {"refs": list(refs)})
        with _readable():
            found = [quote_from_json(each) for each in told["quotes"]]
            return {each.security.ref: each for each in found}

    async def sectors(self, refs: Sequence[str]) -> list[SectorNow]:
        told = await self._ask("/sectors", {"refs": list(refs)})
        with _readable():
            return [_sector(each) for each in told["sectors"]]

    async def announcements(self, refs: Sequence[str]) -> dict[str, Told]:
        told = await self._ask("/announcements", {"refs": list(refs)})
        with _readable():
            return {ref: _told(ref, each) for ref, each in told["announcements"].items()}

    async def warnings(self, days: Sequence[date]) -> list[Told]:
        told = await self._ask("/warnings", {"days": [day.isoformat() for day in days]})
        with _readable():
            return [
                Told(
                    str(each["ref"]),
                    str(each["source"]),
                    [announcement_from_json(each["announcement"])],
                    str(each["name"]),
                )
                for each in told["warnings"]
            ]

    async def days(self, refs: Sequence[str]) -> dict[str, Days]:
        told = await self._ask("/days", {"refs": list(refs)})
        with _readable():
            return {ref: _days(each) for ref, each in told["days"].items()}

    async def unrest(self, refs: Sequence[str]) -> dict[str, Unrest | None]:
        told = await self._ask("/unrest", {"refs": list(refs)})
        with _readable():
            return {ref: _unrest(each) for ref, each in told["unrest"].items()}

    async def issues(self) -> tuple[str, tuple[Issue, ...]] | None:
        told = await self._ask("/issues", {})
        with _readable():
            if told["issues"] is None:
                return None
            return str(told["source"]), tuple(_issue(each) for each in told["issues"])

    async def _ask(self, path: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            answer = await self._client.post(
                self._url + path, json=asked, headers=self._headers, timeout=WITHIN
            )
        except httpx.HTTPError as exc:  # not there, went away in the middle, or too slow
            raise SourceAway(type(exc).__name__) from exc
        if answer.status_code >= 500:
            raise SourceAway(f"status {answer.status_code}")
        if answer.status_code != 200:
            raise NotPrepared(f"status {answer.status_code}")
        with _readable():
            body = answer.json()
            return body if isinstance(body, dict) else {}


@contextmanager
def _readable() -> Iterator[None]:
    """What cannot be read is no answer."""
    try:
        yield
    except (
        KeyError,
        TypeError,
        ValueError,
        ArithmeticError,
        AttributeError,
    ) as exc:  # another form than ours
        raise NotPrepared(f"the answer cannot be read: {type(exc).__name__}") from exc


def _told(ref: str, cells: Mapping[str, Any]) -> Told:
    announcements = [announcement_from_json(each) for each in cells["announcements"]]
    return Told(ref, str(cells["source"]), announcements, str(cells["name"]))


def _sector(cells: Mapping[str, Any]) -> SectorNow:
    as_of, refs = datetime.fromisoformat(cells["as_of"]), tuple(str(ref) for ref in cells["refs"])
    return SectorNow(sector_from_json(cells), as_of, str(cells["source"]), refs)


def _days(cells: Mapping[str, Any]) -> Days:
    ahead = tuple(Ahead(str(each["what"]), date.fromisoformat(each["day"])) for each in cells["days"])
    return Days(security_from_json(cells["security"]), str(cells["source"]), ahead)


def _unrest(cells: Mapping[str, Any]) -> Unrest | None:
    since, last = _day(cells["since"]), _day(cells.get("last"))
    if since is None or last is None:
        return None
    return Unrest(
        str(cells["name"]), str(cells["source"]), int(cells["days"]), str(cells["above"]), since, last
    )


def _issue(cells: Mapping[str, Any]) -> Issue:
    price = None if cells["price"] is None else Decimal(cells["price"])
    days = [_day(cells[name]) for name in ("apply_date", "payment_date", "listing_date")]
    return Issue(str(cells["code"]), str(cells["name"]), price, *days)


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
