"""www.csindex.com.cn: daily bars as the maker of an index gives them, a made-up row before them."""

import json
from urllib.parse import parse_qs, urlsplit

from tests.fakes.upstreams.bars import Candle, candles
from tests.fakes.upstreams.figures import Figures


def render(path: str, table: dict[str, Figures], shape: str = "ok") -> bytes:
    """The answer to /csindex-home/perf/index-perf?indexCode=000300&startDate=…&endDate=…."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
    ref = f"SH{query['indexCode']}"
    found = [
        candle
        for candle in candles(table, ref)
        if query["startDate"] <= f"{candle.day:%Y%m%d}" <= query["endDate"]
    ]
    rows = [_row(candle, table[ref], shape) for candle in found]
    if rows:
        rows.insert(0, {**rows[0], "tradeDate": query["startDate"]})
    return json.dumps({"code": "200", "msg": "Success", "data": rows or None}, ensure_ascii=False).encode()


def _row(candle: Candle, figures: Figures, shape: str) -> dict[str, object]:
    row: dict[str, object] = {
        "tradeDate": f"{candle.day:%Y%m%d}",
        "indexCode": figures.code,
        "indexNameCnAll": figures.name,
        "indexNameCn": figures.name,
        "indexNameEnAll": "",
        "indexNameEn": "",
        "open": float(candle.open),
        "high": float(candle.high),
        "low": float(candle.low),
        "close": float(candle.close),
        "change": float(candle.change),
        "changePct": float(candle.percent),
        "tradingVol": candle.volume / 10**6,
        "tradingValue": None if candle.amount is None else float(candle.amount) / 10**8,
        "consNumber": None,
        "peg": None,
    }
    if shape == "missing_column":
        del row["close"]
    if shape == "extra_column":
        row["extra"] = 0
    return row
