"""vip.stock.finance.sina.com.cn as it answers for unlocks: a page with one table, GBK.

Real rows of 浦发银行 (data/demo/unlocks.csv); shares in 10,000, values in 100 million yuan. `units` tells
values in yuan.
"""

from decimal import Decimal

from tests.fakes.upstreams.asked import Asked, Route
from tests.fakes.upstreams.eastmoney_risk import rows_of

HOST = "vip.stock.finance.sina.com.cn"
_HEAD = ("代码", "名称", "解禁日期", "解禁数量(万股)", "解禁股流通市值(亿元)", "上市批次", "公告日期")


def render(asked: Asked) -> bytes:
    code = asked.query["symbol"]
    own = [row for row in rows_of("unlocks.csv") if row["ref"][2:] == code and row["shares"]]
    rows = [cells(row, len(own) - at + 2, asked.shape) for at, row in enumerate(own)]
    head = [*_HEAD[:-1], "新列", _HEAD[-1]] if asked.shape == "extra_column" else list(_HEAD)
    if asked.shape == "missing_column":
        head.pop()
    lines = "".join(line("td", row) for row in rows)
    table = f"<table id='dataTable'><thead>{line('th', head)}</thead><tbody>{lines}</tbody></table>"
    return f"<html><body>{table}</body></html>".encode("gbk")


def line(tag: str, row: list[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in row)}</tr>"


def cells(row: dict[str, str], batch: int, shape: str) -> list[str]:
    value = Decimal(row["value"])
    shown = [
        row["ref"][2:],
        row["name"],
        row["day"],
        str(Decimal(row["shares"]) / 10**4),
        str(value if shape == "units" else value / 10**8),
        str(batch),
        row["announced"],
    ]
    if shape == "missing_column":
        shown.pop()
    return [*shown[:-1], "0", shown[-1]] if shape == "extra_column" else shown


ROUTES = (Route(HOST, "/q/go.php/vInvestConsult/kind/xsjj/index.phtml", "text/html; charset=gbk", render),)
