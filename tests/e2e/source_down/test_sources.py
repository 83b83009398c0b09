"""Upstreams that hang, lie or change: the next one answers, by its own name, with the right price."""

from datetime import datetime, timedelta

import pytest

from tests.e2e.dialogue import Reply, Says, talk
from tests.e2e.system import System, wait_for
from tests.e2e.upstreams import AKSHARE, EASTMONEY, SINA, TENCENT, Upstreams
from tests.fakes.upstreams.proxy import Mode

FAULTS: dict[Mode, str] = {
    "hang": "SH510050",
    "ban": "SH510300",
    "empty": "SH510500",
    "reset": "SH512800",
    "5xx": "SH518880",
    "truncated": "SH588000",
    "units": "SZ000338",
    "missing_column": "SZ300027",
    "extra_column": "SZ159915",
}


@pytest.mark.parametrize(("fault", "ref"), FAULTS.items())
def test_the_next_source_answers_and_is_named(
    fresh: System, upstreams: Upstreams, fault: Mode, ref: str
) -> None:
    upstreams.spoil(TENCENT, fault)
    row = upstreams.row(ref, SINA)
    hears = [row.figures.code, row.last, row.percent, row.moment, row.source]
    talk(fresh, [Says(f"{row.figures.code}多少钱", hears=hears, never=["腾讯"])])


def test_the_third_source_answers_when_two_are_down(fresh: System, upstreams: Upstreams) -> None:
    upstreams.spoil(TENCENT, "ban")
    upstreams.spoil(SINA, "5xx")
    row = upstreams.row("SH600519", EASTMONEY)
    talk(fresh, [Says("贵州茅台多少钱", hears=["贵州茅台 600519", row.last, row.percent, row.source])])


def test_unmodified_akshare_answers_when_three_are_down(fresh: System, upstreams: Upstreams) -> None:
    for host in (TENCENT, SINA, EASTMONEY):
        upstreams.spoil(host, "5xx")
    row = upstreams.row("SH601318", AKSHARE)
    before = upstreams.count(AKSHARE)
    talk(fresh, [Says("中国平安多少钱", hears=["中国平安 601318", row.last, row.percent])])
    assert upstreams.count(AKSHARE) > before


def test_with_all_down_and_nothing_known_it_says_so(fresh: System, upstreams: Upstreams) -> None:
    upstreams.spoil_all("5xx")
    talk(fresh, [Says("万科A多少钱", hears=["暂时取不到", "万科"], never=["0.00", "—"])])


def test_a_source_that_is_back_is_used_again(fresh: System, upstreams: Upstreams) -> None:
    upstreams.spoil_all("5xx")
    talk(fresh, [Says("平安银行多少钱", hears=["暂时取不到"])])
    upstreams.mend()
    talk(fresh, [Says("平安银行多少钱", hears=[upstreams.row("SZ000001").last])])


def test_a_price_of_another_day_is_called_outdated(fresh: System, upstreams: Upstreams) -> None:
    upstreams.date(datetime.fromisoformat("2025-08-05T15:00:00"))
    hears = ["最近一次是 2025-08-05 15:00", upstreams.row("SH513050").last]
    talk(fresh, [Says("513050多少钱", hears=hears)])


@pytest.mark.slow
def test_with_all_down_the_last_known_price_comes_with_its_time(fresh: System, upstreams: Upstreams) -> None:
    upstreams.date(upstreams.row("SH600000").figures.as_of - timedelta(minutes=4))
    row = upstreams.row("SH600000")
    talk(fresh, [Says("浦发银行多少钱", hears=[row.last, row.moment])])
    upstreams.spoil_all("5xx")
    wait_for(
        lambda: "暂时取不到" in answer(fresh, "浦发银行多少钱"), 90, "the price was never called outdated"
    )
    talk(fresh, [Says("浦发银行多少钱", hears=["暂时取不到最新行情", row.last, row.moment])])


def test_hanging_sources_do_not_stop_small_talk(fresh: System, upstreams: Upstreams) -> None:
    upstreams.spoil_all("hang")
    talk(fresh, [Says("你好", hears=["您好"])])


def answer(system: System, text: str) -> str:
    return Reply(system.say(system.new_sender(), text)).text
