"""What a company expects of its own profit, from 东方财富's data center: one request.

A client of our own: akshare's function fetches every company's forecasts of a quarter, a dozen pages.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import httpx

from market.errors import SourceChanged, foreign_errors
from market.fact import Fact
from market.forecast import FORECASTS, Forecast
from market.securities import Security
from market.sources.akshare_fact import is_stock
from market.sources.frames import day, decimal, text
from market.sources.source import download

NAME = "东方财富"
HOST = "datacenter-web.eastmoney.com"

_NO_DATA = 9201
_COLUMNS = (
    "SECURITY_CODE",
    "NOTICE_DATE",
    "REPORT_DATE",
    "PREDICT_FINANCE",
    "PREDICT_AMT_LOWER",
    "PREDICT_AMT_UPPER",
    "ADD_AMP_LOWER",
    "ADD_AMP_UPPER",
    "PREDICT_TYPE",
)


def url(security: Security) -> str:
    query = {
        "sortColumns": "NOTICE_DATE",
        "sortTypes": -1,
        "pageSize": 20,
        "pageNumber": 1,
        "reportName": "RPT_PUBLIC_OP_NEWPREDICT",
        "columns": ",".join(_COLUMNS),
        "filter": f'(SECURITY_CODE="{security.code}")',
        "source": "WEB",
        "client": "WEB",
    }
    return f"https://{HOST}/api/data/v1/get?{urlencode(query)}"


def parse(payload: bytes, security: Security) -> tuple[Forecast, ...]:
    """The forecasts, none where the source says so. Raises SourceChanged."""
    with foreign_errors(NAME):
        answer = json.loads(payload, parse_float=Decimal)
        if answer["result"] is None:
            if answer["code"] != _NO_DATA:
                raise SourceChanged(NAME, (f"code {answer['code']}",))
            return ()
        return tuple(_forecast(row, security) for row in answer["result"]["data"])


def _forecast(row: dict[str, Any], security: Security) -> Forecast:
    if row["SECURITY_CODE"] != security.code:
        raise SourceChanged(NAME, ("SECURITY_CODE",))
    low, high = decimal(row["PREDICT_AMT_LOWER"]), decimal(row["PREDICT_AMT_UPPER"])
    if low is not None and high is not None and low > high:
        raise SourceChanged(NAME, ("PREDICT_AMT_LOWER",))
    return Forecast(
        period=_day(row, "REPORT_DATE"),
        announced=_day(row, "NOTICE_DATE"),
        figure=text(row["PREDICT_FINANCE"]),
        kind=text(row["PREDICT_TYPE"]),
        low=low,
        high=high,
        change_low=decimal(row["ADD_AMP_LOWER"]),
        change_high=decimal(row["ADD_AMP_UPPER"]),
    )


def _day(row: dict[str, Any], column: str) -> date:
    value = day(row[column])
    if value is None:
        raise SourceChanged(NAME, (column,))
    return value


class EastMoneyForecasts:
    name = NAME
    host = HOST
    kind = FORECASTS

    def __init__(self, client: httpx.AsyncClient, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now

    def covers(self, key: Security) -> bool:
        return is_stock(key)

    async def fetch(self, key: Security) -> Fact[tuple[Forecast, ...]] | None:
        found = parse(await download(self._client, NAME, url(key)), key)
        return Fact(found, self._now(), NAME) if found else None
