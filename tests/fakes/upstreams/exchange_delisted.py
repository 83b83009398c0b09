"""query.sse.com.cn and www.szse.cn as they answer for ended listings: JSON, and a spreadsheet.

Real rows of data/lexicon/delisted.csv (akfamily/akshare docs, MIT); Shanghai calls the day DELIST_DATE.
"""

import csv
import io
import json
from pathlib import Path

from openpyxl.workbook.workbook import Workbook

from tests.fakes.upstreams.asked import JSON, Asked, Route

_SAMPLES = Path(__file__).parents[3] / "data" / "lexicon" / "delisted.csv"
_HEAD = ("证券代码", "证券简称", "上市日期", "终止上市日期")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def rows_of(exchange: str) -> list[dict[str, str]]:
    """The rows that came from the exchange's own list."""
    with _SAMPLES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if row["exchange"] == exchange and "akshare" in row["source"]]


def render_sse(asked: Asked) -> bytes:
    rows: list[dict[str, object]] = [
        {
            "COMPANY_ABBR": row["name"],
            "COMPANY_CODE": row["code"],
            "LIST_DATE": row["listing_date"].replace("-", ""),
            "DELIST_DATE": row["end_date"].replace("-", ""),
            "STOCK_TYPE": "1",
        }
        for row in rows_of("SH")
    ]
    for row in rows:
        if asked.shape == "missing_column":
            del row["DELIST_DATE"]
        if asked.shape == "extra_column":
            row["FRESH"] = "0"
    return json.dumps({"actionErrors": [], "result": rows}, ensure_ascii=False).encode()


def render_szse(asked: Asked) -> bytes:
    book = Workbook()  # type: ignore[no-untyped-call]
    sheet = book.active
    assert sheet is not None
    head = _HEAD[:-1] if asked.shape == "missing_column" else _HEAD
    sheet.append([*head, "新列"] if asked.shape == "extra_column" else list(head))
    for row in rows_of("SZ"):
        cells = [row["code"], row["name"], row["listing_date"], row["end_date"]]
        sheet.append([*cells, ""] if asked.shape == "extra_column" else cells[: len(head)])
    file = io.BytesIO()
    book.save(file)  # type: ignore[no-untyped-call]
    return file.getvalue()


ROUTES = (
    Route("query.sse.com.cn", "/commonQuery.do", JSON, render_sse, ("COMPANY_STATUS=3",)),
    Route(
        "www.szse.cn", "/api/report/ShowReport", _XLSX, render_szse, ("CATALOGID=1793_ssgs", "TABKEY=tab2")
    ),
)
