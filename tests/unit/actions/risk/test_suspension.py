"""Suspensions as an investor reads them: the state first, then since when, why, until when; never a guess."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from actions.facts import FactWords
from actions.features import Answer
from actions.identify import Identifier
from actions.question import Question
from actions.residue import Residue
from actions.risk.suspension import SuspensionFeature, SuspensionWords
from market.fact import Fact, Gap
from market.quote import Quote, QuoteMissing
from market.securities import Security
from market.sources.demo_risk import suspension
from market.sources.samples import FOLDER, rows_of
from market.suspension import SUSPENSIONS, Suspension
from tests.unit.actions.given import FUND, GONE, MOUTAI, SHANGHAI_INDEX, quote_of
from tests.unit.actions.given_facts import GivenMarket, Lexicon, about, moment
from tests.unit.actions.reading import buttons, text

FRIDAY = date(2024, 4, 26)
NOW = "2024-04-26 10:00"
LIST = tuple(suspension(row) for row in rows_of(FOLDER / "suspensions.csv"))
"""37 real announcements for that Friday."""
QIANCHAO = Security("000559", "SZ", "stock", "主板", "万向钱潮")
QINGDAO = Security("300208", "SZ", "stock", "创业板", "青岛中程")
MEIXUN = Security("600898", "SH", "stock", "主板", "ST美讯")
MINKONG = Security("000416", "SZ", "stock", "主板", "*ST民控")
SHARES = (QIANCHAO, QINGDAO, MEIXUN, MINKONG, MOUTAI, FUND, GONE, SHANGHAI_INDEX)


async def ask(
    question: Question, *quotes: Quote | QuoteMissing, listed: Any = LIST, now: str = NOW, **market: Any
) -> Answer:
    known = {(SUSPENSIONS, FRIDAY): listed}
    asked = GivenMarket(now, known, *quotes, **market)
    identifier = Identifier(Lexicon(*SHARES), Residue.load())
    feature = SuspensionFeature(asked, identifier, FactWords.load(), SuspensionWords.load())
    return await feature.answer(question)


def quote(security: Security, *, suspended: bool = False) -> Quote:
    last = None if suspended else quote_of().last
    return replace(quote_of(security), last=last, suspended=suspended, as_of=moment("2024-04-26 09:59"))


async def test_a_suspended_share_is_told_with_day_reason_and_resumption() -> None:
    answer = await ask(about("万向钱潮停牌到什么时候", QIANCHAO), quote(QIANCHAO, suspended=True))
    assert text(answer).splitlines() == [
        "万向钱潮 000559  停牌",
        "04-17 起停牌（连续停牌）",
        "原因 拟筹划重大资产重组",
        "预计复牌 05-06",
        "停牌期间不能成交，复牌时间以公司公告为准。",
        "04-26 09:59 · 巨潮资讯、腾讯行情 · 自动回复 · 不构成投资建议",
    ]
    assert list(buttons(answer)) == ["停牌公告", "停牌名单"]
    assert answer.shown == (QIANCHAO,)


async def test_a_resumption_that_nobody_announced_is_not_guessed() -> None:
    answer = text(await ask(about("民控停牌", MINKONG)))
    assert "复牌时间 公司还没有公布" in answer
    assert "预计复牌" not in answer


async def test_what_begins_tomorrow_is_not_suspended_today() -> None:
    answer = text(await ask(about("青岛中程停牌了吗", QINGDAO), quote(QINGDAO)))
    assert answer.splitlines()[:2] == ["青岛中程 300208  已公告将停牌", "将从 04-29 起停牌（停牌一天）"]


async def test_what_ended_today_is_over_unless_the_price_says_otherwise() -> None:
    over = text(await ask(about("美讯停牌", MEIXUN), quote(MEIXUN)))
    assert over.startswith("ST美讯 600898  公告的停牌已结束")
    assert "按公告应于 04-26 复牌" in over
    still = text(await ask(about("美讯停牌", MEIXUN), quote(MEIXUN, suspended=True)))
    assert still.startswith("ST美讯 600898  停牌")
    assert "原定 04-26 复牌，行情仍显示停牌" in still


async def test_a_share_that_trades_is_not_suspended_and_other_reasons_are_named() -> None:
    answer = await ask(about("茅台怎么买不了是停牌吗", MOUTAI), quote(MOUTAI))
    lines = text(answer).splitlines()
    assert lines[0] == "贵州茅台 600519  没有停牌"
    assert lines[1] == "最新 1768.90  +3.27%"
    assert "买不进也可能是涨停排队" in lines[2]
    assert "腾讯行情" in lines[-1]
    assert "巨潮资讯" not in lines[-1]


async def test_a_price_that_says_suspended_needs_no_list() -> None:
    suspended = quote(MOUTAI, suspended=True)
    answer = text(await ask(about("茅台停牌了吗", MOUTAI), suspended, listed=Gap("source_down")))
    assert answer.startswith("贵州茅台 600519  停牌")
    assert "停牌名单里还没有这一条" in answer


async def test_where_nobody_can_say_nothing_is_said() -> None:
    nothing = await ask(about("茅台停牌了吗", MOUTAI), listed=Gap("source_down"))
    assert text(nothing) == "暂时取不到停牌名单，请稍后再试。"
    old = replace(quote(MOUTAI), stale=True)
    assert "没有停牌" not in text(await ask(about("茅台停牌了吗", MOUTAI), old, listed=Gap("source_down")))


async def test_a_share_that_has_left_is_not_called_suspended() -> None:
    answer = text(await ask(about("康得新停牌", GONE), QuoteMissing(GONE, "delisted")))
    assert "已终止上市" in answer


async def test_the_list_is_bounded_and_tells_how_many_there_are() -> None:
    lines = text(await ask(about("查下今天停牌名单"))).splitlines()
    assert lines[0] == "04-26 停牌 16 只，另有 17 只已公告将停牌"
    assert len(lines) == 8
    assert lines[6] == "还有 11 只"
    assert lines[1].startswith("文投控股 600715  04-26起")


@pytest.mark.parametrize(
    ("said", "head"),
    [
        ("今天有复牌的股票吗", "04-26 预计复牌 4 只"),
        ("明天有恢复交易的股票吗", "04-29 预计复牌 9 只"),
    ],
)
async def test_resumptions_of_a_day_are_listed(said: str, head: str) -> None:
    assert text(await ask(about(said))).splitlines()[0] == head


async def test_on_a_weekend_the_list_of_the_last_trading_day_is_asked_for() -> None:
    answer = text(await ask(about("停牌名单"), now="2024-04-27 10:00"))
    assert answer.startswith("04-26 停牌 16 只")


async def test_a_sample_list_says_its_own_day() -> None:
    sample = Fact(LIST, moment("2024-04-26 00:00"), "演示数据", demo=True)
    today = {(SUSPENSIONS, date(2026, 11, 26)): sample}
    market = GivenMarket("2026-11-26 10:00", today, mode="demo")
    feature = SuspensionFeature(
        market, Identifier(Lexicon(*SHARES), Residue.load()), FactWords.load(), SuspensionWords.load()
    )
    answer = text(await feature.answer(about("万向钱潮停牌", QIANCHAO)))
    assert "2024-04-17 起停牌" in answer
    assert "演示数据 截至 2024-04-26" in answer


async def test_the_button_of_a_share_leads_to_the_list() -> None:
    pressed = Question(details={"suspension_list": "all0"}, last=(QIANCHAO.ref,))
    assert text(await ask(pressed)).startswith("04-26 停牌 16 只")


async def test_nothing_of_what_is_told_advises() -> None:
    own: tuple[Suspension, ...] = LIST
    said = text(await ask(about("停牌名单"), listed=own)) + text(await ask(about("停牌", QIANCHAO)))
    assert not any(word in said for word in ("建议买", "建议卖", "机会", "利好", "！"))


async def test_an_index_is_never_suspended() -> None:
    answer = await ask(about("上证指数停牌了吗", SHANGHAI_INDEX), quote(SHANGHAI_INDEX))
    assert text(answer) == "上证指数是指数，不会停牌。停牌的是单只股票或基金。"


async def test_a_fund_is_told_in_its_own_decimals_and_without_the_hints_for_shares() -> None:
    told = text(await ask(about("510300停牌了吗", FUND), replace(quote(FUND), last=Decimal("4.576"))))
    assert "最新 4.576" in told
    assert "板块的权限" not in told


async def test_the_whole_list_can_be_read_page_by_page() -> None:
    answer, seen = await ask(about("查下今天停牌名单")), [""]
    while pressed := buttons(answer).get("下一页"):
        seen += answer.details["listed"].split(",")
        assert f'"suspension_list":"{answer.details["next"]}"' in pressed
        answer = await ask(Question(details={**answer.details, "page": answer.details["next"]}))
    seen += answer.details["listed"].split(",")
    assert "next" not in answer.details
    assert len(seen) == len(set(seen))
    assert f"停牌 {len(seen) - 1} 只" in text(answer)


async def test_a_share_of_the_list_is_asked_for_by_its_place() -> None:
    first = await ask(about("查下今天停牌名单"))
    ref = QIANCHAO.ref
    answer = await ask(replace(Question(details=first.details).about([ref]), last=()))
    assert text(answer).startswith("万向钱潮 000559")


async def test_another_day_of_resumptions_is_asked_for_in_few_words() -> None:
    today = await ask(about("今天有复牌的吗"))
    assert text(await ask(about("明天呢", details=today.details))) == text(await ask(about("明天有复牌的吗")))
