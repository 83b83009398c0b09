"""push2his of East Money as akshare asks it: daily bars and the minutes of a day, JSON, lots of 100."""

import json
from urllib.parse import parse_qs, urlsplit

from tests.fakes.upstreams.bars import Candle, candles
from tests.fakes.upstreams.eastmoney import ref_of
from tests.fakes.upstreams.figures import Figures

_TIMELINE = {
    "SH603828": (
        "2017-07-21",
        [("0930", "19.42"), ("0931", "19.42"), ("0932", "19.43"), ("0933", "19.48"), ("0934", "19.49")],
    )
}
"""From shidenggui/easyquotation (MIT), which gives no amounts; they stay empty."""


def render_history(path: str, table: dict[str, Figures], shape: str = "ok") -> bytes:
    """The answer to /api/qt/stock/kline/get and /api/qt/stock/trends2/get."""
    parts = urlsplit(path)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    ref = ref_of(query["secid"])
    data = _trends(ref, shape) if "trends2" in parts.path else _klines(ref, table, query, shape)
    return json.dumps({"rc": 0, "rt": 17, "data": data}, ensure_ascii=False).encode()


def _klines(
    ref: str, table: dict[str, Figures], query: dict[str, str], shape: str
) -> dict[str, object] | None:
    """Every bar has the columns that were asked for, from f51; f116 is asked for and never given."""
    found = [
        candle for candle in candles(table, ref) if query["beg"] <= f"{candle.day:%Y%m%d}" <= query["end"]
    ]
    if ref not in table:
        return None
    columns = sum(name.startswith(("f5", "f6")) for name in query["fields2"].split(","))
    lines = [",".join(_cells(candle, shape)[:columns]) for candle in found]
    if shape == "missing_column":
        lines = [line.rpartition(",")[0] for line in lines]
    if shape == "extra_column":
        lines = [f"{line},0" for line in lines]
    return {"code": ref[2:], "name": table[ref].name, "klines": lines}


def _cells(candle: Candle, shape: str) -> list[str]:
    return [
        candle.day.isoformat(),
        *(str(price) for price in (candle.open, candle.close, candle.high, candle.low)),
        str(candle.volume // (1 if shape == "units" else 100)),
        str(candle.amount or 0),
        "-",
        str(candle.percent),
        str(candle.change),
        "-",
    ]


def _trends(ref: str, shape: str) -> dict[str, object] | None:
    if ref not in _TIMELINE:
        return None
    day, minutes = _TIMELINE[ref]
    lines = [f"{day} {clock[:2]}:{clock[2:]},-,{price},-,-,-,-,-" for clock, price in minutes]
    if shape == "missing_column":
        lines = [line.rpartition(",")[0] for line in lines]
    return {"code": ref[2:], "trends": lines}
