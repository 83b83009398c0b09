"""巨潮资讯 about companies as it answers: records under bare codes, most of which akshare knows by place."""

import json
from datetime import date
from typing import Any

from tests.fakes.upstreams import companies
from tests.fakes.upstreams.asked import JSON, Asked, Route
from tests.fakes.upstreams.figures import shift

_PROFILE_FIELDS = 26
_BEHIND = ["ORGID", "SECID", "SEQID", "STATUS"]
_INDUSTRIES = {"000001": "货币金融服务", "601318": "保险业", "300027": "广播、电视、电影和影视录音制作业"}
"""By the classes of the securities regulator."""


def render_profile(asked: Asked) -> bytes:
    """p_sysapi1133: one record of 26 fields, and four more that akshare cuts off."""
    code = asked.query["scode"]
    found = companies.rows("company", code)
    records = [_profile(code, found[0], asked)] if found else []
    return _answer(records, asked)


def _profile(code: str, row: companies.Row, asked: Asked) -> dict[str, Any]:
    cells: list[str] = [""] * _PROFILE_FIELDS
    cells[0] = companies.full_names().get(code, "")
    cells[3] = code
    cells[10] = "深交所主板" if row["ref"].startswith("SZ") else "上交所主板"
    cells[11] = _INDUSTRIES.get(code, "")
    cells[14], cells[15] = row["founded"], row["listing_date"]
    cells[20] = row["region"]
    cells[23] = row["business"]
    keys = ["ORGNAME", *(f"F{at:03d}V" for at in range(1, _PROFILE_FIELDS))]
    cells = shift(cells, asked.shape, at=3)
    keys = [*keys, "F999V"][: len(cells)]
    return dict(zip(keys, cells, strict=True)) | dict.fromkeys(_BEHIND, "0")


def render_dividends(asked: Asked) -> bytes:
    """p_sysapi1139: what was carried out, per 10 shares."""
    code = asked.query["scode"]
    return _answer([_dividend(row, asked) for row in companies.dividends(code, carried_out=True)], asked)


def _dividend(row: companies.Row, asked: Asked) -> dict[str, Any]:
    cash, bonus, transfer = (companies.part(row["plan"], mark) for mark in ("派", "送", "转"))
    record = {
        "F001V": f"{int(row['announced'][:4]) - 1}年报",
        "F006D": row["announced"],
        "F007V": f"{row['plan']}(含税)",
        "F010N": bonus,
        "F011N": transfer,
        "F012N": cash / 10 if cash and asked.shape == "units" else cash,
        "F018D": row["record_date"],
        "F020D": row["ex_date"],
        "F023D": row["ex_date"],
        "F025D": None,
        "F044V": "年度分红",
    }
    if asked.shape == "missing_column":
        record.pop("F018D")
    return record | ({"F099V": ""} if asked.shape == "extra_column" else {})


def render_industries(asked: Asked) -> bytes:
    """p_sysapi1087: one record an industry; here one that consists of 平安银行 alone (2020-06-16)."""
    value, profit = 2501.42, 282.0
    record = {
        "F001N": 2,
        "F002N": None,
        "F003N": None,
        "F004N": value if asked.shape == "units" else round(value / profit, 2),
        "F005N": profit,
        "F006V": "货币金融服务",
        "F007V": "J66",
        "F008V": "证监会行业分类",
        "F009N": value,
        "F010N": 1,
        "F011D": asked.query["tdate"],
        "F012N": 1,
    }
    if asked.shape == "missing_column":
        record.pop("F009N")
    return _answer([record | ({"F099V": ""} if asked.shape == "extra_column" else {})], asked)


def render_appointments(asked: Asked) -> bytes:
    """getPrbookInfo: everybody's appointed days, moved to the period that is asked for."""
    wanted = date.fromisoformat(asked.query["sectionTime"])
    found: list[list[str]] = []
    for code, (period, *days) in companies.APPOINTED.items():
        moved = wanted - date.fromisoformat(period)
        first, actual = (str(date.fromisoformat(day) + moved) for day in days)
        found.append([code, "平安银行", first, actual, "", "", "", str(wanted), "", "gssz0000001"])
    keys = [
        "seccode",
        "secname",
        "f001d",
        "f006d",
        "f002d",
        "f003d",
        "f004d",
        "f005d",
        "orgtype",
        "orgId",
        "x",
    ]
    cells = [shift(row, asked.shape, at=1) for row in found]
    books = [dict(zip(keys[: len(row)], row, strict=True)) for row in cells]
    return json.dumps({"prbookinfos": books, "totalRows": len(books)}, ensure_ascii=False).encode()


def _answer(records: list[dict[str, Any]], asked: Asked) -> bytes:
    answer = {"resultmsg": "success", "resultcode": 200, "count": len(records), "records": records}
    return json.dumps(answer, ensure_ascii=False).encode()


_API = "/api/sysapi/p_sysapi"
ROUTES: tuple[Route, ...] = (
    Route("webapi.cninfo.com.cn", f"{_API}1133", JSON, render_profile),
    Route("webapi.cninfo.com.cn", f"{_API}1139", JSON, render_dividends),
    Route("webapi.cninfo.com.cn", f"{_API}1087", JSON, render_industries),
    Route("www.cninfo.com.cn", "/new/information/getPrbookInfo", JSON, render_appointments),
)
