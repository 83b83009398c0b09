"""data.10jqka.com.cn as it answers: a page in GBK with a table of new shares; convertible bonds as JSON.

The rows are those of tests/fakes/upstreams/issues.py: real ones, of which only the days are moved. The table
prints days as MM-DD and counts in ten thousands; what a list left out is "-".
"""

import json
from datetime import date

from tests.fakes.upstreams.asked import JSON, Asked, Route
from tests.fakes.upstreams.issues import Bond, Issue, load_bonds, load_issues

HOST = "data.10jqka.com.cn"
HEADS = (
    "股票代码",
    "股票简称",
    "申购代码",
    "发行总数（万股）",
    "网上发行（万股）",
    "申购上限（万股）",
    "顶格申购需配市值（万元）",
    "发行价格",
    "发行市盈率",
    "行业市盈率",
    "申购日期",
    "中签率（%）",
    "中签号",
    "中签缴款日期",
    "上市日期",
    "打新收益（元）",
    "首日最高涨幅",
    "连板天数",
)


def render_shares(asked: Asked) -> bytes:
    """The page /ipo/xgsgyzq/all/."""
    heads, rows = list(HEADS), [_cells(issue, asked.shape) for issue in load_issues()]
    if asked.shape == "missing_column":
        heads.remove("申购日期")
        rows = [[*row[:10], *row[11:]] for row in rows]
    if asked.shape == "extra_column":
        heads.append("保荐机构")
        rows = [[*row, "-"] for row in rows]
    head = "".join(f"<th>{each}</th>" for each in heads)
    body = "".join(f"<tr>{''.join(f'<td> {cell} </td>' for cell in row)}</tr>" for row in rows)
    table = (
        f'<table id="maintable" class="m_table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )
    return f"<html><head><title>新股申购</title></head><body>{table}</body></html>".encode("gbk")


def render_bonds(asked: Asked) -> bytes:
    """The answer to /ipo/kzz/."""
    rows = [_bond(bond) for bond in load_bonds()]
    for row in rows:
        if asked.shape == "missing_column":
            del row["sub_date"]
        if asked.shape == "extra_column":
            row["sponsor"] = ""
    return json.dumps({"status_code": 0, "list": rows}, ensure_ascii=False).encode()


def _cells(issue: Issue, shape: str) -> list[str]:
    limit = issue.apply_limit if shape == "units" else issue.ten_thousands("apply_limit")
    cells = [""] * len(HEADS)
    cells[:3] = issue.code, issue.name, issue.apply_code
    cells[3:6] = issue.ten_thousands("issue_shares"), issue.ten_thousands("online_shares"), limit
    cells[7] = issue.price
    cells[10], cells[13] = _short(issue.apply_date), _short(issue.payment_date)
    cells[14] = _short(issue.listing_date)
    return [cell or "-" for cell in cells]


def _bond(bond: Bond) -> dict[str, object]:
    return {
        "sub_date": _long(bond.apply_date),
        "bond_code": bond.code,
        "bond_name": bond.name,
        "code": "",
        "name": bond.stock_name,
        "sub_code": bond.apply_code,
        "share_code": "",
        "sign_date": _long(bond.result_date),
        "plan_total": "",
        "issue_total": "",
        "issue_price": "100.00",
        "success_rate": bond.winning_rate or "0.00000000",
        "listing_date": _long(bond.listing_date),
        "expire_date": "",
        "price": bond.conversion_price or "0.00",
        "quota": "",
        "number": "",
        "market_id": "33",
        "stock_market_id": "33",
    }


def _short(day: date | None) -> str:
    return day.strftime("%m-%d") if day else ""


def _long(day: date | None) -> str:
    return day.isoformat() if day else ""


ROUTES = (
    Route(HOST, "/ipo/xgsgyzq/", "text/html; charset=gbk", render_shares),
    Route(HOST, "/ipo/kzz/", JSON, render_bonds),
)
