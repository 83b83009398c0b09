"""hq.sinajs.cn as it answers: 33 fields between commas, GBK, unknown codes empty."""

from tests.fakes.upstreams.figures import Figures, shift


def render(path: str, table: dict[str, Figures], shape: str = "ok") -> bytes:
    """The answer to /list=sh600519,…; `shape` names a fault of form or "ok"."""
    _, _, codes = path.partition("/list=")
    lines = [_line(code, table.get(code.upper()), shape) for code in codes.split(",")]
    return "".join(lines).encode("gbk")


def _line(code: str, figures: Figures | None, shape: str) -> str:
    body = "" if figures is None else ",".join(_fields(figures, shape))
    return f'var hq_str_{code}="{body}";\n'


def _fields(figures: Figures, shape: str) -> list[str]:
    lot = 100 if figures.ref.startswith("SH000") else 1
    if shape == "units":
        lot = 1 if lot == 100 else 100
    return shift(
        [
            figures.name,
            *(_price(p) for p in (figures.open, figures.previous_close)),
            _price(figures.last if figures.open is not None else None),
            *(_price(p) for p in (figures.high, figures.low, figures.bid, figures.ask)),
            str((figures.volume or 0) // lot),
            str(figures.amount or 0),
            *["0", "0.000"] * 10,
            figures.as_of.strftime("%Y-%m-%d"),
            figures.as_of.strftime("%H:%M:%S"),
            "00",
        ],
        shape,
        at=2,
    )


def _price(price: object) -> str:
    return "0.000" if price is None else str(price)
