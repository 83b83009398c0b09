"""How much a market value allows to apply for: exactly by the rule, and nothing assumed of the investor."""

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.ipo.words import IpoWords
from market.fact import Gap
from market.ipo import IPO_CALENDAR, IPO_SECOND_OPINION
from market.session import SHANGHAI
from tests.unit.actions.ipo.given import DAYS, RESPONSES, TODAY, answer, features, said

QUOTA = "ask_ipo_quota"
GIVEN = features()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("我有12万沪市市值，能申购多少", ["沪市12万元市值：24个单位，最多申购12000股"]),
        (
            "沪市10万，深市5万能打几签",
            [
                "沪市10万元市值：20个单位，最多申购10000股",
                "深市5万元市值：10个单位，最多申购5000股",
            ],
        ),
        ("我有5万市值能打几签", ["5万元市值，沪市或深市各自：10个单位，最多申购5000股"]),
        ("14999元深市市值", ["深市14999元市值：2个单位，最多申购1000股"]),
        ("199200元沪市市值能打多少", ["沪市19.92万元市值：39个单位，最多申购19500股"]),
        ("9999元沪市市值能打吗", ["沪市9999元市值：不到1万元，不能申购"]),
        ("我有九千块市值", ["9000元市值：不到1万元，不能申购"]),
        ("北交所我有50万市值能打多少", ["北交所新股不看市值，按全额资金申购"]),
        ("持仓50万都是沪市的，能打创业板新股吗", ["不能，创业板新股只看深市市值，沪市市值用不上"]),
        (
            "沪市12万深市5万能打创业板吗",
            ["不能，创业板新股只看深市市值，沪市市值用不上", "深市5万元市值：10个单位，最多申购5000股"],
        ),
        ("深市50万能打北交所新股吗", ["北交所新股不看市值，按全额资金申购"]),
        ("12万能打创业板新股吗", ["深市12万元市值：24个单位，最多申购12000股"]),
    ],
)
async def test_a_stated_value_is_reckoned_by_the_rule(text: str, lines: list[str]) -> None:
    told = (await said(QUOTA, text, GIVEN)).split("\n")
    assert told[: len(lines)] == lines
    assert told[len(lines)].startswith("每5000元对应500股")
    assert "待核实，以交易所公告为准" in told[-1]


@given(st.integers(1, 10**8), st.sampled_from(["沪市", "深市"]))
async def test_no_value_is_ever_told_to_allow_more_than_it_does(value: int, market: str) -> None:
    told = (await answer(QUOTA, f"{value}元{market}市值能打多少", GIVEN)).utterances[0].values["lines"]
    allowed = value // 5000 * 500 if value >= 10_000 else 0
    assert (f"最多申购{allowed}股" in told) if allowed else ("不能申购" in told)


async def test_the_cap_of_a_named_share_bounds_it() -> None:
    told = await said(QUOTA, "12万深市市值能申购多少苏州天脉", GIVEN)
    assert "深市12万元市值：14个单位，最多申购7000股" in told
    assert "苏州天脉的上限是7000股，所以最多申购7000股" in told
    assert "同花顺、巨潮资讯" in told
    assert "规则依据" in told


async def test_a_value_without_a_market_is_taken_for_that_of_the_share() -> None:
    assert "深市2万元市值：4个单位，最多申购2000股" in await said(QUOTA, "2万市值能打多少苏州天脉", GIVEN)


async def test_a_value_in_the_other_market_does_not_help() -> None:
    assert "苏州天脉在深市发行，只看深市市值" in await said(QUOTA, "12万沪市市值能打苏州天脉吗", GIVEN)
    assert "按申购量全额付款" in await said(QUOTA, "12万市值能打通领科技吗", GIVEN)


async def test_without_a_value_the_rule_is_told_and_the_value_asked_for() -> None:
    told = await said(QUOTA, "我能打多少股新股", GIVEN)
    assert "日均市值满1万元才能申购，每5000元对应500股" in told
    assert "如10-15申购，看09-05至10-11" in told
    assert "告诉我您的市值就能算" in told


def test_the_days_that_count_are_twenty_trading_days_up_to_two_before() -> None:
    """2024-09-05 to 10-11 without the holidays from 09-15 to 09-17 and from 10-01 to 10-07."""
    last = DAYS.before(DAYS.before(TODAY))
    counted = [last]
    while len(counted) < 20:
        counted.append(DAYS.before(counted[-1]))
    assert (counted[-1].isoformat(), last.isoformat()) == ("2024-09-05", "2024-10-11")


async def test_on_a_day_off_the_next_application_is_the_example() -> None:
    saturday = features(moment=datetime(2024, 10, 19, 12, 0, tzinfo=SHANGHAI))
    assert "如10-21申购" in await said(QUOTA, "市值是看哪天的", saturday)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("没有深市股票能打深市新股吗", "深市市值：用来申购深主板、创业板新股"),
        ("上海的市值可以打科创板吗", "沪市市值：用来申购沪主板、科创板新股"),
        ("沪深市值能合并计算吗", "沪深市值分开算"),
        ("ETF算不算市值", "算市值的是：A股、存托凭证"),
        ("信用账户的市值算不算", "信用账户里的市值也合并"),
        ("今天买股票明天能打新吗", "要10-17 周四以后的申购才算得进去"),
        ("一天几只新股额度共用吗", "每只都可以按您在该市场的额度申购"),
        ("空仓能打新吗", "日均市值满1万元才能申购"),
        ("为什么我没有打新额度", "我看不到您的账户"),
        ("超过额度申购会怎样", "部分无效"),
        ("顶格申购是什么意思", "苏州天脉顶格（7000股）需深市日均市值7万元"),
    ],
)
async def test_each_question_about_the_value_has_its_answer(text: str, part: str) -> None:
    assert part in await said(QUOTA, text, GIVEN)


async def test_what_a_full_application_takes_is_told_for_a_named_share() -> None:
    assert "顶格需深市市值 7万元" in await said(QUOTA, "苏州天脉顶格要多少市值", GIVEN)


async def test_the_rule_needs_no_source_of_facts() -> None:
    down = features({name: Gap("source_down") for name in (IPO_CALENDAR.name, IPO_SECOND_OPINION.name)})
    assert "最多申购12000股" in await said(QUOTA, "我有12万沪市市值", down)
    assert "近期没有公布上限的新股" in await said(QUOTA, "顶格申购是什么意思", down)


def test_no_rule_number_stands_in_the_words() -> None:
    """Not the unit, the least value or the days: those are rows."""
    for name, told in RESPONSES.items():
        if name.startswith("utter_ipo_quota"):
            plain = told[0]["text"].replace("比如“沪市12万，深市5万”", "")
            assert not {"500", "5000", "10000", "20"} & set(digits(plain)), name


def digits(text: str) -> list[str]:
    return "".join(character if character.isdigit() else " " for character in text).split()


def test_money_is_written_without_rounding() -> None:
    words = IpoWords.load()
    written = [words.money(Decimal(value)) for value in ("5000", "10000", "185000", "9999.99", "123456.78")]
    assert written == ["5000元", "1万元", "18.5万元", "9999.99元", "123456.78元"]
