"""Quotes as the rest of the house gets them, through the real clients and the stand-ins' proxy."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from market.quotes import Allowance, Quote, QuoteMissing, Quotes
from market.securities import Security
from tests.fakes.upstreams import Upstreams
from tests.fakes.upstreams.proxy import Mode
from tests.unit.market.given import Clock, moment, security

PUFA, MOUTAI, PINGAN = security("SH600000"), security("SH600519"), security("SZ000001")
INDEX = security("SH000001", "index")
EVENING = "2025-08-05 20:00:00"
QUICK = Allowance(source=0.6)
TENCENT, SINA = "qt.gtimg.cn", "hq.sinajs.cn"
PUSH2, HISTORY = "push2.eastmoney.com", "push2his.eastmoney.com"


@asynccontextmanager
async def live(clock: Clock | None = None, allowance: Allowance = QUICK) -> AsyncIterator[Quotes]:
    async with Quotes.open("live", now=clock or Clock(EVENING), allowance=allowance) as quotes:
        yield quotes


async def one(quotes: Quotes, of: Security = PUFA) -> Quote:
    found = (await quotes.get([of]))[of.ref]
    assert isinstance(found, Quote), found
    return found


async def none(quotes: Quotes, of: Security = PUFA) -> QuoteMissing:
    found = (await quotes.get([of]))[of.ref]
    assert isinstance(found, QuoteMissing), found
    return found


async def test_a_quote_comes_from_tencent_with_its_time(upstreams: Upstreams) -> None:
    async with live() as quotes:
        quote = await one(quotes)
    assert (quote.last, quote.change_percent, quote.source) == (
        Decimal("13.75"),
        Decimal("4.72"),
        "腾讯行情",
    )
    assert (quote.as_of, quote.phase) == (moment("2025-08-05 15:00:00"), "closed")
    assert (quote.stale, quote.demo, quotes.mode) == (False, False, "live")
    assert upstreams.counts == {TENCENT: 1}


async def test_five_hundred_shares_asked_at_once_are_at_most_one_request_for_sixty(
    upstreams: Upstreams,
) -> None:
    """Their figures are those of one real row under other codes: only the number of requests matters here."""
    shares = [security(f"SH{code}") for code in range(600100, 600600)]
    upstreams.table |= {share.ref: replace(upstreams.table[PUFA.ref], ref=share.ref) for share in shares}
    async with live(allowance=Allowance()) as quotes:
        found = await asyncio.gather(*(quotes.get([share]) for share in shares))
    assert all(isinstance(each, Quote) for answer in found for each in answer.values())
    assert upstreams.counts == {TENCENT: 9}


async def test_five_hundred_shares_are_batched_at_the_next_source_too(upstreams: Upstreams) -> None:
    shares = [security(f"SH{code}") for code in range(600100, 600600)]
    upstreams.table |= {share.ref: replace(upstreams.table[PUFA.ref], ref=share.ref) for share in shares}
    upstreams.switch(TENCENT, "ban")
    async with live(allowance=Allowance()) as quotes:
        found = await asyncio.gather(*(quotes.get([share]) for share in shares))
    assert {each.source for answer in found for each in answer.values() if isinstance(each, Quote)} == {
        "新浪财经"
    }
    assert upstreams.counts[SINA] == 9
    assert upstreams.counts[TENCENT] <= 9


async def test_a_thousand_askers_of_one_share_are_one_upstream_request(upstreams: Upstreams) -> None:
    async with live(allowance=Allowance()) as quotes:
        answers = await asyncio.gather(*(quotes.get([PUFA]) for _ in range(1000)))
        again = await quotes.get([PUFA])
    assert upstreams.counts == {TENCENT: 1}
    assert {answer["SH600000"] for answer in answers} == {again["SH600000"]}


async def test_shares_asked_together_are_one_upstream_request(upstreams: Upstreams) -> None:
    async with live() as quotes:
        await asyncio.gather(quotes.get([PUFA, MOUTAI]), quotes.get([PINGAN]), quotes.get([INDEX]))
    assert upstreams.counts == {TENCENT: 1}


@pytest.mark.parametrize("mode", ["hang", "ban", "units", "missing_column", "extra_column", "truncated"])
async def test_whatever_befalls_tencent_sina_answers(mode: Mode, upstreams: Upstreams) -> None:
    upstreams.switch(TENCENT, mode)
    async with live() as quotes:
        quote = await one(quotes)
    assert (quote.last, quote.volume, quote.source) == (Decimal("13.75"), 133_646_594, "新浪财经")


@pytest.mark.parametrize("mode", ["units", "5xx", "empty", "reset"])
async def test_without_tencent_and_sina_east_money_answers(mode: Mode, upstreams: Upstreams) -> None:
    upstreams.switch(TENCENT, mode)
    upstreams.switch(SINA, mode)
    async with live() as quotes:
        quote = await one(quotes)
    assert (quote.last, quote.volume, quote.source) == (Decimal("13.75"), 133_646_500, "东方财富")
    assert upstreams.counts[PUSH2] == 1


async def test_without_the_other_three_akshare_answers(upstreams: Upstreams) -> None:
    pytest.importorskip("akshare")  # loaded before, as in a process that has run for a second
    for host in (TENCENT, SINA, PUSH2):
        upstreams.switch(host, "reset")
    async with live(allowance=Allowance(source=5, total=20)) as quotes:
        quote = await one(quotes)
    assert (quote.last, quote.previous_close) == (Decimal("13.75"), Decimal("13.13"))
    assert upstreams.counts[HISTORY] == 1


async def test_with_all_sources_down_the_last_known_quote_is_told(upstreams: Upstreams) -> None:
    clock = Clock("2025-08-05 15:10:00")
    async with live(clock) as quotes:
        before = await one(quotes)
        upstreams.switch("*", "reset")
        clock.set("2025-08-05 15:20:00")
        missing = await none(quotes)
    assert missing == QuoteMissing(PUFA, "source_down", replace(before, stale=True))


async def test_with_all_sources_down_from_the_start_nothing_is_known(upstreams: Upstreams) -> None:
    upstreams.switch("*", "ban")
    async with live() as quotes:
        assert await none(quotes) == QuoteMissing(PUFA, "source_down", None)


async def test_live_never_falls_back_to_the_demonstration(upstreams: Upstreams) -> None:
    upstreams.switch("*", "reset")
    async with live() as quotes:
        assert (await none(quotes, MOUTAI)).reason == "source_down"
        assert quotes.mode == "live"


async def test_what_two_houses_deny_has_no_data_and_is_not_asked_again(upstreams: Upstreams) -> None:
    unknown = security("SZ000009")
    async with live() as quotes:
        assert (await none(quotes, unknown)).reason == "no_data"
        assert (await none(quotes, unknown)).reason == "no_data"
    assert upstreams.counts == {TENCENT: 1, SINA: 1}


@pytest.mark.parametrize(
    "gone", [replace(PUFA, status="delisted"), security("BJ832982"), security("BJ430047")]
)
async def test_what_is_gone_costs_no_request(gone: Security, upstreams: Upstreams) -> None:
    async with live() as quotes:
        assert await none(quotes, gone) == QuoteMissing(gone, "delisted")
    assert not upstreams.counts


async def test_an_old_row_keeps_its_own_date_and_is_called_stale(upstreams: Upstreams) -> None:
    async with live(Clock("2026-11-23 10:00:00")) as quotes:
        quote = await one(quotes)
    assert (quote.as_of, quote.stale) == (moment("2025-08-05 15:00:00"), True)


async def test_a_row_from_the_future_is_refused(upstreams: Upstreams) -> None:
    figures = upstreams.table["SH600000"]
    upstreams.table["SH600000"] = replace(figures, as_of=figures.as_of + timedelta(days=1))
    async with live() as quotes:
        assert (await none(quotes)).reason == "source_down"


async def test_a_suspended_share_has_no_price_at_any_source(upstreams: Upstreams) -> None:
    figures = upstreams.table["SH600000"]
    upstreams.table["SH600000"] = replace(
        figures,
        last=figures.previous_close,
        open=None,
        high=None,
        low=None,
        volume=0,
        amount=Decimal(0),
    )
    for host in (None, TENCENT, SINA):
        if host is not None:
            upstreams.switch(host, "reset")
        async with live() as quotes:
            quote = await one(quotes)
        assert quote.suspended
        assert (quote.last, quote.previous_close, quote.volume) == (None, Decimal("13.13"), None)


async def test_an_index_is_not_the_share_of_the_same_code(upstreams: Upstreams) -> None:
    async with live() as quotes:
        found = await quotes.get([INDEX, PINGAN])
    last = {ref: quote.last for ref, quote in found.items() if isinstance(quote, Quote)}
    assert last == {"SH000001": Decimal("3210.10"), "SZ000001": Decimal("12.89")}


async def test_while_prices_move_a_quote_is_asked_again_after_three_seconds(upstreams: Upstreams) -> None:
    clock = Clock("2025-08-05 15:10:00")
    async with live(clock) as quotes:
        await one(quotes)
        clock.set("2025-08-05 15:10:02")
        await one(quotes)
        assert upstreams.counts == {TENCENT: 1}
        clock.set("2025-08-05 15:10:03")
        await one(quotes)
        assert upstreams.counts == {TENCENT: 2}


async def test_auto_is_live_when_one_source_answers(upstreams: Upstreams) -> None:
    for host in (TENCENT, SINA):
        upstreams.switch(host, "hang")
    async with Quotes.open("auto", now=Clock(EVENING), allowance=QUICK) as quotes:
        assert (quotes.mode, quotes.reason) == ("live", "source_answers")


async def test_auto_shows_the_demonstration_when_none_answers(upstreams: Upstreams) -> None:
    upstreams.switch("*", "reset")
    async with Quotes.open("auto", now=Clock(EVENING), allowance=QUICK) as quotes:
        assert (quotes.mode, quotes.reason) == ("demo", "no_source_answers")
        assert (await one(quotes)).demo


async def test_closed_quotes_answer_nothing() -> None:
    quotes = Quotes.open("demo")
    with pytest.raises(RuntimeError):
        await quotes.get([PUFA])
    async with quotes:
        assert (await one(quotes)).demo
    with pytest.raises(RuntimeError):
        await quotes.get([PUFA])
