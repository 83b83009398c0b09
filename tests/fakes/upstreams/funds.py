"""天天基金 and 蛋卷 as they answer about funds: JSON, a script's array, a page of tables.

Values are those of Micro-sheep/efinance (MIT, examples/fund.ipynb) in fund_values.csv; who 000001 is and its
fees are as akshare's documentation shows them (MIT, docs/data/fund/fund_public.md,
fund_individual_basic_info_xq and fund_individual_detail_info_xq); other names are as 天天基金 lists them.
"""

import csv
import json
from pathlib import Path
from typing import Any

from tests.fakes.upstreams.asked import HTML, JSON, Asked, Route
from tests.fakes.upstreams.press import bent

_PER_PAGE = 20


def load_values() -> list[dict[str, str]]:
    with Path(__file__).with_name("fund_values.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


VALUES = load_values()
NAMES = (
    ("000001", "HXCZHH", "华夏成长混合", "混合型-灵活", "HUAXIACHENGZHANGHUNHE"),
    ("000002", "HXCZHH", "华夏成长混合(后端)", "混合型-灵活", "HUAXIACHENGZHANGHUNHE"),
    ("000198", "THYEBHB", "天弘余额宝货币", "货币型-普通货币", "TIANHONGYUEBAOHUOBI"),
    ("003095", "ZOYLJKHHA", "中欧医疗健康混合A", "混合型-偏股", "ZHONGOUYILIAOJIANKANGHUNHEA"),
    ("003096", "ZOYLJKHHC", "中欧医疗健康混合C", "混合型-偏股", "ZHONGOUYILIAOJIANKANGHUNHEC"),
    ("005827", "YFDLCJXHH", "易方达蓝筹精选混合", "混合型-偏股", "YIFANGDALANCHOUJINGXUANHUNHE"),
    (
        "161725",
        "ZSZZBJZSLOFA",
        "招商中证白酒指数(LOF)A",
        "指数型-股票",
        "ZHAOSHANGZHONGZHENGBAIJIUZHISHULOFA",
    ),
    (
        "012414",
        "ZSZZBJZSLOFC",
        "招商中证白酒指数(LOF)C",
        "指数型-股票",
        "ZHAOSHANGZHONGZHENGBAIJIUZHISHULOFC",
    ),
)
PURCHASE = (("0.0万", "100.0万", "1.5"), ("100.0万", "500.0万", "1.2"), ("500.0万", "1000.0万", "0.8"))
LARGEST = ("1000.0万", "1000.0")
REDEMPTION = (("0.0天", "7.0天", "1.5"), ("7.0天", "", "0.5"))
RUNNING = (("基金管理费", "1.2"), ("基金托管费", "0.2"))


def render_history(asked: Asked) -> bytes:
    """The answer to /f10/lsjz?fundCode=161725&pageIndex=1&pageSize=20&startDate=…&endDate=…"""
    query = asked.query
    first, last = query.get("startDate") or "0000-00-00", query.get("endDate") or "9999-99-99"
    known = [
        {
            "FSRQ": row["day"],
            "DWJZ": row["nav"],
            "LJJZ": row["accumulated"],
            "SDATE": None,
            "ACTUALSYI": "",
            "NAVTYPE": "1",
            "JZZZL": row["change_percent"],
            "SGZT": "限制大额申购",
            "SHZT": "开放赎回",
            "FHFCZ": "",
            "FHFCBZ": "",
            "DTYPE": None,
            "FHSP": "",
        }
        for row in VALUES
        if row["code"] == query["fundCode"] and first <= row["day"] <= last
    ]
    at = (int(query["pageIndex"]) - 1) * _PER_PAGE
    data = {
        "LSJZList": bent(known[at : at + _PER_PAGE], asked, "LJJZ"),
        "FundType": "001",
        "SYType": None,
        "isNewType": False,
        "Feature": "",
    }
    return _json({"Data": data, "ErrCode": 0, "ErrMsg": None, "TotalCount": len(known), "PageSize": 20})


def render_names(asked: Asked) -> bytes:
    rows = [list(name) for name in NAMES]
    if asked.shape == "missing_column":
        rows = [row[:4] for row in rows]
    if asked.shape == "extra_column":
        rows = [[*row, ""] for row in rows]
    return ("\ufeffvar r = " + json.dumps(rows, ensure_ascii=False) + ";").encode()


def render_danjuan(asked: Asked) -> bytes:
    """/djapi/fund/000001 is who it is, …/detail/000001 its fees, …/nav/history/161725 its values."""
    code = asked.path.partition("?")[0].rpartition("/")[2]
    parts = {"/djapi/fund/detail/": _fees, "/djapi/fund/nav/history/": _values, "/djapi/fund/": _profile}
    part = next(render for prefix, render in parts.items() if asked.path.startswith(prefix))
    data = part(code, asked)
    if data is None:
        return _json({"result_code": 600001, "message": "基金不存在"})
    return _json({"data": data, "result_code": 0})


def _profile(code: str, asked: Asked) -> dict[str, Any] | None:
    name = next((name for known, _, name, _, _ in NAMES if known == code), None)
    if name is None:
        return None
    known = code == "000001"
    data = {
        "fd_code": code,
        "fd_name": name,
        "fd_full_name": "华夏成长证券投资基金" if known else "",
        "found_date": "2001-12-18" if known else "",
        "totshare": "29.37亿" if known else "",
        "keeper_name": "华夏基金管理有限公司" if known else "",
        "manager_name": "",
        "trup_name": "",
        "type_desc": "",
        "rating_desc": "",
        "invest_orientation": "",
        "invest_target": "",
        "performance_bench_mark": "",
    }
    return bent([data], asked, "keeper_name")[0]


def _fees(code: str, asked: Asked) -> dict[str, Any] | None:
    if code != "000001":
        return None
    purchase = [
        {"name": f"{low}<{'=' if at else ''}买入金额<{high}", "value": fee}
        for at, (low, high, fee) in enumerate(PURCHASE)
    ]
    purchase.append({"name": f"{LARGEST[0]}<=买入金额", "value": LARGEST[1]})
    redemption = [
        {"name": "0.0天<持有期限<7.0天", "value": REDEMPTION[0][2]},
        {"name": "7.0天<=持有期限", "value": REDEMPTION[1][2]},
        {"name": "7.0天<=持有期限", "value": REDEMPTION[1][2]},
    ]
    running = [{"name": name, "value": fee} for name, fee in RUNNING]
    return {
        "fund_rates": {
            "declare_rate_table": bent(purchase, asked, "value"),
            "withdraw_rate_table": bent(redemption, asked, "value"),
            "other_rate_table": bent(running, asked, "value"),
        }
    }


def _values(code: str, asked: Asked) -> dict[str, Any] | None:
    rows = [
        {"date": row["day"], "nav": row["nav"], "percentage": row["change_percent"], "value": row["nav"]}
        for row in VALUES
        if row["code"] == code
    ]
    if not rows:
        return None
    return {"current_page": 1, "items": bent(rows[:2], asked, "nav"), "size": 2, "total_items": len(rows)}


def render_fee_page(asked: Asked) -> bytes:
    """/jjfl_000001.html: a heading before each table; of a fund on an exchange only what running it costs."""
    code = asked.path.partition("?")[0].removeprefix("/jjfl_").removesuffix(".html")
    if code.startswith(("15", "51")):
        body = _fee_table("运作费用", ("管理费率", "托管费率", "销售服务费率"), [("---", "---", "---")])
        return f"<html><body>{body}</body></html>".encode()
    if code != "000001":
        return b"<html><body><div class='bs_jz'></div></body></html>"
    purchase = [
        ("小于100万元", "---", "1.50%"),
        ("大于等于100万元，小于500万元", "---", "1.20%"),
        ("大于等于500万元，小于1000万元", "---", "0.80%"),
        ("大于等于1000万元", "---", "每笔1000元"),
    ]
    redemption = [("---", "小于7天", "1.50%"), ("---", "大于等于7天", "0.50%")]
    bound = "期限" if asked.shape == "missing_column" else "适用期限"
    amount = "金额" if asked.shape == "missing_column" else "适用金额"
    body = _fee_table("申购费率（前端）", (amount, "适用期限", "费率"), purchase)
    body += _fee_table("赎回费率", ("适用金额", bound, "赎回费率"), redemption)
    return f"<html><body>{body}</body></html>".encode()


def _fee_table(title: str, heads: tuple[str, ...], rows: list[tuple[str, str, str]]) -> str:
    head = "".join(f"<th>{name}</th>" for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f'<h4 class="t"><label class="left">{title}</label></h4>'
        f'<table class="w650 comm jjfl"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def _json(answer: object) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode()


ROUTES = (
    Route("api.fund.eastmoney.com", "/f10/lsjz", JSON, render_history),
    Route("fund.eastmoney.com", "/js/fundcode_search.js", "application/x-javascript", render_names),
    Route("fundf10.eastmoney.com", "/jjfl_", HTML, render_fee_page),
    Route("danjuanfunds.com", "/djapi/fund/", JSON, render_danjuan),
)
