"""query.sse.com.cn and www.szse.cn as they answer for margin trading: JSON of 13 fields, and a spreadsheet.

Real rows of 2023-09-22 and 2023-09-25 (akfamily/akshare docs/data/stock/stock.md, MIT); only their day is
moved to the one that is asked for, and Saturdays and Sundays have none. Columns that the document leaves out
are empty, but for Shenzhen's 融资余额, which is 融资融券余额 less 融券余额. Other codes fill the table up
with empty cells, since a short one is refused.
"""

import io
import json
from collections.abc import Iterable
from datetime import date

from openpyxl.workbook.workbook import Workbook

from tests.fakes.upstreams.asked import JSON, Asked, Route

SHANGHAI = {
    "688981": ("中芯国际", 4747379, 389501, 606169),
    "688800": ("瑞可达", 124592, 3617, 21777),
    "688819": ("天能股份", 1231449, 75962, 3000),
}
"""Code → name, 融券余量, 融券卖出量, 融券偿还量."""
SHENZHEN = {
    "000001": ("平安银行", "67,452,975", "1,791,277", "20,098,128", "4,365,763,792"),
    "000002": ("万&nbsp;&nbsp;科Ａ", "78,869,157", "6,637,572", "87,217,696", "4,819,262,864"),
    "000006": ("深振业Ａ", "11,862,407", "893,154", "4,037,056", "471,912,480"),
}
"""Code → name, 融资买入额, 融券余量, 融券余额, 融资融券余额."""
_HEAD = (
    "证券代码",
    "证券简称",
    "融资买入额(元)",
    "融资余额(元)",
    "融券卖出量(股/份)",
    "融券余量(股/份)",
    "融券余额(元)",
    "融资融券余额(元)",
)
_FILL = 120


def render_sse(asked: Asked) -> bytes:
    """The answer to queryMargin.do for one day; other days have no rows."""
    day = asked.query["detailsDate"]
    rows = [_sse_row(code, day) for code in _codes(SHANGHAI, "600")] if _trades(day) else []
    for row in rows:
        if asked.shape == "missing_column":
            del row["rzye"]
        if asked.shape == "extra_column":
            row["fresh"] = "0"
    return json.dumps({"actionErrors": [], "result": rows}, ensure_ascii=False).encode()


def _sse_row(code: str, day: str) -> dict[str, object]:
    name, left, sold, returned = SHANGHAI.get(code, ("", None, None, None))
    return {
        "isNewest": "0", "opDate": day, "rqchl": returned, "rqmcl": sold, "rqyl": left,
        "rqylje": None, "rqylje2": None, "rzche": None, "rzmre": None, "rzrqjyzl": None,
        "rzye": None, "securityAbbr": name, "stockCode": code,
    }  # fmt: skip


def render_szse(asked: Asked) -> bytes:
    """The spreadsheet of one day; of another day it has only its head."""
    book = Workbook()  # type: ignore[no-untyped-call]
    sheet = book.active
    assert sheet is not None
    head = _HEAD[:-1] if asked.shape == "missing_column" else _HEAD
    sheet.append([*head, "新列"] if asked.shape == "extra_column" else list(head))
    if _trades(asked.query["txtDate"]):
        for code in _codes(SHENZHEN, "002"):
            name, bought, left, left_money, total = SHENZHEN.get(code, ("", "", "", "", ""))
            borrowed = f"{_number(total) - _number(left_money):,}" if total else ""
            row = [code, name, bought, borrowed, "", left, left_money, total]
            sheet.append([*row, ""] if asked.shape == "extra_column" else row[: len(head)])
    file = io.BytesIO()
    book.save(file)  # type: ignore[no-untyped-call]
    return file.getvalue()


def _trades(day: str) -> bool:
    return date.fromisoformat(day).weekday() < 5


def _number(written: str) -> int:
    return int(written.replace(",", ""))


def _codes(known: Iterable[str], first: str) -> list[str]:
    return [*known, *(f"{first}{number:03d}" for number in range(500, 500 + _FILL))]


SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROUTES = (
    Route("query.sse.com.cn", "/marketdata/tradedata/queryMargin.do", JSON, render_sse),
    Route("www.szse.cn", "/api/report/ShowReport?SHOWTYPE=xlsx&CATALOGID=1837_xxpl", SHEET, render_szse),
)
