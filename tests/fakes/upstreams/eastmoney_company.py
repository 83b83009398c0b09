"""East Money's data centers about companies as they answer: JSON rows, code 9201 where there are none."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.fakes.upstreams import companies
from tests.fakes.upstreams.asked import JSON, Asked, Route

Rows = list[dict[str, Any]]


def valuations(asked: Asked) -> Rows:
    """RPT_VALUEANALYSIS_DET: one row a day."""
    code = _code(asked)
    return [_valuation(code, row, asked) for row in companies.rows("valuation", code)]


def _valuation(code: str, row: companies.Row, asked: Asked) -> dict[str, Any]:
    price, (total, floating) = float(row["price"]), companies.SHARES.get(code, (0, 0))
    scale = 10_000 if asked.shape == "units" else 1
    return {
        "SECURITY_CODE": code,
        "SECUCODE": f"{code}.{row['ref'][:2]}",
        "TRADE_DATE": f"{row['day']} 00:00:00",
        "CLOSE_PRICE": price,
        "CHANGE_RATE": None,
        "TOTAL_MARKET_CAP": price * total / scale if total else None,
        "NOTLIMITED_MARKETCAP_A": price * floating / scale if floating else None,
        "TOTAL_SHARES": total or None,
        "FREE_SHARES_A": floating or None,
        "PE_TTM": companies.number(row["pe_ttm"]),
        "PE_LAR": companies.number(row["pe_static"]),
        "PB_MRQ": companies.number(row["pb"]),
        "PEG_CAR": None,
        "PCF_OCF_TTM": None,
        "PS_TTM": None,
    }


def appointments(asked: Asked) -> Rows:
    """RPT_PUBLIC_BS_APPOIN: one row a period."""
    code = _code(asked)
    if code not in companies.APPOINTED:
        return []
    period, first, actual = companies.APPOINTED[code]
    changes = {"FIRST_CHANGE_DATE": None, "SECOND_CHANGE_DATE": None, "THIRD_CHANGE_DATE": None}
    row = {
        "SECURITY_CODE": code,
        "REPORT_DATE": f"{period} 00:00:00",
        "FIRST_APPOINT_DATE": f"{first} 00:00:00",
    }
    return [row | changes | {"ACTUAL_PUBLISH_DATE": f"{actual} 00:00:00"}]


def main_figures(asked: Asked) -> Rows:
    """RPT_F10_FINANCE_MAINFINADATA: one row a period, the newest first."""
    code = _code(asked)
    return [_main_figures(code, row, asked) for row in reversed(companies.rows("finance", code))]


def _main_figures(code: str, row: companies.Row, asked: Asked) -> dict[str, Any]:
    revenue, profit = companies.money(row["revenue"], asked), row["net_profit"]
    return {
        "SECUCODE": f"{code}.{row['ref'][:2]}",
        "SECURITY_CODE": code,
        "REPORT_DATE": f"{row['period']} 00:00:00",
        "EPSJB": companies.number(row["eps"]),
        "BPS": companies.number(row["net_assets_per_share"]),
        "TOTALOPERATEREVE": companies.number(revenue),
        "TOTALOPERATEREVETZ": companies.number(row["revenue_growth"]),
        "PARENTNETPROFIT": companies.number(profit),
        "PARENTNETPROFITTZ": companies.number(row["net_profit_growth"]),
        "KCFJCXSYJLR": companies.number(row["deducted_net_profit"]),
        "KCFJCXSYJLRTZ": companies.number(row["deducted_net_profit_growth"]),
        "ROEJQ": companies.number(row["roe"]),
        "XSMLL": companies.number(row["gross_margin"]),
        "XSJLL": companies.number(row["net_margin"]),
        "ZCFZL": companies.number(row["debt_ratio"]),
    }


REPORTS: Mapping[str, Callable[[Asked], Rows]] = {
    "RPT_VALUEANALYSIS_DET": valuations,
    "RPT_PUBLIC_BS_APPOIN": appointments,
    "RPT_F10_FINANCE_MAINFINADATA": main_figures,
}


def render(asked: Asked) -> bytes:
    name = asked.query.get("reportName") or asked.query["type"]
    found = REPORTS[name](asked)
    if asked.shape == "missing_column":
        found = [{key: value for at, (key, value) in enumerate(row.items()) if at != 2} for row in found]
    if asked.shape == "extra_column":
        found = [row | {"NEW_COLUMN": 0} for row in found]
    if not found:
        return json.dumps(
            {"success": False, "code": 9201, "message": "返回数据为空", "result": None}, ensure_ascii=False
        ).encode()
    result = {"pages": 1, "data": found, "count": len(found)}
    return json.dumps(
        {"version": "", "result": result, "success": True, "message": "ok", "code": 0}, ensure_ascii=False
    ).encode()


def _code(asked: Asked) -> str:
    """Out of (SECURITY_CODE="000001") or (SECUCODE="000001.SZ")."""
    return asked.query["filter"].split('"')[1][:6]


ROUTES: tuple[Route, ...] = (
    *(
        Route("datacenter-web.eastmoney.com", "/api/data/v1/get", JSON, render, (f"reportName={name}",))
        for name in REPORTS
    ),
    Route("datacenter.eastmoney.com", "/securities/api/data/get", JSON, render),
)
