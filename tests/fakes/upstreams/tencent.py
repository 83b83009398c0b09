"""qt.gtimg.cn as it answers: 88 fields between tildes, GBK, unknown codes left out."""

from tests.fakes.upstreams.figures import Figures, pick, shift
from tests.fakes.upstreams.market_values import fill

_MARKETS = {"SH": "1", "SZ": "51", "BJ": "62"}


def render(path: str, table: dict[str, Figures], shape: str = "ok") -> bytes:
    """The answer to /q=sh600519,…; `shape` names a fault of form or "ok"."""
    _, _, codes = path.partition("/q=")
    known = pick(table, (code.upper() for code in codes.split(",")))
    lines = [f'v_{f.ref.lower()}="{"~".join(_fields(f, shape))}";' for f in known]
    return ("\n".join(lines) + "\n" if lines else 'v_pv_none_match="1";\n').encode("gbk")


def _fields(figures: Figures, shape: str) -> list[str]:
    lot = 1 if figures.ref.startswith(("SH688", "SH689")) else 100
    if shape == "units":
        lot = 100 if lot == 1 else 1
    volume = "" if figures.volume is None else str(figures.volume // lot)
    amount = "" if figures.amount is None else f"{figures.amount:.0f}"
    fields = [""] * 88
    fields[0:3] = [_MARKETS[figures.exchange], figures.name, figures.code]
    fields[3:7] = [str(figures.last), str(figures.previous_close), _price(figures.open), volume]
    fields[7:29] = ["0", "0", *["0.00", "0"] * 10]
    fields[9], fields[19] = _price(figures.bid), _price(figures.ask)
    fields[30] = figures.as_of.strftime("%Y%m%d%H%M%S")
    fields[31:35] = [str(figures.change), str(figures.percent), _price(figures.high), _price(figures.low)]
    fields[35] = f"{figures.last}/{volume}/{amount}"
    fields[36] = volume
    fields[41:43] = [_price(figures.high), _price(figures.low)]
    fields[47:49] = [_limit(figures, figures.limit_up), _limit(figures, figures.limit_down)]
    fields[61] = "ZS" if figures.is_index else "GP-A"
    fields[82] = "CNY"
    fill(fields, figures, shape)
    return shift(fields, shape, at=5)


def _price(price: object) -> str:
    return "0.00" if price is None else str(price)


def _limit(figures: Figures, limit: object) -> str:
    if limit is not None:
        return str(limit)
    return "-1" if figures.is_index else ""
