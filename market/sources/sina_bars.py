"""Sina's bars (quotes.sina.cn): JSON, one security a call; scale 240 is a day, 1 a minute, never adjusted.

A row: day ("2026-09-21", a minute with its time), open, high, low, close, volume in shares and, at times,
amount. Where that is left out, nothing shows the unit of the volume, which is then not used. An unknown code
is null.
"""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import httpx

from market.bar_vetting import KEPT, Measure, RawBar
from market.bars import DAILY_BARS, MINUTES, Bar, BarsKey, Minute
from market.errors import SourceBanned, foreign_errors
from market.fact import Fact
from market.minute_vetting import RawMinute
from market.securities import Security
from market.session import SHANGHAI
from market.sources.bar_source import BarSource
from market.sources.row import number
from market.sources.sina import REFERER
from market.sources.source import download

NAME = "新浪财经"
HOST = "quotes.sina.cn"

_DAY, _MINUTE = 240, 1
_MINUTES_A_DAY = 242


def url(security: Security, scale: int, count: int) -> str:
    return (
        f"https://{HOST}/cn/api/json_v2.php/CN_MarketDataService.getKLineData"
        f"?symbol={security.ref.lower()}&scale={scale}&ma=no&datalen={count}"
    )


def parse_bars(payload: bytes) -> list[RawBar]:
    """Raises SourceChanged where the answer is not of the known form."""
    with foreign_errors(NAME):
        return [
            RawBar(
                day=date.fromisoformat(row["day"]),
                open=Decimal(row["open"]),
                high=Decimal(row["high"]),
                low=Decimal(row["low"]),
                close=Decimal(row["close"]),
                volume=number(row["volume"]),
                amount=number(row.get("amount", "")),
            )
            for row in _rows(payload)
        ]


def parse_minutes(payload: bytes) -> list[RawMinute]:
    """Raises SourceChanged where the answer is not of the known form."""
    with foreign_errors(NAME):
        return [
            RawMinute(
                at=datetime.fromisoformat(row["day"]).replace(tzinfo=SHANGHAI),
                price=Decimal(row["close"]),
                volume=number(row["volume"]),
                amount=number(row.get("amount", "")),
            )
            for row in _rows(payload)
        ]


def _rows(payload: bytes) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] | None = json.loads(payload)
    except ValueError as error:
        raise SourceBanned(NAME, "not JSON") from error
    return rows or []


class _Sina(BarSource[httpx.AsyncClient]):
    name = NAME
    host = HOST

    async def _ask(self, security: Security, scale: int, count: int) -> bytes:
        return await download(self._line, NAME, url(security, scale, count), REFERER)


class SinaBars(_Sina):
    """Only prices as they were traded."""

    kind = DAILY_BARS

    def covers(self, key: BarsKey) -> bool:
        return not key.adjusted or key.security.kind == "index"

    async def fetch(self, key: BarsKey) -> Fact[tuple[Bar, ...]] | None:
        now = self._now
        rows = parse_bars(await self._ask(key.security, _DAY, KEPT))
        return self._bars(rows, Measure((1, 100), index=key.security.kind == "index"), now)


class SinaMinutes(_Sina):
    """The latest day."""

    kind = MINUTES

    def covers(self, key: Security) -> bool:
        return True

    async def fetch(self, key: Security) -> Fact[tuple[Minute, ...]] | None:
        now = self._now
        rows = parse_minutes(await self._ask(key, _MINUTE, _MINUTES_A_DAY))
        return self._minutes(rows, now, index=key.kind == "index")
