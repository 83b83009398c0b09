"""同花顺's pages about companies as they are sent: HTML in GBK, the figures as JSON inside it."""

import json
import re
from decimal import Decimal
from typing import Any

from tests.fakes.upstreams import companies
from tests.fakes.upstreams.asked import JSON, Asked, Route

_PAGE = "<html><head><title>{code} 同花顺F10</title></head><body>{body}</body></html>"
_UNITS = ((Decimal(10**12), "万亿"), (Decimal(10**8), "亿"), (Decimal(10**4), "万"))
_FIGURES = (
    ("净利润", "net_profit", "元"),
    ("净利润同比增长率", "net_profit_growth", "%"),
    ("扣非净利润", "deducted_net_profit", "元"),
    ("扣非净利润同比增长率", "deducted_net_profit_growth", "%"),
    ("营业总收入", "revenue", "元"),
    ("营业总收入同比增长率", "revenue_growth", "%"),
    ("基本每股收益", "eps", "元"),
    ("每股净资产", "net_assets_per_share", "元"),
    ("销售净利率", "net_margin", "%"),
    ("销售毛利率", "gross_margin", "%"),
    ("净资产收益率", "roe", "%"),
    ("资产负债率", "debt_ratio", "%"),
)
_NEVER_PAID = (
    "<p>暂无数据</p><table><tr><th>公告日期</th><th>发行价格</th></tr><tr><td>--</td><td>--</td></tr></table>"
)
"""In place of the plans; the tables behind them stay (akfamily/akshare, issue 6468)."""
_MONEY = {"net_profit", "deducted_net_profit", "revenue"}


def render(asked: Asked) -> bytes:
    """One of /new/000001/operate.html, finance.html, bonus.html."""
    _, _, code, page = asked.path.partition("?")[0].split("/")
    body = {"operate.html": _operate, "finance.html": _finance, "bonus.html": _bonus}[page](code, asked)
    return _PAGE.format(code=code, body=body).encode("gbk")


def _operate(code: str, asked: Asked) -> str:
    found = companies.rows("company", code)
    if not found:
        return "<p>暂无数据</p>"
    first = "" if asked.shape == "missing_column" else f"<li>主营业务：{found[0]['business']}</li>"
    return f'<ul class="main_intro_list">{first}<li>产品类型：-</li></ul>'


def _finance(code: str, asked: Asked) -> str:
    found = list(reversed(companies.rows("finance", code)))
    wanted = [each for each in _FIGURES if asked.shape != "missing_column" or each[0] != "营业总收入"]
    title: list[Any] = ["报告期", *([name, unit, 0] for name, _, unit in wanted)]
    cells = [
        [row["period"] for row in found],
        *([_cell(row, key, asked) for row in found] for _, key, _ in wanted),
    ]
    if asked.shape == "extra_column":
        title.append(["营业周期", "天", 0])
        cells.append([False] * len(found))
    data = {"title": title, "report": cells, "simple": [], "year": []}
    return f'<p id="main" style="display:none">{json.dumps(data, ensure_ascii=False)}</p>'


def _cell(row: companies.Row, key: str, asked: Asked) -> str | bool:
    if not row[key]:
        return False
    if key not in _MONEY:
        return row[key] if key in {"eps", "net_assets_per_share"} else f"{row[key]}%"
    wrong = key == "revenue" and asked.shape == "units"
    return shortened(Decimal(row[key]) / (10_000 if wrong else 1))


def shortened(value: Decimal) -> str:
    """An amount as the page prints it: 282.00亿."""
    for size, unit in _UNITS:
        if abs(value) >= size:
            return f"{value / size:.2f}{unit}"
    return f"{value:.2f}"


def _bonus(code: str, asked: Asked) -> str:
    names = [
        "报告期",
        "董事会日期",
        "股东大会预案公告日期",
        "实施公告日",
        "分红方案说明",
        "A股股权登记日",
        "A股除权除息日",
    ]
    names += ["分红总额", "方案进度", "股利支付率", "税前分红率"]
    lines = [_bonus_line(row, asked) for row in companies.dividends(code)]
    if asked.shape == "missing_column":
        names, lines = names[:-3] + names[-2:], [line[:-3] + line[-2:] for line in lines]
    if asked.shape == "extra_column":
        names, lines = [*names, "备注"], [[*line, "--"] for line in lines]
    head = "".join(f"<th>{name}</th>" for name in names)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if lines else _NEVER_PAID


def _bonus_line(row: companies.Row, asked: Asked) -> list[str]:
    done = row["progress"] == "implemented"
    plan = row["plan"] if row["progress"] == "none" else f"{row['plan']}(含税)"
    progress = {"implemented": "实施方案", "plan": "董事会预案", "none": "董事会预案"}[row["progress"]]
    return [
        f"{int(row['announced'][:4]) - 1}年报" if done else f"{row['announced'][:4]}中报",
        row["announced"],
        row["announced"] if done else "--",
        row["announced"] if done else "--",
        plan,
        row["record_date"] or "--",
        row["ex_date"] or "--",
        "--",
        progress,
        "--",
        "--",
    ]


def render_balances(asked: Asked) -> bytes:
    """/api/stock/finance/000001_debt.json: JSON inside of JSON."""
    code = re.findall(r"\d{6}", asked.path)[0]
    found = list(reversed(companies.rows("finance_balances", code)))
    names = ["*资产合计", "*负债合计", "*所有者权益（或股东权益）合计", "*归属于母公司所有者权益合计", "商誉"]
    title: list[Any] = ["科目\\时间", *([name, "元", 1, False, True] for name in names)]
    columns = [_balance_line(row, asked) for row in found]
    cells: list[Any] = [
        [row["period"] for row in found],
        *(list(cells) for cells in zip(*columns, strict=True)),
    ]
    if asked.shape == "missing_column":
        del title[1], cells[1]
    flash = {"title": title, "report": cells, "year": []}
    return json.dumps({"flashData": json.dumps(flash, ensure_ascii=False)}).encode()


def _balance_line(row: companies.Row, asked: Asked) -> list[str | bool]:
    assets, debts = Decimal(row["total_assets"]), Decimal(row["total_liabilities"])
    wrong = assets / 10_000 if asked.shape == "units" else assets
    parent, goodwill = Decimal(row["net_assets"]), row["goodwill"]
    figures: list[str | bool] = [shortened(each) for each in (wrong, debts, assets - debts, parent)]
    return [*figures, shortened(Decimal(goodwill)) if goodwill else False]


HTML_GBK = "text/html; charset=gbk"
ROUTES: tuple[Route, ...] = (
    Route("basic.10jqka.com.cn", "/new/", HTML_GBK, render),
    Route("basic.10jqka.com.cn", "/api/stock/finance/", JSON, render_balances),
)
