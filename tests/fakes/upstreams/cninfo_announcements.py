"""www.cninfo.com.cn as it answers for announcements: the list of codes, and pages of 30 by POST.

Real titles of 2022-05-11 (data/demo/announcements.csv); only their day is moved, to the last of the days that
are asked for. `units` tells times in seconds instead of thousandths.
"""

import json
from datetime import date, datetime, timedelta

from tests.fakes.upstreams.announced import SHANGHAI, Announced, load_announced
from tests.fakes.upstreams.asked import JSON, Asked, Route

HOST = "www.cninfo.com.cn"
CLASSES = {"年度报告": "category_ndbg_szsh", "分配方案": "category_qyfpxzcs_szsh"}
"""Beginnings of East Money's classes → cninfo's."""
_PAGE = 30


def render_codes(asked: Asked) -> bytes:
    """The answer to szse_stock.json, which akshare asks for once a process."""
    codes = dict.fromkeys(each.code for each in load_announced())
    stocks = [
        {"orgId": org_id(code), "category": "A股", "code": code, "pinyin": "", "zwjc": ""}
        for code in [*codes, "600519", "000001"]
    ]
    return json.dumps({"stockList": stocks}, ensure_ascii=False).encode()


def org_id(code: str) -> str:
    return f"{'gssh' if code.startswith('6') else 'gssz'}0{code}"


def render(asked: Asked) -> bytes:
    """The answer to hisAnnouncement/query for one code, class and span of days."""
    form = asked.form
    code = form["stock"].partition(",")[0]
    first, last = (date.fromisoformat(day) for day in form["seDate"].split("~"))
    wanted = [
        each
        for each in load_announced()
        if each.code == code and (not form["category"] or class_of(each) == form["category"])
    ]
    page = int(form["pageNum"])
    rows = [row(each, last - timedelta(days=1), asked.shape) for each in wanted] if first < last else []
    shown = rows[(page - 1) * _PAGE : page * _PAGE]
    answer = {
        "classifiedAnnouncements": None,
        "totalSecurities": 0,
        "totalAnnouncement": len(rows),
        "totalRecordNum": len(rows),
        "announcements": shown or None,
        "categoryList": None,
        "hasMore": False,
        "totalpages": len(rows) // _PAGE,
    }
    return json.dumps(answer, ensure_ascii=False).encode()


def class_of(announced: Announced) -> str:
    return next((ours for theirs, ours in CLASSES.items() if announced.category.startswith(theirs)), "")


def row(announced: Announced, day: date, shape: str) -> dict[str, object]:
    at = int(datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).timestamp())
    cells: dict[str, object] = {
        "id": None,
        "secCode": announced.code,
        "secName": announced.name,
        "orgId": org_id(announced.code),
        "announcementId": announced.number,
        "announcementTitle": f"<em>{announced.title}</em>",
        "announcementTime": at if shape == "units" else at * 1000,
        "adjunctUrl": f"finalpage/{day}/{announced.number}.PDF",
        "adjunctSize": None,
        "adjunctType": "PDF",
        "columnId": "",
    }
    if shape == "missing_column":
        del cells["announcementTitle"]
    if shape == "extra_column":
        cells["fresh"] = "0"
    return cells


ROUTES = (
    Route(HOST, "/new/data/szse_stock.json", JSON, render_codes),
    Route(HOST, "/new/hisAnnouncement/query", JSON, render),
)
