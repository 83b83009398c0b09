"""push2 (ulist.np) of East Money as it answers: JSON, lots of 100."""

import json
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from tests.fakes.upstreams.figures import Figures, pick

_SHANGHAI = ZoneInfo("Asia/Shanghai")


def render_list(path: str, table: dict[str, Figures], shape: str = "ok") -> bytes:
    """The answer to /api/qt/ulist.np/get?fltt=2&np=1&secids=1.600519,…"""
    query = parse_qs(urlsplit(path).query)
    known = pick(table, (ref_of(secid) for secid in query["secids"][0].split(",")))
    wanted = query["fields"][0].split(",")
    diff = [
        {key: value for key, value in _cells(f, shape).items() if key in {*wanted, "f140"}} for f in known
    ]
    data = {"total": len(diff), "diff": diff} if diff else None
    return json.dumps({"rc": 0, "rt": 11, "data": data}, ensure_ascii=False).encode()


def ref_of(secid: str) -> str:
    """The key of "1.600519"; Beijing shares its market with Shenzhen."""
    market, _, code = secid.partition(".")
    if market == "1":
        return f"SH{code}"
    return f"BJ{code}" if code.startswith(("92", "899")) else f"SZ{code}"


def _cells(figures: Figures, shape: str) -> dict[str, object]:
    traded = figures.open is not None
    cells: dict[str, object] = {
        "f2": _number(figures.last if traded else None),
        "f3": _number(figures.percent if traded else None),
        "f4": _number(figures.change if traded else None),
        "f5": _volume(figures, shape) if traded else "-",
        "f6": _number(figures.amount),
        "f8": "-",
        "f10": "-",
        "f12": figures.code,
        "f13": 1 if figures.exchange == "SH" else 0,
        "f14": figures.name,
        "f15": _number(figures.high),
        "f16": _number(figures.low),
        "f17": _number(figures.open),
        "f18": _number(figures.previous_close),
        "f124": int(figures.as_of.replace(tzinfo=_SHANGHAI).timestamp()),
    }
    if shape == "missing_column":
        del cells["f17"]
    if shape == "extra_column":
        cells["f140"] = "0"
    return cells


def _volume(figures: Figures, shape: str) -> int:
    return (figures.volume or 0) // (1 if shape == "units" else 100)


def _number(value: Decimal | None) -> float | str:
    return "-" if value is None else float(value)
