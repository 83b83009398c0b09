"""The recorded upstreams as the tests of the whole product use them: dated to the last trading day."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from market.session import CLOSE, SHANGHAI, Session
from market.sources.calendar import load_trading_days
from tests.fakes.upstreams import Upstreams as Proxy
from tests.fakes.upstreams.figures import Figures, load_figures
from tests.fakes.upstreams.proxy import Mode

TENCENT = "qt.gtimg.cn"
SINA = "hq.sinajs.cn"
EASTMONEY = "push2.eastmoney.com"
AKSHARE = "push2his.eastmoney.com"
SOURCES = {TENCENT: "腾讯行情", SINA: "新浪财经", EASTMONEY: "东方财富", AKSHARE: "东方财富"}

FUNDS = ("5", "15", "16")


@dataclass(frozen=True)
class Row:
    """A recorded row as an investor should read it."""

    figures: Figures
    source: str

    @property
    def last(self) -> str:
        return self._price(self.figures.last)

    @property
    def previous_close(self) -> str:
        return self._price(self.figures.previous_close)

    @property
    def close_before_today(self) -> str:
        """What 昨收 is to who asks now: of a row of an earlier day its own close."""
        is_todays = self.figures.as_of.date() == datetime.now(SHANGHAI).date()
        return self.previous_close if is_todays else self.last

    @property
    def open(self) -> str:
        return self._price(self.figures.open)

    @property
    def high(self) -> str:
        return self._price(self.figures.high)

    @property
    def low(self) -> str:
        return self._price(self.figures.low)

    @property
    def percent(self) -> str:
        return f"{self.figures.percent:+.2f}%"

    @property
    def moment(self) -> str:
        """Month, day and time; with the year where it is another one."""
        this_year = self.figures.as_of.year == datetime.now(SHANGHAI).year
        return self.figures.as_of.strftime("%m-%d %H:%M" if this_year else "%Y-%m-%d %H:%M")

    def _price(self, value: Decimal | None) -> str:
        """Funds are quoted to a tenth of a cent."""
        assert value is not None, self.figures.ref
        return f"{value:.{3 if self.figures.code.startswith(FUNDS) else 2}f}"


NOT_BEHIND_THEM = dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1,localhost")
"""Variables for a system whose platforms stand on this machine, not behind the proxy of the sources."""


class Upstreams:
    """The stand-ins, running on a loop of their own."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy

    @property
    def variables(self) -> dict[str, str]:
        """The environment that leads unmodified clients here."""
        return {**self._proxy.environment, "no_proxy": ""}

    def row(self, ref: str, host: str = TENCENT) -> Row:
        """What `host` says of a security."""
        return Row(self._proxy.table[ref], SOURCES[host])

    def spoil(self, host: str, mode: Mode) -> None:
        self._proxy.switch(host, mode)

    def spoil_all(self, mode: Mode) -> None:
        self._proxy.switch("*", mode)

    def tells(self, host: str, body: bytes) -> None:
        """From now on `host` answers everything with this, until mended."""
        self._proxy.recorded[host] = body

    def slow_down(self, seconds: float) -> None:
        """Let every answer take so long."""
        self._proxy.delay = seconds

    def mend(self) -> None:
        """All well and quick again, all dated to the last trading day."""
        self._proxy.delay = 0.0
        self._proxy.recorded.clear()
        self._proxy.switch("*", "ok")
        self._proxy.table.update(dated_today())

    def date(self, as_of: datetime) -> None:
        """Let every row be of another moment."""
        moved = {ref: replace(row, as_of=as_of) for ref, row in self._proxy.table.items()}
        self._proxy.table.update(moved)

    @property
    def headers(self) -> set[str]:
        """The names of all headers that the hosts were sent, in lower case."""
        return self._proxy.headers

    def count(self, host: str | None = None) -> int:
        """Requests so far, of one host or of all."""
        return self._proxy.counts.total() if host is None else self._proxy.counts[host]


@contextmanager
def run_upstreams() -> Iterator[Upstreams]:
    """The stand-ins on a thread of their own until the end."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="upstreams", daemon=True)
    thread.start()
    proxy = Proxy(dated_today())
    asyncio.run_coroutine_threadsafe(proxy.start(), loop).result(10)
    try:
        yield Upstreams(proxy)
    finally:
        asyncio.run_coroutine_threadsafe(proxy.aclose(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def dated_today() -> dict[str, Figures]:
    """The recorded figures as if the last trading day had ended, or stood, with them.

    Only the day is another one: with its own, a price of years ago would rightly be called outdated.
    """
    now = datetime.now(SHANGHAI)
    day = Session(load_trading_days()).last_day(now)
    latest = min(now.replace(tzinfo=None, microsecond=0), datetime.combine(day, CLOSE))
    return {ref: replace(row, as_of=latest) for ref, row in load_figures().items()}
