"""Every source's own client, and unmodified akshare, against the stand-ins in the true wire formats."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from threading import Event
from types import ModuleType

import httpx
import pytest

from market.errors import (
    SourceBanned,
    SourceBusy,
    SourceChanged,
    SourceFailed,
    SourceUnavailable,
)
from market.pace import Pace
from market.session import Session
from market.sources.akshare_calls import AkshareCalls
from market.sources.akshare_quotes import COLUMNS, AkshareQuotes, read
from market.sources.eastmoney import EastMoney
from market.sources.lines import Lines
from market.sources.roster import Roster
from market.sources.sina import Sina
from market.sources.source import Source, download, http_client
from market.sources.tencent import Tencent
from tests.fakes.upstreams import Upstreams
from tests.fakes.upstreams.proxy import Mode
from tests.unit.market.failures import FAILURES
from tests.unit.market.given import Clock, Stopwatch, security

MOUTAI, PINGAN = security("SH600519"), security("SZ000001")
NAMES = ["tencent", "sina", "eastmoney", "akshare"]
CLOSED = Clock("2021-07-28 20:00:00")


def no_pace() -> Pace:
    return Pace(Stopwatch(), gap=0)


@asynccontextmanager
async def opened(name: str, session: Session, seconds: float = 0.6) -> AsyncIterator[Source]:
    """The source by its name, with akshare loaded where it is needed."""
    client = http_client(seconds)
    calls = AkshareCalls(seconds)
    sources: dict[str, Source] = {
        "tencent": Tencent(client),
        "sina": Sina(client),
        "eastmoney": EastMoney(client, no_pace()),
        "akshare": AkshareQuotes(calls, no_pace(), session, CLOSED),
    }
    try:
        if name == "akshare":
            calls.load().result()
        yield sources[name]
    finally:
        calls.close()
        await client.aclose()


@pytest.mark.parametrize("name", NAMES)
async def test_a_source_gives_the_figures_that_it_was_given(
    name: str, upstreams: Upstreams, session: Session
) -> None:
    async with opened(name, session, seconds=5) as source:
        (row,) = (await source.fetch([MOUTAI])).rows
    assert (row.ref, row.last, row.previous_close) == ("SH600519", Decimal("1768.9"), Decimal("1712.89"))
    assert (row.open, row.high, row.low) == (Decimal("1703"), Decimal("1788.2"), Decimal("1682.12"))
    assert (row.volume, row.amount) == (8_536_900, Decimal("14792470000"))
    assert row.as_of.isoformat() == "2021-07-28T15:00:00+08:00"
    assert upstreams.counts == {source.host: 1}


@pytest.mark.parametrize("name", ["tencent", "sina", "eastmoney"])
async def test_many_codes_are_one_request(name: str, upstreams: Upstreams, session: Session) -> None:
    async with opened(name, session, seconds=5) as source:
        answer = await source.fetch([MOUTAI, PINGAN, security("SZ399999")])
    assert {row.ref for row in answer.rows} == {"SH600519", "SZ000001"}
    assert upstreams.counts == {source.host: 1}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("mode", "error"), FAILURES.items())
async def test_each_way_to_fail_is_told_apart(
    name: str, mode: Mode, error: type[SourceFailed], upstreams: Upstreams, session: Session
) -> None:
    async with opened(name, session) as source:
        upstreams.switch(source.host, mode)
        with pytest.raises(error):
            await source.fetch([MOUTAI])
    assert upstreams.counts[source.host] == 1


@pytest.mark.parametrize("name", NAMES)
async def test_a_source_that_recovers_is_itself_again(
    name: str, upstreams: Upstreams, session: Session
) -> None:
    async with opened(name, session, seconds=5) as source:
        upstreams.switch(source.host, "reset")
        with pytest.raises(SourceUnavailable):
            await source.fetch([MOUTAI])
        upstreams.switch(source.host, "ok")
        assert (await source.fetch([MOUTAI])).rows


async def test_sina_is_asked_with_the_referer_that_it_wants(upstreams: Upstreams, session: Session) -> None:
    async with opened("sina", session, seconds=5) as source:
        await source.fetch([MOUTAI])
    assert upstreams.referers == ["https://finance.sina.com.cn/"]


async def test_an_unknown_upstream_fails_loudly(upstreams: Upstreams) -> None:
    async with http_client(2) as client:
        with pytest.raises(SourceUnavailable, match="599"):
            await download(client, "nobody", "https://nobody.example/")


@pytest.mark.parametrize(("status", "error"), [(403, SourceBanned), (456, SourceBanned), (302, SourceBanned)])
async def test_a_refusal_is_a_ban(status: int, error: type[SourceFailed]) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(status, headers={"Location": "/verify"}))
    async with httpx.AsyncClient(transport=transport) as client:
        with pytest.raises(error):
            await download(client, "x", "https://x.example/")


async def test_a_busy_source_may_say_when_to_come_back() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(503, headers={"Retry-After": "30"}))
    async with httpx.AsyncClient(transport=transport) as client:
        with pytest.raises(SourceUnavailable) as caught:
            await download(client, "x", "https://x.example/")
    assert caught.value.retry_after == 30


async def test_without_a_network_a_source_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    async with http_client(1) as client:
        with pytest.raises(SourceUnavailable):
            await Tencent(client).fetch([MOUTAI])


async def test_akshare_functions_that_nobody_read_are_not_called() -> None:
    calls = AkshareCalls()
    with pytest.raises(ValueError, match="not allowed"):
        await calls.call("x", "x.example", "stock_zh_a_tick_tx_js", symbol="sz000001")
    calls.close()


async def test_while_akshare_loads_it_is_busy_not_broken() -> None:
    loaded = Event()

    def slowly() -> ModuleType:
        loaded.wait(5)
        return ModuleType("akshare")

    calls = AkshareCalls(loader=slowly)
    with pytest.raises(SourceBusy):
        await calls.call("x", "x.example", "stock_zh_a_hist", symbol="000001")
    loaded.set()
    calls.close()


async def test_akshares_own_unknown_code_is_no_row(upstreams: Upstreams, session: Session) -> None:
    async with opened("akshare", session, seconds=5) as source:
        assert (await source.fetch([security("SZ000999")])).rows == ()


async def test_akshare_sends_funds_and_indices_to_the_wrong_market(session: Session) -> None:
    async with opened("eastmoney", session) as direct:
        assert direct.serves(security("SH510300", "etf"))
    calls = AkshareCalls()
    source = AkshareQuotes(calls, no_pace(), session, CLOSED)
    assert source.serves(MOUTAI)
    assert source.serves(security("BJ920001"))
    assert not source.serves(security("SH510300", "etf"))
    assert not source.serves(security("SH000001", "index"))
    assert not source.serves(security("SH900901"))
    calls.close()


def test_todays_bar_is_of_this_moment_while_prices_move(session: Session) -> None:
    import pandas

    frame = pandas.DataFrame(
        [["2021-07-28", "600519", 1703.0, 1768.9, 1788.2, 1682.12, 85369, 14792470000.0, 3.27, 56.01, 0.68]],
        columns=list(COLUMNS),
    )
    noon, evening = Clock("2021-07-28 10:00:00")(), Clock("2021-07-28 16:00:00")()
    assert read(frame, MOUTAI, session, noon).rows[0].as_of == noon
    assert read(frame, MOUTAI, session, evening).rows[0].as_of == Clock("2021-07-28 15:00:00")()
    with pytest.raises(SourceChanged, match="换手率"):
        read(frame.drop(columns="换手率"), MOUTAI, session, noon)
    with pytest.raises(SourceChanged, match="股票代码"):
        read(frame, PINGAN, session, noon)
    with pytest.raises(SourceChanged, match="收盘"):
        read(frame.assign(收盘=float("nan")), MOUTAI, session, noon)


async def test_a_probe_that_takes_too_long_finds_nobody(upstreams: Upstreams, session: Session) -> None:
    upstreams.switch("*", "hang")
    lines = Lines.open(CLOSED)
    assert not await Roster(lines, session, CLOSED).any_answers(within=0.05)
    await lines.aclose()
