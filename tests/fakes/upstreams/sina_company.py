"""新浪财经 about companies as it answers: figures as JSON by period, dividends as a page of many tables."""

import json
from collections.abc import Iterable
from typing import Any

from tests.fakes.upstreams import companies
from tests.fakes.upstreams.asked import JSON, Asked, Route

_MAIN = (
    ("归母净利润", "net_profit"),
    ("营业总收入", "revenue"),
    ("扣非净利润", "deducted_net_profit"),
    ("股东权益合计(净资产)", "net_assets"),
    ("商誉", "goodwill"),
    ("基本每股收益", "eps"),
    ("每股净资产", "net_assets_per_share"),
    ("净资产收益率(ROE)", "roe"),
    ("毛利率", "gross_margin"),
    ("销售净利率", "net_margin"),
    ("资产负债率", "debt_ratio"),
)
_SECTIONS = (
    ("常用指标", _MAIN),
    ("每股指标", (("基本每股收益", "eps"), ("每股净资产_最新股本", ""))),
    ("盈利能力", (("净资产收益率(ROE)", "roe"), ("毛利率", "gross_margin"))),
    ("成长能力", (("营业总收入增长率", "revenue_growth"), ("归属母公司净利润增长率", "net_profit_growth"))),
    ("收益质量", (("扣非净利润占净利润比例", ""),)),
    ("财务风险", (("资产负债率", "debt_ratio"), ("权益乘数", ""))),
    ("营运能力", (("存货周转率", ""), ("总资产周转率", ""))),
)


def render_figures(asked: Asked) -> bytes:
    """getFinanceReport2022 with source=gjzb; akshare lines the periods up by the place of each item."""
    code = asked.query["paperCode"][2:]
    balances = {row["period"]: row for row in companies.rows("finance_balances", code)}
    periods = list(reversed(companies.rows("finance", code)))
    reports = {
        row["period"].replace("-", ""): {
            "data": _items({**balances.get(row["period"], {}), **row}, asked, at)
        }
        for at, row in enumerate(periods)
    }
    if not reports:
        return json.dumps({"result": {"status": {"code": 0}, "data": None}}).encode()
    return json.dumps({"result": {"status": {"code": 0}, "data": {"report_list": reports}}}).encode()


def _items(row: companies.Row, asked: Asked, at: int) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for heading, lines in _SECTIONS:
        items.append({"item_title": heading, "item_value": None})
        items += [
            {"item_title": title, "item_value": _value(row, key, asked)}
            for title, key in lines
            if asked.shape != "missing_column" or title != "营业总收入"
        ]
    if asked.shape == "extra_column" and at:  # only in some of the periods, which moves the rest
        items.insert(3, {"item_title": "新指标", "item_value": "1"})
        items.pop()
    return items


def _value(row: companies.Row, key: str, asked: Asked) -> str | None:
    cell = row.get(key, "") if key else ""
    return (companies.money(cell, asked) if key == "revenue" else cell) or None


def render_dividends(asked: Asked) -> bytes:
    """vISSUE_ShareBonus: twelve tables of page furniture, dividends, rights issues."""
    code = asked.path.rpartition("/")[2][:6]
    lines = [_line(row, asked) for row in companies.dividends(code)]
    furniture = "<table><tr><td>导航</td></tr></table>" * 12
    return f"<html><body>{furniture}{_table(lines, asked)}{_table([], asked)}</body></html>".encode("gbk")


def _line(row: companies.Row, asked: Asked) -> list[str]:
    parts = [f"{companies.part(row['plan'], mark) or 0:g}" for mark in ("送", "转", "派")]
    progress = {"implemented": "实施", "plan": "预案", "none": "不分配"}[row["progress"]]
    dates = [row["ex_date"] or "--", row["record_date"] or "--"]
    if asked.shape == "units":
        dates.reverse()
    return [row["announced"], *parts, progress, *dates, "--", "查看"]


def _table(lines: Iterable[list[str]], asked: Asked) -> str:
    names = [
        "公告日期",
        "送股(股)",
        "转增(股)",
        "派息(税前)(元)",
        "进度",
        "除权除息日",
        "股权登记日",
        "红股上市日",
        "查看详细",
    ]
    if asked.shape == "missing_column":
        names, lines = names[:-1], [line[:-1] for line in lines]
    if asked.shape == "extra_column":
        names, lines = [*names, "备注"], [[*line, "--"] for line in lines]
    titles = ["分红", "分红方案", ""]
    head = "".join(f"<tr>{''.join(f'<th>{title}</th>' for _ in names)}</tr>" for title in titles[:2])
    head += "<tr>" + "".join(f"<th>{name}</th>" for name in names) + "</tr>"
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    nothing = "<tr>" + "<td>暂时没有数据！</td>" * len(names) + "</tr>"
    return f"<table><thead>{head}</thead><tbody>{body or nothing}</tbody></table>"


HTML_GBK = "text/html; charset=gbk"
ROUTES: tuple[Route, ...] = (
    Route(
        "quotes.sina.cn",
        "/cn/api/openapi.php/CompanyFinanceService.getFinanceReport2022",
        JSON,
        render_figures,
    ),
    Route("vip.stock.finance.sina.com.cn", "/corp/go.php/vISSUE_ShareBonus/", HTML_GBK, render_dividends),
)
