"""The last source: today's bar from East Money's history host, through unmodified akshare.

Another host than push2, so it may answer while push2 bans us, and a bar carries its own day, which
akshare's quote functions drop. akshare sends every code that does not begin with 6 to market 0: right
for shares of Shenzhen and Beijing, wrong for funds, indices and B shares of Shanghai.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from market.errors import SourceChanged
from market.pace import Pace
from market.securities import Security
from market.session import CLOSE, SHANGHAI, Session
from market.sources.akshare_calls import AkshareCalls
from market.sources.row import Answer, Row, number, shares

if TYPE_CHECKING:
    import pandas

NAME = "东方财富"
HOST = "push2his.eastmoney.com"

COLUMNS = (
    "日期",
    "股票代码",
    "开盘",
    "收盘",
    "最高",
    "最低",
    "成交量",
    "成交额",
    "涨跌幅",
    "涨跌额",
    "换手率",
)
_LOT = 100
_LONGEST_SUSPENSION = timedelta(days=1000)


def read(frame: "pandas.DataFrame", security: Security, session: Session, now: datetime) -> Answer:
    """The last bar of akshare's frame as a row. Raises SourceChanged where a column is missing."""
    if frame.empty:
        return Answer()
    missing = tuple(column for column in COLUMNS if column not in frame.columns)
    if missing:
        raise SourceChanged(NAME, missing)
    bar = frame.iloc[-1]
    cell = {column: "" if bar.isna()[column] else str(bar[column]) for column in COLUMNS}
    if cell["股票代码"] != security.code:
        raise SourceChanged(NAME, ("股票代码",))
    try:
        return Answer((_row(cell, security, session, now),))
    except ValueError as error:
        raise SourceChanged(NAME, (str(error),)) from error


def _row(cell: dict[str, str], security: Security, session: Session, now: datetime) -> Row:
    last, change = number(cell["收盘"]), number(cell["涨跌额"])
    if last is None or change is None:
        raise ValueError("收盘")
    return Row(
        ref=security.ref,
        name="",
        as_of=_moment(cell["日期"], session, now),
        last=last,
        previous_close=_round(last - change),
        open=number(cell["开盘"]),
        high=number(cell["最高"]),
        low=number(cell["最低"]),
        volume=shares(cell["成交量"], _LOT),
        amount=number(cell["成交额"]),
        turnover_rate=number(cell["换手率"]),
        stated_percent=number(cell["涨跌幅"]),
    )


def _moment(day: str, session: Session, now: datetime) -> datetime:
    """A bar has a day only: today's is of this moment while prices move, an older one of its close."""
    close = datetime.combine(datetime.fromisoformat(day).date(), CLOSE, SHANGHAI)
    return now if close.date() == now.date() and session.is_moving(now) else close


def _round(price: Decimal) -> Decimal:
    return price.quantize(Decimal("0.001")).normalize()


class AkshareQuotes:
    """Shares only, two a call: one request each."""

    name = NAME
    host = HOST
    batch = 2

    def __init__(
        self, calls: AkshareCalls, pace: Pace, session: Session, now: Callable[[], datetime]
    ) -> None:
        self._calls = calls
        self._pace = pace
        self._session = session
        self._now = now

    def serves(self, security: Security) -> bool:
        return security.kind == "stock" and (security.exchange != "SH" or security.code.startswith("6"))

    async def fetch(self, securities: Sequence[Security]) -> Answer:
        rows: list[Row] = []
        for security in securities:
            now = self._now().astimezone(SHANGHAI)
            async with self._pace.turn(NAME):
                frame = await self._calls.call(
                    NAME,
                    HOST,
                    "stock_zh_a_hist",
                    symbol=security.code,
                    period="daily",
                    start_date=(now - _LONGEST_SUSPENSION).strftime("%Y%m%d"),
                    end_date=now.strftime("%Y%m%d"),
                    adjust="",
                )
            rows += read(frame, security, self._session, now).rows
        return Answer(tuple(rows))
