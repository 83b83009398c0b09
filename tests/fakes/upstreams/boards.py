"""Tables of sectors as 同花顺, 新浪 and 申万 answer: HTML in pages, an object of a script, JSON.

All render the ten industries of ths_industries.csv, which akshare's documentation (MIT,
docs/data/stock/stock.md, stock_board_industry_summary_ths) shows without their day, as the wire does; what it
cuts with "…" (net inflow, rising shares) is "--". The sectors of data/demo/sectors.csv are there too.
"""

import csv
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from tests.fakes.upstreams.asked import HTML, JSON, Asked, Route
from tests.fakes.upstreams.figures import SAMPLES

_PER_PAGE = 5
_LOTS = 100
Cells = Sequence[object]


def _table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


SECTORS = _table(SAMPLES.with_name("sectors.csv"))
CONCEPTS = [row for row in SECTORS if row["group"] == "concept"]


def _change(row: dict[str, str]) -> Decimal:
    return (Decimal(row["close"]) / Decimal(row["previous_close"]) - 1) * 100


def _summed_up(row: dict[str, str]) -> dict[str, str]:
    """A sample in the units of 同花顺's table; who led it is not known."""
    volume, amount = Decimal(row["volume"]), Decimal(row["amount"])
    return {
        "name": row["name"],
        "change": f"{_change(row):.2f}",
        "volume": f"{volume / 10_000 / _LOTS:.2f}",
        "amount": f"{amount / 10**8:.2f}",
        "falling": "--",
        "average": f"{amount / volume:.2f}",
        "leader": "",
        "leader_last": "",
        "leader_change": "",
    }


INDUSTRIES = [
    *_table(Path(__file__).with_name("ths_industries.csv")),
    *(_summed_up(row) for row in SECTORS if row["group"] == "industry"),
]


def render_ths_industries(asked: Asked) -> bytes:
    """The answer to /thshy/index/field/199112/order/desc/page/2/ajax/1/: a table and which page it is."""
    scale = 100 if asked.shape == "units" else 1
    heads = (
        "序号 板块 涨跌幅(%) 总成交量（万手） 总成交额（亿元） 净流入（亿元） "
        "上涨家数 下跌家数 均价 领涨股 最新价 涨跌幅(%)"
    )
    rows: list[Cells] = [
        (
            at,
            row["name"],
            row["change"],
            Decimal(row["volume"]) * scale,
            row["amount"],
            "--",
            "--",
            row["falling"],
            row["average"],
            row["leader"],
            row["leader_last"],
            row["leader_change"],
        )
        for at, row in enumerate(INDUSTRIES, 1)
    ]
    return _page(asked, heads.split(), rows)


def render_ths_concepts(asked: Asked) -> bytes:
    """The answer to /funds/gnzjl/field/tradezdf/order/desc/page/1/ajax/1/free/1/."""
    heads = "序号 行业 行业指数 涨跌幅 流入资金(亿) 流出资金(亿) 净额(亿) 公司家数 领涨股 涨跌幅 当前价(元)"
    rows: list[Cells] = [
        (at, row["name"], row["close"], f"{_change(row):.2f}%", "--", "--", "--", "0", "", "0.00%", "0")
        for at, row in enumerate(CONCEPTS, 1)
    ]
    return _page(asked, heads.split(), rows)


def render_sina_industries(asked: Asked) -> bytes:
    scale = 100 if asked.shape == "units" else 1
    rows = {
        f"new_{at}": [
            row["name"],
            "",
            row["average"],
            "",
            row["change"],
            int(Decimal(row["volume"]) * 10_000 * _LOTS) * scale,
            int(Decimal(row["amount"]) * 10**8),
            "sz000000",
            row["leader_change"],
            row["leader_last"],
            "",
            row["leader"],
        ]
        for at, row in enumerate(INDUSTRIES, 1)
    }
    return _script("S_Finance_bankuai_sinaindustry", rows, asked)


def render_sina_concepts(asked: Asked) -> bytes:
    rows = {
        f"gn_{at}": [row["name"], "", "", "", _change(row), row["volume"], row["amount"], *[""] * 5]
        for at, row in enumerate(CONCEPTS, 1)
    }
    return _script("S_Finance_bankuai_class", rows, asked)


def render_sws(asked: Asked) -> bytes:
    """Levels are of 1000 points the day before: what akshare's documentation shows of them has no day."""
    rows = [
        {
            "swindexcode": f"8010{at:02}",
            "swindexname": row["name"],
            "l3": 1000.0,
            "l4": 1000.0,
            "l5": float(Decimal(row["amount"]) * 100),
            "l6": 1100.0,
            "l7": 900.0,
            "l8": float(1000 + Decimal(row["change"]) * 10),
            "l11": float(Decimal(row["volume"])),
        }
        for at, row in enumerate(INDUSTRIES, 1)
    ]
    if asked.shape == "missing_column":
        rows = [{key: value for key, value in row.items() if key != "l3"} for row in rows]
    if asked.shape == "extra_column":
        rows = [row | {"l12": 0} for row in rows]
    data = {"count": len(rows), "next": None, "previous": None, "results": rows}
    return json.dumps({"code": "200", "message": "ok", "data": data}, ensure_ascii=False).encode()


def _page(asked: Asked, heads: list[str], rows: list[Cells]) -> bytes:
    """One page of an HTML table; a lost or a new column stands before the fourth."""
    if asked.shape == "missing_column":
        heads, rows = [*heads[:3], *heads[4:]], [(*row[:3], *row[4:]) for row in rows]
    if asked.shape == "extra_column":
        heads, rows = [*heads[:3], "新列", *heads[3:]], [(*row[:3], "0", *row[3:]) for row in rows]
    pages = -(-len(rows) // _PER_PAGE)
    parts = asked.path.split("/page/")
    page = int(parts[1].split("/")[0]) if len(parts) > 1 else 1
    shown = rows[(page - 1) * _PER_PAGE : page * _PER_PAGE]
    head = "".join(f"<th>{name}</th>" for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in shown)
    table = (
        f'<table class="m-table m-pager-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )
    return f'{table}<div class="m-pager"><span class="page_info">{page}/{pages}</span></div>'.encode()


def _script(name: str, rows: dict[str, list[object]], asked: Asked) -> bytes:
    cells = {label: [label, *map(str, row)] for label, row in rows.items()}
    if asked.shape == "missing_column":
        cells = {label: [*row[:4], *row[5:]] for label, row in cells.items()}
    if asked.shape == "extra_column":
        cells = {label: [*row[:4], "0", *row[4:]] for label, row in cells.items()}
    written = json.dumps({label: ",".join(row) for label, row in cells.items()}, ensure_ascii=False)
    return f"var {name} = {written}".encode("gbk")


GBK = "text/html; charset=GBK"
ROUTES = (
    Route("q.10jqka.com.cn", "/thshy/index/", HTML, render_ths_industries),
    Route("data.10jqka.com.cn", "/funds/gnzjl/", HTML, render_ths_concepts),
    Route("vip.stock.finance.sina.com.cn", "/q/view/newSinaHy.php", GBK, render_sina_industries),
    Route("money.finance.sina.com.cn", "/q/view/newFLJK.php", GBK, render_sina_concepts),
    Route("www.swsresearch.com", "/institute-sw/api/index_publish/current/", JSON, render_sws),
)
