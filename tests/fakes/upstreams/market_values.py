"""Share counts and multiples in the houses' quotes: East Money's push2, Baidu's charts, Tencent's line."""

import json
from typing import Any

from tests.fakes.upstreams import companies
from tests.fakes.upstreams.asked import JSON, Asked, Route
from tests.fakes.upstreams.figures import Figures


def render_push2(asked: Asked) -> bytes:
    """/api/qt/stock/get?secid=0.000001: one security with the fields that were asked for; null for none."""
    code = asked.query["secid"][2:]
    figures, shares = companies.figures_of(code), companies.SHARES.get(code)
    data = _fields(figures, shares, asked) if figures and shares else None
    return json.dumps(
        {"rc": 0, "rt": 4, "svr": 181669449, "lt": 1, "full": 1, "dlmkts": "", "data": data}
    ).encode()


def _fields(figures: Figures, shares: tuple[int, int], asked: Asked) -> dict[str, Any]:
    total, floating = shares
    price, scale = float(figures.last), 10_000 if asked.shape == "units" else 1
    data = {
        "f43": price,
        "f57": figures.code,
        "f58": figures.name,
        "f84": float(total),
        "f85": float(floating),
        "f116": price * total / scale,
        "f117": price * floating / scale,
        "f127": "银行",
        "f189": 19910403,
    }
    if asked.shape == "missing_column":
        data.pop("f84")
    return data | ({"f999": 0} if asked.shape == "extra_column" else {})


def render_baidu(asked: Asked) -> bytes:
    """/opendata: one indicator by day, deep inside; no result for whoever asks too much."""
    key = {"市盈率(TTM)": "pe_ttm", "市净率": "pb"}[asked.query["query"]]
    body = [[row["day"], row[key]] for row in companies.rows("valuation", asked.query["code"])]
    if asked.shape == "missing_column":
        body = [[day] for day, _ in body]
    if asked.shape == "extra_column":
        body = [[day, value, "0"] for day, value in body]
    result = {"chartInfo": [{"body": body}]} if body else {}
    inner = {"DisplayData": {"resultData": {"tplData": {"result": result}}}}
    return json.dumps({"QueryID": "0", "ResultCode": "0", "Result": [inner]}).encode()


def fill(fields: list[str], figures: Figures, shape: str) -> None:
    """Put multiples, market values in 亿 and share counts into Tencent's line, as far as they are known."""
    found = companies.rows("valuation", figures.code)
    if figures.code not in companies.SHARES or not found:
        return
    total, floating = companies.SHARES[figures.code]
    scale = 10**4 if shape == "units" else 10**8
    fields[39], fields[53], fields[46] = found[0]["pe_ttm"], found[0]["pe_static"], found[0]["pb"]
    fields[44], fields[45] = (f"{figures.last * count / scale:.2f}" for count in (floating, total))
    fields[72], fields[73] = str(floating), str(total)


ROUTES: tuple[Route, ...] = (
    Route("push2.eastmoney.com", "/api/qt/stock/get", JSON, render_push2),
    Route("gushitong.baidu.com", "/opendata", JSON, render_baidu),
)
