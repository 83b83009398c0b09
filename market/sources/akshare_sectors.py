"""Sectors of 同花顺 and 新浪财经 through unmodified akshare: whole tables, in units of their own.

同花顺 counts its industries' volume in 10,000 lots and their money in 100 million yuan, and gives the average
price, which shows whether that is still so; its table of concepts has money that flowed in and out, but no
amount. 新浪 gives shares and yuan, whatever akshare's documentation says of lots and 10,000 yuan. None of
them says when: what they show is of now, or of when prices last came to rest.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from market.errors import SourceChanged, foreign_errors
from market.fact import Fact
from market.sectors import SECTORS, Group, Sector, vet
from market.session import Session
from market.sources.akshare_calls import AkshareCalls
from market.sources.frames import Cells, decimal, records, text, whole

if TYPE_CHECKING:
    import pandas

Now = Callable[[], datetime]

_HUNDRED_MILLION = 10**8
_TEN_THOUSAND_LOTS = 10**6
_ROUNDING = Decimal("0.03")
"""How far figures of two decimals may disagree, as a part of the whole."""

_INDUSTRIES = (
    "板块",
    "涨跌幅",
    "总成交量",
    "总成交额",
    "净流入",
    "上涨家数",
    "下跌家数",
    "均价",
    "领涨股",
    "领涨股-涨跌幅",
)


def read_ths_industries(frame: "pandas.DataFrame", source: str) -> list[Sector]:
    """Raises SourceChanged where a column is missing or average prices do not fit the units."""
    rows = records(frame, _INDUSTRIES, source)
    misfits = sum(_misfit(row) for row in rows)
    if misfits * 2 > len(rows):
        raise SourceChanged(source, ("均价",))
    return [
        Sector(
            name=text(row["板块"]),
            change_percent=change,
            amount=decimal(row["总成交额"], _HUNDRED_MILLION),
            volume=whole(row["总成交量"], _TEN_THOUSAND_LOTS),
            net_inflow=decimal(row["净流入"], _HUNDRED_MILLION),
            rising=whole(row["上涨家数"]),
            falling=whole(row["下跌家数"]),
            leader=text(row["领涨股"]),
            leader_change=decimal(row["领涨股-涨跌幅"]),
        )
        for row in rows
        if (change := decimal(row["涨跌幅"])) is not None
    ]


def _misfit(row: Cells) -> bool:
    """Whether amount and volume give another price than the one stated."""
    amount, volume, price = (decimal(row[column]) for column in ("总成交额", "总成交量", "均价"))
    if not amount or not volume or not price:
        return False
    return abs(amount * _HUNDRED_MILLION / (volume * _TEN_THOUSAND_LOTS) / price - 1) > _ROUNDING


def read_ths_concepts(frame: "pandas.DataFrame", source: str) -> list[Sector]:
    """Raises SourceChanged where a column is missing or in and out do not give the net."""
    columns = ("行业", "行业-涨跌幅", "流入资金", "流出资金", "净额", "公司家数", "领涨股", "领涨股-涨跌幅")
    rows = records(frame, columns, source)
    if sum(_unbalanced(row) for row in rows) * 2 > len(rows):
        raise SourceChanged(source, ("净额",))
    return [
        Sector(
            name=text(row["行业"]),
            change_percent=change,
            net_inflow=_money(row["净额"]),
            members=whole(row["公司家数"]),
            leader=text(row["领涨股"]),
            leader_change=decimal(row["领涨股-涨跌幅"]),
        )
        for row in rows
        if (change := decimal(row["行业-涨跌幅"])) is not None
    ]


def _unbalanced(row: Cells) -> bool:
    came, went, net = (_money(row[column]) for column in ("流入资金", "流出资金", "净额"))
    if came is None or went is None or net is None:
        return False
    return abs(came - went - net) > _ROUNDING * _HUNDRED_MILLION + _ROUNDING * abs(net)


def _money(cell: Any) -> Decimal | None:
    """Yuan: a bare number counts 100 million, one with its unit is what it says."""
    return decimal(cell, 1 if text(cell).endswith(("亿", "万", "元")) else _HUNDRED_MILLION)


def read_sina(frame: "pandas.DataFrame", source: str) -> list[Sector]:
    """Raises SourceChanged where a column is missing."""
    columns = ("板块", "公司家数", "涨跌幅", "总成交量", "总成交额", "股票名称", "个股-涨跌幅")
    return [
        Sector(
            name=text(row["板块"]),
            change_percent=change,
            amount=decimal(row["总成交额"]),
            volume=whole(row["总成交量"]),
            members=whole(row["公司家数"]),
            leader=text(row["股票名称"]),
            leader_change=decimal(row["个股-涨跌幅"]),
        )
        for row in records(frame, columns, source)
        if (change := decimal(row["涨跌幅"])) is not None
    ]


@dataclass(frozen=True, slots=True)
class Board:
    """One function of akshare, and which sectors it tells of."""

    name: str
    host: str
    group: Group
    function: str
    arguments: dict[str, str]
    read: "Callable[[pandas.DataFrame, str], Iterable[Sector]]"


BOARDS = (
    Board(
        "同花顺", "q.10jqka.com.cn", "industry", "stock_board_industry_summary_ths", {}, read_ths_industries
    ),
    Board(
        "同花顺",
        "data.10jqka.com.cn",
        "concept",
        "stock_fund_flow_concept",
        {"symbol": "即时"},
        read_ths_concepts,
    ),
    Board(
        "新浪财经",
        "vip.stock.finance.sina.com.cn",
        "industry",
        "stock_sector_spot",
        {"indicator": "新浪行业"},
        read_sina,
    ),
    Board(
        "新浪财经",
        "money.finance.sina.com.cn",
        "concept",
        "stock_sector_spot",
        {"indicator": "概念"},
        read_sina,
    ),
)


class AkshareSectors:
    """All sectors of one board of one house."""

    kind = SECTORS

    def __init__(self, calls: AkshareCalls, board: Board, session: Session, now: Now) -> None:
        self.name = board.name
        self.host = board.host
        self._calls = calls
        self._board = board
        self._session = session
        self._now = now

    def covers(self, key: Group) -> bool:
        return key == self._board.group

    async def fetch(self, key: Group) -> Fact[tuple[Sector, ...]] | None:
        board = self._board
        frame = await self._calls.call(self.name, self.host, board.function, **board.arguments)
        with foreign_errors(self.name):
            sectors = vet(board.read(frame, self.name), self.name)
        return Fact(sectors, shown_at(self._session, self._now()), self.name) if sectors else None


def shown_at(session: Session, now: datetime) -> datetime:
    """When figures that carry no time were true: now, or when prices last came to rest."""
    return now if session.is_moving(now) else session.last_rest(now)
