"""quotes.sina.cn: Sina's bars and minutes as they answer, JSON, in shares and without amounts."""

import json
from urllib.parse import parse_qs, urlsplit

from tests.fakes.upstreams.bars import candles, ticks
from tests.fakes.upstreams.figures import Figures


def render(path: str, table: dict[str, Figures], shape: str = "ok") -> bytes:
    """The answer to …getKLineData?symbol=sh600000&scale=240&ma=no&datalen=500."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
    ref, count = query["symbol"].upper(), int(query["datalen"])
    rows = (_days if query["scale"] == "240" else _minutes)(ref, table)[-count:]
    if shape == "missing_column":
        rows = [{name: cell for name, cell in row.items() if name != "close"} for row in rows]
    return json.dumps(rows or None).encode()


def _days(ref: str, table: dict[str, Figures]) -> list[dict[str, str]]:
    return [
        {
            "day": candle.day.isoformat(),
            "open": f"{candle.open:.3f}",
            "high": f"{candle.high:.3f}",
            "low": f"{candle.low:.3f}",
            "close": f"{candle.close:.3f}",
            "volume": str(candle.volume),
        }
        for candle in candles(table, ref)
    ]


def _minutes(ref: str, table: dict[str, Figures]) -> list[dict[str, str]]:
    return [
        {"day": tick.at.isoformat(" "), "close": f"{tick.price:.3f}", "volume": str(tick.volume)}
        for tick in ticks(table, ref)
    ]
