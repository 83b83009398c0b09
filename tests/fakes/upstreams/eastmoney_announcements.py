"""np-anotice-stock.eastmoney.com as it answers for a share or the market: JSON, the name before each title.

Real titles of 2022-05-11 (data/demo/announcements.csv); only their day is moved, to the last of the days that
are asked for, and they are released in the evening before.
"""

import json
from datetime import date, timedelta

from tests.fakes.upstreams.announced import Announced, load_announced
from tests.fakes.upstreams.asked import JSON, Asked, Route

HOST = "np-anotice-stock.eastmoney.com"
NODES = {"年度报告": "1", "分配方案": "5"}
"""Beginnings of classes → f_node."""


def render(asked: Asked) -> bytes:
    query = asked.query
    if "stock_list" not in query:
        return rendered(date.fromisoformat(query["end_time"]), list(load_announced()), asked)
    day = date.fromisoformat(query["end_time"]) - timedelta(days=1)
    wanted = [
        each
        for each in load_announced()
        if each.code == query["stock_list"] and query["f_node"] in {"0", node_of(each)}
    ]
    return rendered(day, wanted, asked)


def rendered(day: date, wanted: list[Announced], asked: Asked) -> bytes:
    rows = [row(each, day, asked.shape) for each in wanted]
    return enveloped(rows, int(asked.query["page_size"]))


def enveloped(rows: list[dict[str, object]], size: int) -> bytes:
    """The first page, with room for `size` rows, that has them all."""
    data = {"list": rows, "page_index": 1, "page_size": size, "total_hits": len(rows)}
    return json.dumps({"data": data, "error": "", "success": 1}, ensure_ascii=False).encode()


def node_of(announced: Announced) -> str:
    return next((node for class_, node in NODES.items() if announced.category.startswith(class_)), "")


def row(announced: Announced, day: date, shape: str) -> dict[str, object]:
    title = f"{announced.name}:{announced.title}"
    cells: dict[str, object] = {
        "art_code": f"AN{announced.number}",
        "codes": [
            {
                "ann_type": "A,SZA",
                "inner_code": announced.number,
                "market_code": "0",
                "short_name": announced.name,
                "stock_code": announced.code,
            }
        ],
        "columns": [{"column_code": "", "column_name": announced.category}],
        "display_time": f"{day - timedelta(days=1)} 18:30:05:245",
        "eiTime": f"{day - timedelta(days=1)} 18:31:00:000",
        "language": "0",
        "notice_date": f"{day} 00:00:00",
        "title": title,
        "title_ch": title,
        "title_en": "",
    }
    if shape == "missing_column":
        del cells["title"]
    if shape == "extra_column":
        cells["fresh"] = "0"
    return cells


ROUTES = (Route(HOST, "/api/security/ann", JSON, render),)
