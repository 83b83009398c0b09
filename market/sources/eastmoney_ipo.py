"""New shares and companies on their way from 东方财富's data center: one request of our own for each list.

akshare pages through the whole history since 2010 for these, and asks for the calendar without encryption.
An estimated price (PREDICT_ISSUE_PRICE) is none and never read.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx

from market.errors import SourceChanged, foreign_errors
from market.fact import Fact, Kind
from market.ipo import IPO_CALENDAR, Ipo, distinct, is_new_share
from market.ipo_pipeline import IPO_PIPELINE, IPO_REVIEWS, Applicant, Review
from market.sources import ipo_cells
from market.sources.frames import Cells, day, decimal, text, whole
from market.sources.source import download

NAME = "东方财富"
HOST = "datacenter-web.eastmoney.com"

COLUMNS = (
    "SECURITY_CODE",
    "SECURITY_NAME",
    "APPLY_CODE",
    "ISSUE_NUM",
    "TOP_APPLY_MARKETCAP",
    "ONLINE_APPLY_UPPER",
    "ISSUE_PRICE",
    "APPLY_DATE",
    "BALLOT_NUM_DATE",
    "BALLOT_PAY_DATE",
    "LISTING_DATE",
    "AFTER_ISSUE_PE",
    "ONLINE_ISSUE_LWR",
)
APPLICANT_COLUMNS = (
    "DECLARE_ORG",
    "STATE",
    "PREDICT_LISTING_MARKET",
    "RECOMMEND_ORG",
    "UPDATE_DATE",
    "ACCEPT_DATE",
)
REVIEW_COLUMNS = ("ORG_NAME", "REVIEW_DATE", "REVIEW_STATE", "NOTICE_DATE")
_KEPT = timedelta(days=200)
_NOTHING = 9201


class EastMoneyList[T]:
    """One report of the data center, read as one list."""

    name = NAME
    host = HOST

    def __init__(
        self,
        client: httpx.AsyncClient,
        now: Callable[[], datetime],
        kind: Kind[None, tuple[T, ...]],
        url: Callable[[date], str],
        read: Callable[[bytes], tuple[T, ...]],
    ) -> None:
        self.kind = kind
        self._client = client
        self._now = now
        self._url = url
        self._read = read

    def covers(self, key: None) -> bool:
        return True

    async def fetch(self, key: None) -> Fact[tuple[T, ...]] | None:
        payload = await download(self._client, NAME, self._url(self._now().date()))
        value = self._read(payload)
        return Fact(value, self._now(), NAME) if value else None


def calendar(
    client: httpx.AsyncClient, now: Callable[[], datetime], kind: Kind[None, tuple[Ipo, ...]] = IPO_CALENDAR
) -> EastMoneyList[Ipo]:
    """New shares applied for in the last months or soon."""
    return EastMoneyList(client, now, kind, calendar_url, read)


def pipeline(client: httpx.AsyncClient, now: Callable[[], datetime]) -> EastMoneyList[Applicant]:
    """The companies whose state changed last."""
    return EastMoneyList(client, now, IPO_PIPELINE, lambda _: pipeline_url(), read_applicants)


def reviews(client: httpx.AsyncClient, now: Callable[[], datetime]) -> EastMoneyList[Review]:
    """The latest review meetings."""
    return EastMoneyList(client, now, IPO_REVIEWS, lambda _: reviews_url(), read_reviews)


def calendar_url(today: date) -> str:
    since = f"(APPLY_DATE>'{today - _KEPT}')"
    return _url("RPTA_APP_IPOAPPLY", COLUMNS, "APPLY_DATE,SECURITY_CODE", 200, since)


def pipeline_url() -> str:
    return _url("RPT_IPO_INFOALLNEW", APPLICANT_COLUMNS, "UPDATE_DATE,ORG_CODE", 500)


def reviews_url() -> str:
    return _url("RPT_IPO_REVIEW", ("ALL",), "REVIEW_DATE,ORG_CODE", 50)


def read(payload: bytes) -> tuple[Ipo, ...]:
    """The issues, the latest first. Raises SourceChanged."""
    cells = ipo_cells.Cells(NAME)
    found = [_issue(row, cells) for row in _rows(payload, COLUMNS)]
    cells.check()
    return distinct(ipo for ipo in found if ipo is not None)


def read_applicants(payload: bytes) -> tuple[Applicant, ...]:
    """The companies, the latest change first. Raises SourceChanged."""
    cells = ipo_cells.Cells(NAME)
    found = []
    for row in _rows(payload, APPLICANT_COLUMNS):
        company, state = text(row["DECLARE_ORG"]), text(row["STATE"])
        if cells.count("DECLARE_ORG", holds=bool(company and state)):
            updated, accepted = cells.take(row, "UPDATE_DATE", day), cells.take(row, "ACCEPT_DATE", day)
            market, sponsor = text(row["PREDICT_LISTING_MARKET"]), text(row["RECOMMEND_ORG"])
            found.append(Applicant(company, state, market, sponsor, updated, accepted))
    cells.check()
    return tuple(found)


def read_reviews(payload: bytes) -> tuple[Review, ...]:
    """The meetings, the latest first. Raises SourceChanged."""
    cells = ipo_cells.Cells(NAME)
    found = []
    for row in _rows(payload, REVIEW_COLUMNS):
        held, company = cells.take(row, "REVIEW_DATE", day), text(row["ORG_NAME"])
        if cells.count("ORG_NAME", holds=bool(company)) and held is not None:
            announced = cells.take(row, "NOTICE_DATE", day)
            found.append(Review(company, held, text(row["REVIEW_STATE"]), announced))
    cells.check()
    return tuple(found)


def _url(report: str, columns: Iterable[str], by: str, size: int, condition: str = "") -> str:
    query = {
        "reportName": report,
        "columns": ",".join(columns),
        "sortColumns": by,
        "sortTypes": "-1,-1",
        "pageSize": str(size),
        "pageNumber": "1",
        "source": "WEB",
        "client": "WEB",
    } | ({"filter": condition} if condition else {})
    return f"https://{HOST}/api/data/v1/get?{urlencode(query)}"


def _rows(payload: bytes, columns: Iterable[str]) -> list[dict[str, Any]]:
    """The rows, each with its columns; none where the data center says so. Raises SourceChanged."""
    with foreign_errors(NAME):
        answer = json.loads(payload)
        if answer["result"] is None and answer["code"] == _NOTHING:
            return []
        rows: list[dict[str, Any]] = answer["result"]["data"]
        missing = [column for column in columns if any(column not in row for row in rows)]
    if missing:
        raise SourceChanged(NAME, tuple(missing))
    return rows


def _issue(row: Cells, cells: ipo_cells.Cells) -> Ipo | None:
    code = cells.take(row, "SECURITY_CODE", ipo_cells.code) or ""
    if not cells.count("SECURITY_CODE", holds=is_new_share(code)):
        return None
    return cells.weigh(
        Ipo(
            code=code,
            name=ipo_cells.name(row["SECURITY_NAME"]),
            apply_code=text(row["APPLY_CODE"]),
            price=cells.take(row, "ISSUE_PRICE", ipo_cells.positive),
            issue_pe=cells.take(row, "AFTER_ISSUE_PE", decimal),
            issue_shares=cells.take(row, "ISSUE_NUM", ipo_cells.shares),
            apply_limit=cells.take(row, "ONLINE_APPLY_UPPER", whole),
            value_needed=cells.take(row, "TOP_APPLY_MARKETCAP", ipo_cells.ten_thousand_yuan),
            apply_date=cells.take(row, "APPLY_DATE", day),
            result_date=cells.take(row, "BALLOT_NUM_DATE", day),
            payment_date=cells.take(row, "BALLOT_PAY_DATE", day),
            listing_date=cells.take(row, "LISTING_DATE", day),
            winning_rate=cells.take(row, "ONLINE_ISSUE_LWR", ipo_cells.positive),
        )
    )
