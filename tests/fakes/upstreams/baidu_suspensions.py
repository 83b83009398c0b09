"""Baidu's calendar (three hosts) as it answers for suspensions: cookies from two pages, then JSON.

Real rows of 2024-04-26 (data/demo/suspensions.csv), moved to the day that is asked for.
"""

import json
from datetime import date

from tests.fakes.upstreams.asked import HTML, JSON, Asked, Route
from tests.fakes.upstreams.eastmoney_risk import rows_of, shifted

HOST = "finance.pae.baidu.com"
_PAGE = b"<html><script src='https://hm.baidu.com/hm.js?c8c3f1a2'></script></html>"
_FIRST = f"{HTML}\r\nSet-Cookie: BAIDUID=A:FG=1; path=/\r\nSet-Cookie: BAIDUID_BFESS=A:FG=1; path=/"
_SECOND = "application/javascript\r\nSet-Cookie: HMACCOUNT=B; path=/\r\nSet-Cookie: HMACCOUNT_BFESS=B; path=/"


def render(asked: Asked) -> bytes:
    day = date.fromisoformat(asked.query["start_date"])
    samples = rows_of("suspensions.csv")
    moved = day - date.fromisoformat(samples[0]["as_of"])
    rows = [cells(row["ref"], row["name"], shifted(row["since"], moved), row["reason"]) for row in samples]
    for row, sample in zip(rows, samples, strict=True):
        if sample["resumes"]:
            row["end"] = (shifted(sample["resumes"], moved) or "")[:10]
    for row in rows:
        if asked.shape == "missing_column":
            del row["reason"]
        if asked.shape == "extra_column":
            row["fresh"] = "0"
    table = [{"date": str(day), "total": len(rows), "list": rows}]
    return json.dumps({"ResultCode": "0", "Result": {"calendarInfo": table}}, ensure_ascii=False).encode()


def cells(ref: str, name: str, since: str | None, reason: str) -> dict[str, object]:
    return {
        "code": ref[2:],
        "name": name,
        "exchange": ref[:2],
        "start": (since or "")[:10],
        "reason": reason,
        "marketValue": "",
        "date": "",
        "time": "",
        "type": "stock",
        "market": "ab",
        "isSkip": 0,
    }


ROUTES = (
    Route("finance.baidu.com", "/calendar", _FIRST, lambda asked: _PAGE),
    Route("hm.baidu.com", "/hm.js", _SECOND, lambda asked: b"(function(){})();"),
    Route(HOST, "/sapi/v1/financecalendar", JSON, render, ("cate=notify_suspend",)),
)
