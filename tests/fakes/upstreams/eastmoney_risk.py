"""datacenter-web.eastmoney.com as it answers for suspensions, pledges, unlocks and forecasts: JSON.

Real rows of data/demo/ (akfamily/akshare docs, MIT). Only the days of the suspensions are moved, so that the
day of the list is the one that is asked for. Cells that the document leaves out are empty; keys that akshare
counts but does not name are called after their place. `units` tells shares where 10,000 of them are meant.
"""

import csv
import json
import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from tests.fakes.upstreams.asked import JSON, Asked, Route

HOST = "datacenter-web.eastmoney.com"
PATH = "/api/data/v1/get"
SAMPLES = Path(__file__).parents[3] / "data" / "demo"
_EXCHANGES = {"SH": "上交所主板", "SZ": "深交所主板", "BJ": "北交所"}
_EMPTY = {"version": None, "result": None, "success": False, "message": "返回数据为空", "code": 9201}
_WAN = 10_000
_PLEDGE_KEYS = (
    "SECURITY_NAME_ABBR", "SECUCODE", "SECURITY_CODE", "HOLDER_NAME", *("k5", "k6", "k7"), "NOTICE_DATE",
    "PF_ORG", "PF_NUM", "PF_HOLD_RATIO", "PF_TSR", "CLOSE_FORWARD_ADJPRICE", "PF_START_DATE",
    "ACTUAL_UNFREEZE_DATE", "UNFREEZE_STATE", *(f"k{at}" for at in range(17, 22)), "WARNING_LINE",
    *(f"k{at}" for at in range(23, 33)), "CLOSE_PRICE", *(f"k{at}" for at in range(34, 42)),
)  # fmt: skip


def rows_of(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answer(rows: Iterable[dict[str, object]], shape: str, lost: str) -> bytes:
    """The envelope, with a column lost or put in where the shape says so."""
    data = list(rows)
    for row in data:
        if shape == "missing_column":
            del row[lost]
        if shape == "extra_column":
            row["FRESH"] = "0"
    if not data:
        return json.dumps(_EMPTY, ensure_ascii=False).encode()
    result = {"pages": 1, "data": data, "count": len(data)}
    return json.dumps(
        {"version": "", "result": result, "success": True, "message": "ok", "code": 0}, ensure_ascii=False
    ).encode()


def asked_code(asked: Asked) -> str:
    return asked.query["filter"].split('"')[1]


def render_suspensions(asked: Asked) -> bytes:
    found = re.search(r"DATETIME='([0-9-]+)'", asked.query["filter"])
    assert found is not None
    return answer(suspension_rows(date.fromisoformat(found[1])), asked.shape, "SUSPEND_REASON")


def suspension_rows(day: date) -> list[dict[str, object]]:
    if day.weekday() > 4:
        return []
    samples = rows_of("suspensions.csv")
    moved = day - date.fromisoformat(samples[0]["as_of"])
    return [
        {
            "SECURITY_CODE": row["ref"][2:],
            "SECURITY_NAME_ABBR": row["name"],
            "SUSPEND_START_TIME": shifted(row["since"], moved),
            "SUSPEND_END_TIME": None,
            "SUSPEND_EXPIRE": row["term"],
            "SUSPEND_REASON": row["reason"],
            "TRADE_MARKET": _EXCHANGES[row["ref"][:2]],
            "SUSPEND_START_DATE": shifted(row["since"], moved),
            "PREDICT_RESUME_DATE": shifted(row["resumes"], moved),
            "TRADE_MARKET_CODE": None,
            "SECURITY_TYPE_CODE": "058001001",
            "k12": None,
        }
        for row in samples
    ]


def shifted(day: str, by: timedelta) -> str | None:
    return f"{date.fromisoformat(day) + by} 00:00:00" if day else None


def render_pledges(asked: Asked) -> bytes:
    own = [row for row in rows_of("pledges.csv") if row["ref"][2:] == asked_code(asked)]
    return answer((pledge_row(row) for row in own), asked.shape, "PF_ORG")


def pledge_row(row: dict[str, str]) -> dict[str, object]:
    known = {
        "SECURITY_NAME_ABBR": row["name"],
        "SECUCODE": f"{row['ref'][2:]}.{row['ref'][:2]}",
        "SECURITY_CODE": row["ref"][2:],
        "HOLDER_NAME": row["holder"],
        "NOTICE_DATE": f"{row['announced']} 00:00:00",
        "PF_START_DATE": f"{row['began']} 00:00:00",
        "ACTUAL_UNFREEZE_DATE": f"{row['ended']} 00:00:00" if row["ended"] else None,
        "UNFREEZE_STATE": row["state"],
    }
    return {key: known.get(key) for key in _PLEDGE_KEYS}


def render_unlocks(asked: Asked) -> bytes:
    own = [row for row in rows_of("unlocks.csv") if row["ref"][2:] == asked_code(asked)]
    unit = 1 if asked.shape == "units" else _WAN
    return answer((unlock_row(row, unit) for row in own), asked.shape, "NEW")


def unlock_row(row: dict[str, str], unit: int) -> dict[str, object]:
    def number(cell: str, scale: int) -> float | None:
        return float(Decimal(cell) / scale) if cell else None

    return {
        "SECURITY_CODE": row["ref"][2:],
        "SECURITY_NAME_ABBR": row["name"],
        "FREE_DATE": f"{row['day']} 00:00:00",
        "CURRENT_FREE_SHARES": number(row["shares"], unit),
        "ABLE_FREE_SHARES": number(row["shares"], unit),
        "LIFT_MARKET_CAP": number(row["value"], _WAN),
        "FREE_RATIO": number(row["percent_of_float"], 100),
        "NEW": number(row["price"], 1),
        "B20_ADJCHRATE": None,
        "A20_ADJCHRATE": None,
        "FREE_SHARES_TYPE": "",
        "TOTAL_RATIO": None,
        "NON_FREE_SHARES": None,
        "BATCH_HOLDER_NUM": None,
    }


def render_forecasts(asked: Asked) -> bytes:
    """No licensed row holds the figures, so every share has none."""
    return answer([], asked.shape, "PREDICT_TYPE")


ROUTES = (
    Route(HOST, PATH, JSON, render_suspensions, ("reportName=RPT_CUSTOM_SUSPEND_DATA_INTERFACE",)),
    Route(HOST, PATH, JSON, render_pledges, ("reportName=RPTA_APP_ACCUMDETAILS",)),
    Route(HOST, PATH, JSON, render_unlocks, ("reportName=RPT_LIFT_STAGE",)),
    Route(HOST, PATH, JSON, render_forecasts, ("reportName=RPT_PUBLIC_OP_NEWPREDICT",)),
)
