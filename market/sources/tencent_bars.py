"""Tencent's daily bars and minutes (web.ifzq.gtimg.cn): JSON, one security a call.

A bar is a list: date, open, close, high, low, volume, a note on dividends, turnover rate, amount in units
of 10,000 yuan. Adjusted bars come under "qfqday", but under "day" where nothing was ever to be adjusted. A
minute is "0931 10.05 5148 5171897": time, price, volume and amount of the day so far. Volumes count lots of
100, but single shares for the STAR market. An unknown code has an empty list.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import httpx

from market.bar_vetting import Measure, RawBar
from market.bars import DAILY_BARS, MINUTES, Bar, BarsKey, Minute
from market.errors import SourceBanned, SourceChanged, foreign_errors
from market.fact import Fact
from market.minute_vetting import RawMinute
from market.securities import Security
from market.session import SHANGHAI
from market.sources.bar_source import BarSource
from market.sources.row import number
from market.sources.source import download

NAME = "腾讯行情"
HOST = "web.ifzq.gtimg.cn"

_MOST = 640
_AMOUNT = Decimal(10_000)


def bars_url(key: BarsKey) -> str:
    code = key.security.ref.lower()
    adjusted = "qfq" if key.adjusted else ""
    return f"https://{HOST}/appstock/app/newfqkline/get?param={code},day,,,{_MOST},{adjusted}"


def minutes_url(security: Security) -> str:
    return f"https://{HOST}/appstock/app/minute/query?code={security.ref.lower()}"


def parse_bars(payload: bytes, key: BarsKey) -> list[RawBar]:
    """Raises SourceChanged where the answer is not of the known form."""
    with foreign_errors(NAME):
        entry = _entry(payload, key.security)
        rows = entry["qfqday"] if key.adjusted and "qfqday" in entry else entry["day"]
        return [_bar(row) for row in rows]


def parse_minutes(payload: bytes, security: Security) -> list[RawMinute]:
    """Raises SourceChanged where the answer is not of the known form."""
    with foreign_errors(NAME):
        day = _entry(payload, security)["data"]
        if not day["data"]:
            return []
        return _minutes(datetime.strptime(day["date"], "%Y%m%d").replace(tzinfo=SHANGHAI), day["data"])


def _entry(payload: bytes, security: Security) -> dict[str, Any]:
    try:
        answer = json.loads(payload)
    except ValueError as error:
        raise SourceBanned(NAME, "not JSON") from error
    if answer["code"] != 0:
        raise SourceChanged(NAME, ("code",))
    entry: dict[str, Any] = answer["data"][security.ref.lower()]
    return entry


def _bar(row: Sequence[Any]) -> RawBar:
    prices = [price for cell in row[1:5] if (price := number(str(cell))) is not None]
    if len(prices) < 4:
        raise ValueError("prices")
    opened, close, high, low = prices
    whole = len(row) >= 9
    amount = number(str(row[8])) if whole else None
    return RawBar(
        day=date.fromisoformat(row[0]),
        open=opened,
        high=high,
        low=low,
        close=close,
        volume=number(str(row[5])),
        amount=None if amount is None else amount * _AMOUNT,
        turnover_rate=number(str(row[7])) if whole else None,
    )


def _minutes(day: datetime, lines: Sequence[str]) -> list[RawMinute]:
    """Each minute's own volume and amount out of sums that only grow."""
    minutes: list[RawMinute] = []
    volume = amount = Decimal(0)
    for line in lines:
        clock, price, volume_so_far, amount_so_far = line.split()[:4]
        total_volume, total_amount = Decimal(volume_so_far), Decimal(amount_so_far)
        minutes.append(
            RawMinute(
                at=day.replace(hour=int(clock[:2]), minute=int(clock[2:4])),
                price=Decimal(price),
                volume=total_volume - volume,
                amount=total_amount - amount,
            )
        )
        volume, amount = total_volume, total_amount
    return minutes


class TencentBars(BarSource[httpx.AsyncClient]):
    """The latest bars of anything that it quotes."""

    name = NAME
    host = HOST
    kind = DAILY_BARS

    def covers(self, key: BarsKey) -> bool:
        return key.security.ref != "BJ899050"

    async def fetch(self, key: BarsKey) -> Fact[tuple[Bar, ...]] | None:
        now = self._now
        rows = parse_bars(await download(self._line, NAME, bars_url(key)), key)
        measure = Measure((100, 1), key.adjusted, key.security.kind == "index")
        return self._bars(rows, measure, now)


class TencentMinutes(BarSource[httpx.AsyncClient]):
    """The latest day of anything that it quotes."""

    name = NAME
    host = HOST
    kind = MINUTES

    def covers(self, key: Security) -> bool:
        return True

    async def fetch(self, key: Security) -> Fact[tuple[Minute, ...]] | None:
        now = self._now
        rows = parse_minutes(await download(self._line, NAME, minutes_url(key)), key)
        return self._minutes(rows, now, index=key.kind == "index")
