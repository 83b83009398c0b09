"""A share's risks as an investor reads them: standing, distances, events and what they mean; no opinion."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from market.announcements import ANNOUNCEMENTS, ANNOUNCEMENTS_ON, Announcement, SubjectKey
from market.bars import DAILY_BARS, BarsKey
from market.company import SHARES, Shares
from market.delisting import DELISTED, Delisted
from market.fact import Fact, Gap
from market.finance import BALANCES, REPORTS, Balance, Report
from market.sources.demo_bars import load_bars
from market.sources.samples import FOLDER
from market.suspension import SUSPENSIONS, Suspension
from tests.unit.actions.given import FUND, MOUTAI, quote_of
from tests.unit.actions.given_facts import about, moment
from tests.unit.actions.reading import buttons, text
from tests.unit.actions.risk.given import PUFA, SHARE, announced, ask, bar, closes

BARS = load_bars(FOLDER / "daily_bars" / "SH600000.csv")
"""浦发银行 up to 2025-08-05, as traded."""
NO_OPINION = ("建议买", "建议卖", "会涨", "会跌", "很可能", "预计会", "利好", "利空", "！", "放心", "危险")


async def test_a_sound_share_is_told_its_standing_and_its_distances_in_figures() -> None:
    known = {
        (DAILY_BARS, BarsKey(PUFA)): Fact(BARS, moment("2025-08-05 15:00"), "东方财富"),
        (ANNOUNCEMENTS_ON, SubjectKey(PUFA, "delisting")): Gap("no_data"),
    }
    answer = await ask(about("浦发银行会不会退市", PUFA), known, now="2026-05-01 20:00")
    assert text(answer).splitlines() == [
        "浦发银行 600000  正常上市，没有风险警示",
        "收盘价、成交量离退市线较远（括号内是退市线，连续 20 个交易日）：",
        "收盘价 13.75元（1元）  120日成交量 77.11亿股（500万股）",
        "暂缺：总市值、股东人数（每日人数不公开）、营业收入、净资产",
        "退市线依据 上证发〔2026〕42号（2026-04-24起）（待核实，以交易所公告为准）",
        "近三年没有查到退市类公告；是否退市以公司公告为准。",
        "2025-08-05 15:00 · 东方财富 · 自动回复 · 不构成投资建议",
    ]
    assert list(buttons(answer)) == ["质押与解禁", "相关公告", "退市标准"]
    assert answer.shown == (PUFA,)


async def test_of_a_price_alone_no_other_line_is_called_far() -> None:
    """The quote is all that is known: the other lines are named as missing, and none of them as far."""
    answer = text(await ask(about("会退市吗", PUFA), {}, quote_of(PUFA, as_of=moment("2026-11-26 15:00"))))
    assert "\n收盘价离退市线较远（括号内是退市线，连续 20 个交易日）：\n" in answer
    assert "各项" not in answer
    assert "暂缺：总市值、股东人数（每日人数不公开）、成交量、营业收入、净资产" in answer


async def test_a_share_on_the_list_of_suspensions_is_told_to_be_suspended() -> None:
    """The quote may not know it: its source is down, or it shows the last price as if nothing were."""
    listed = Fact(
        (Suspension(SHARE.ref, "*ST某份", date(2026, 11, 20)),), moment("2026-11-26 09:00"), "东方财富"
    )
    known = closes("9", "9") | {(SUSPENSIONS, date(2026, 11, 26)): listed}
    assert text(await ask(about("会退市吗", SHARE), known)).startswith(
        "*ST某份 000999  退市风险警示（*ST），目前停牌"
    )
    over = replace(listed, value=(replace(listed.value[0], resumes=date(2026, 11, 25)),))
    known[SUSPENSIONS, date(2026, 11, 26)] = over
    assert "停牌" not in text(await ask(about("会退市吗", SHARE), known))


async def test_shares_and_reports_fill_the_other_lines() -> None:
    year = date(2025, 12, 31)
    known = closes(*["9.00"] * 130) | {
        (SHARES, SHARE): Shares(10**9, 10**9),
        (REPORTS, SHARE): (Report(year, revenue=Decimal(4 * 10**8), net_profit=Decimal(-1)),),
        (BALANCES, SHARE): (Balance(year, net_assets=Decimal(10**9)),),
    }
    answer = text(await ask(about("会退市吗", SHARE), known))
    assert "收盘价 9.00元（1元）  总市值 90.00亿元（5亿元）" in answer
    assert "2025年报  营业收入 4.00亿元（3亿元）  净资产 10.00亿元（0元）" in answer
    assert "暂缺：股东人数（每日人数不公开）\n" in answer
    assert "；年报数据来自巨潮资讯\n" in answer


async def test_a_share_below_one_yuan_is_told_for_how_many_days_and_how_many_are_left() -> None:
    known = closes("1.20", "1.10", "0.98", "0.97", "0.96")
    answer = text(await ask(about("会退市吗", SHARE), known))
    lines = answer.splitlines()
    assert lines[0] == "*ST某份 000999  退市风险警示（*ST）"
    assert lines[1] == "收盘价 0.96元，11-24 起连续 3 个交易日低于 1元，再满 17 个交易日触及退市线"


async def test_today_does_not_count_before_its_close() -> None:
    known = closes("1.20", "0.98", "0.97", "0.96")
    before = text(await ask(about("会退市吗", SHARE), known, now="2026-11-26 14:59"))
    after = text(await ask(about("会退市吗", SHARE), known, now="2026-11-26 15:00"))
    assert "连续 2 个交易日" in before
    assert "连续 3 个交易日" in after


async def test_the_line_itself_and_what_is_near_are_told_in_words() -> None:
    reached = text(await ask(about("会退市吗", SHARE), closes(*["0.90"] * 21)))
    assert "收盘价 0.90元，连续 21 个交易日低于 1元，已满 20 个交易日的退市标准" in reached
    near = text(await ask(about("会退市吗", SHARE), closes("0.99", "1.25")))
    assert "收盘价 1.25元，距退市线 1元 还有 20.00%，近 20 个交易日有 1 天低于它" in near


async def test_a_loss_beside_a_low_revenue_is_said_to_be_below_the_line() -> None:
    year = date(2025, 12, 31)
    known = closes("9", "9") | {
        (REPORTS, SHARE): (Report(year, revenue=Decimal(2 * 10**8), net_profit=Decimal(-1)),),
        (BALANCES, SHARE): (Balance(year, net_assets=Decimal(-5 * 10**7)),),
    }
    answer = text(await ask(about("会退市吗", SHARE), known))
    assert "2025年报 营业收入 2.00亿元，低于财务类退市线 3亿元且亏损，以审计意见和公司公告为准" in answer
    assert "2025年报 净资产 -5000.00万元，低于财务类退市线 0元，以审计意见和公司公告为准" in answer


WAY = (
    ("2026-06-01", "关于公司股票可能被终止上市的风险提示公告"),
    ("2026-06-08", "关于公司股票可能被终止上市的第二次风险提示公告"),
    ("2026-07-10", "关于收到股票终止上市决定的公告"),
)


async def test_a_decision_is_told_with_its_day_and_what_it_means() -> None:
    known = closes("2", "2") | announced(*WAY)
    answer = text(await ask(about("会退市吗", SHARE), known))
    assert "06-01 退市风险提示：关于公司股票可能被终止上市的风险提示公告（共2次）" in answer
    assert "07-10 终止上市决定：关于收到股票终止上市决定的公告" in answer
    assert "决定公告满 5 个交易日后进入退市整理期，共 15 个交易日，首日不设涨跌幅限制" in answer
    assert "以上以公司和交易所公告为准。" in answer


async def test_a_share_in_its_delisting_period_is_told_that_and_no_distances() -> None:
    named = replace(quote_of(SHARE), feed_name="某份退", as_of=moment("2026-11-26 15:00"))
    answer = await ask(about("会退市吗", SHARE), closes("2", "2") | announced(*WAY), named)
    lines = text(answer).splitlines()
    assert lines[0] == "*ST某份 000999  退市整理期"
    assert "整理期共 15 个交易日" in text(answer)
    assert "退市线" not in text(answer)
    assert list(buttons(answer)) == ["退市后怎么办", "相关公告"]


async def test_an_exchanges_list_ends_all_doubt() -> None:
    ended = {SHARE.ref: Delisted(SHARE.ref, "某退", ended=date(2026, 8, 20))}
    answer = text(await ask(about("会退市吗", SHARE), closes("2") | {(DELISTED, "SZ"): ended}))
    assert answer.splitlines()[:2] == ["*ST某份 000999  已终止上市", "2026-08-20 终止上市"]


async def test_a_company_that_leaves_of_its_own_will_is_not_called_forced() -> None:
    known = closes("2") | announced(("2026-09-01", "关于公司股票主动终止上市现金选择权的公告"))
    answer = text(await ask(about("会退市吗", SHARE), known))
    assert "这是公司主动退出或被合并，不是强制退市" in answer


async def test_a_decision_that_is_classed_as_something_else_is_found_among_the_latest() -> None:
    told = (Announcement(moment("2026-07-10 00:00"), "关于收到股票终止上市决定的公告"),)
    known = closes("2") | {(ANNOUNCEMENTS, SHARE): told}
    answer = text(await ask(about("会退市吗", SHARE), known, lack="source_down"))
    assert "07-10 终止上市决定" in answer
    calm = closes("2") | {(ANNOUNCEMENTS, SHARE): (Announcement(moment("2026-07-10 00:00"), "决议公告"),)}
    unsure = text(await ask(about("会退市吗", SHARE), calm, lack="source_down"))
    assert "近半年没有查到退市类公告，更早的暂时查不到" in unsure


async def test_without_announcements_it_is_said_that_they_could_not_be_looked_up() -> None:
    answer = text(await ask(about("会退市吗", SHARE), closes("2"), lack="source_down"))
    assert "退市类公告暂时查不到；是否退市以公司公告为准。" in answer


async def test_a_sample_that_is_missing_does_not_say_that_there_is_nothing() -> None:
    answer = text(await ask(about("会退市吗", SHARE), closes("2"), mode="demo"))
    assert "退市类公告暂时查不到" in answer


@pytest.mark.parametrize("age", [{"stale": True}, {"demo": True}])
async def test_a_name_of_another_day_is_not_the_name_of_today(age: dict[str, Any]) -> None:
    named = replace(quote_of(SHARE), feed_name="某份股份", as_of=moment("2021-07-28 15:00"), **age)
    answer = text(await ask(about("会退市吗", SHARE), closes("2"), named))
    assert answer.startswith("*ST某份 000999  退市风险警示（*ST）")


async def test_large_swings_are_told_as_unrest_and_no_sign_of_delisting() -> None:
    day = date(2026, 11, 23)
    wild = tuple(bar(day + timedelta(days=at), "11.6", "10", "10") for at in range(3))
    answer = text(await ask(about("有风险吗", SHARE), {(DAILY_BARS, BarsKey(SHARE)): wild}))
    assert "最近 3 个交易日振幅都超过 15%（其中有不设涨跌幅的日子），只说明波动大，不是退市信号" in answer


async def test_why_it_is_warned_is_told_by_its_own_announcements() -> None:
    known = closes("2") | announced(("2026-04-30", "关于公司股票被实施退市风险警示的公告"))
    answer = await ask(about("它为什么戴帽", SHARE), known)
    assert text(answer).splitlines()[1] == "04-30 风险警示：关于公司股票被实施退市风险警示的公告"
    assert "触及财务类或规范类退市指标" in text(answer)
    sound = text(await ask(about("浦发为什么戴帽", PUFA)))
    assert sound.splitlines()[1:-1] == [
        "近三年没有查到退市类公告；是否退市以公司公告为准。",
    ]


async def test_a_share_that_is_named_or_pointed_at_is_meant() -> None:
    known = closes("2", "2")
    for question in (about("这只票会退市吗", last=(SHARE.ref,)), about("还差多少天", SHARE)):
        assert text(await ask(question, known)).startswith("*ST某份")
    asked = await ask(about("会不会退市"), known)
    assert asked.awaiting


async def test_funds_have_no_delisting_lines_of_this_sort() -> None:
    assert text(await ask(about("会退市吗", FUND))) == "沪深300ETF 510300 没有退市风险这一项。"


async def test_where_nothing_is_known_only_the_name_is_told_with_its_day() -> None:
    answer = text(await ask(about("会退市吗", SHARE), lack="source_down"))
    assert answer.startswith("*ST某份 000999  退市风险警示（*ST）")
    assert "暂缺：收盘价、总市值" in answer
    assert answer.endswith("10-22 · 证券简称表 · 自动回复 · 不构成投资建议")
    silent = text(await ask(about("会退市吗", MOUTAI), lack="source_down"))
    assert silent == "暂时取不到贵州茅台 600519 退市风险，请稍后再试。"


@pytest.mark.parametrize("prices", [("9", "9"), ("0.9",) * 21, ("1.1", "0.9")])
async def test_no_answer_holds_an_opinion_and_none_is_long(prices: tuple[str, ...]) -> None:
    known = closes(*prices) | announced(*WAY)
    answer = text(await ask(about("会退市吗", SHARE), known))
    assert not any(word in answer for word in NO_OPINION)
    assert len(answer.splitlines()) <= 11
    assert "以公司" in answer


@pytest.mark.parametrize("said", ["会退市吗", "是不是ST", "为啥戴帽"])
async def test_a_feed_without_the_mark_of_our_names_does_not_make_a_share_sound(said: str) -> None:
    named = replace(quote_of(SHARE), feed_name="某份", as_of=moment("2026-11-26 15:00"))
    first = text(await ask(about(said, SHARE), closes("9", "9"), named)).splitlines()[0]
    assert first == (
        "*ST某份 000999  证券简称表（10-22）是退市风险警示（*ST），最新行情简称不带这个标记，以公司公告为准"
    )


async def test_names_newer_than_the_quote_outrank_it() -> None:
    named = replace(quote_of(SHARE), feed_name="某份", as_of=moment("2026-10-21 15:00"))
    first = text(await ask(about("会退市吗", SHARE), closes("9", "9"), named)).splitlines()[0]
    assert first == "*ST某份 000999  退市风险警示（*ST）"
