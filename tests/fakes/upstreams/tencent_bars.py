"""web.ifzq.gtimg.cn: Tencent's daily bars and minutes as they answer, JSON, lots of 100."""

import json
from urllib.parse import parse_qs, urlsplit

from tests.fakes.upstreams.bars import Candle, candles, ticks
from tests.fakes.upstreams.figures import Figures


def render(path: str, table: dict[str, Figures], shape: str = "ok") -> bytes:
    """The answer to …/newfqkline/get?param=sh600000,day,,,640,qfq and to …/minute/query?code=sh600000."""
    parts = urlsplit(path)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if "minute" in parts.path:
        code = query["code"]
        entry = _minutes(code.upper(), table, shape)
    else:
        code, _, _, _, count, adjusted = query["param"].split(",")
        bars = [_bar(candle, shape) for candle in candles(table, code.upper())[-int(count) :]]
        entry = {"qfqday" if adjusted and bars else "day": bars, "version": "16"}
    return json.dumps({"code": 0, "msg": "", "data": {code: entry}}, ensure_ascii=False).encode()


def _bar(candle: Candle, shape: str) -> list[object]:
    cells: list[object] = [
        candle.day.isoformat(),
        *(str(price) for price in (candle.open, candle.close, candle.high, candle.low)),
        f"{candle.volume / (1 if shape == 'units' else 100):.3f}",
        {},
        "",
        f"{candle.amount / 10_000:.4f}" if candle.amount else "",
    ]
    if shape == "missing_column":
        del cells[3]
    if shape == "extra_column":
        cells.insert(1, "0")
    return cells


def _minutes(ref: str, table: dict[str, Figures], shape: str) -> dict[str, object]:
    """Of a share that has no minutes the last one, at which all of the day was traded."""
    found = ticks(table, ref)
    figures = table.get(ref)
    if figures is None:
        return {"data": {"data": [], "date": ""}}
    lines, total = [], 0
    for tick in found:
        total += tick.volume // 100
        lines.append(f"{tick.at:%H%M} {tick.price} {total} 0.00")
    if not found:
        lot = 1 if shape == "units" else 100
        lines = [f"1500 {figures.last} {(figures.volume or 0) // lot} {figures.amount or 0}"]
    if shape == "missing_column":
        lines = [line.rpartition(" ")[0] for line in lines]
    return {"data": {"data": lines, "date": f"{figures.as_of:%Y%m%d}"}}
