"""Who a company is, as an investor reads it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from actions.company.feature import Company, CompanyWords
from actions.facts import FactWords
from actions.identify import Identifier
from actions.residue import Residue
from market.company import PROFILE, SHARES, Profile, Shares
from market.fact import Fact, Gap
from market.securities import Security
from market.session import SHANGHAI
from tests.unit.actions.given import CSI_300, FUND
from tests.unit.actions.given_facts import GivenMarket, Lexicon, about
from tests.unit.actions.reading import buttons, messages, text

BANK = Security(
    "000001",
    "SZ",
    "stock",
    "主板",
    "平安银行",
    full_name="平安银行股份有限公司",
    listing_date=date(1991, 4, 3),
    as_of="2026-10-22",
)
PROFILE_OF_BANK = Profile(
    full_name="平安银行股份有限公司",
    industry="货币金融服务",
    business="人民币、外币存贷款；国际、国内结算；票据贴现；外汇买卖；提供担保及信用证服务；提供保管箱服务等",
    board="深交所主板",
    founded=date(1987, 12, 22),
    listing_date=date(1991, 4, 3),
    registered_place="广东省",
    former_names=("深发展A", "平安银行"),
)
COUNTS = Shares(19_405_918_198, 19_405_754_475)
KNOWN: dict[Any, Any] = {(PROFILE, BANK): PROFILE_OF_BANK, (SHARES, BANK): COUNTS}
WORDS = CompanyWords.load()
LEXICON = Lexicon(BANK, CSI_300, FUND)


def company(known: dict[Any, Any] = KNOWN, **market: Any) -> Company:
    given = GivenMarket("2026-11-23 14:20", known, **market)
    return Company(given, Identifier(LEXICON, Residue.load()), WORDS, FactWords.load())


async def asked(question: str, known: dict[Any, Any] = KNOWN, **market: Any) -> str:
    return text(await company(known, **market).answer(about(question, BANK)))


async def test_the_whole_company_is_eight_lines_at_most() -> None:
    answer = await company().answer(about("介绍一下平安银行", BANK))
    [told] = messages(answer)
    assert told.split("\n") == [
        "平安银行 000001",
        "平安银行股份有限公司",
        "主营：人民币、外币存贷款；国际、国内结算；票据贴现；外汇买卖；提供担保及信用证服务；提供保管箱服务等",
        "行业：货币金融服务",
        "1991-04-03 上市（深交所主板）",
        "1987-12-22 成立，注册地 广东省",
        "总股本 194.06亿股，流通 194.06亿股",
        "11-23 14:20 · 巨潮资讯 · 自动回复 · 不构成投资建议",
    ]
    assert answer.shown == (BANK,)
    assert buttons(answer)["财务数据"] == '/ask_indicator{"security":"SZ000001","indicator":"finance"}'


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("这家公司是干啥的", "主营业务：人民币、外币存贷款"),
        ("总股本多少", "总股本：194.06亿股"),
        ("流通股有多少", "流通股本：194.06亿股（占总股本 100.00%）"),
        ("在哪个板块上市", "上市板块：深交所主板"),
        ("是哪年上市的", "上市日期：1991-04-03"),
        ("属于什么行业", "所属行业：货币金融服务"),
        ("属于哪个板块", "所属行业：货币金融服务"),
        ("总部在哪", "注册地：广东省"),
        ("以前叫什么，原名", "曾用名：深发展A，平安银行"),
        ("什么时候成立的", "成立日期：1987-12-22"),
        ("公司全称", "公司全称：平安银行股份有限公司"),
    ],
)
async def test_the_field_that_is_asked_for_is_the_answer(question: str, line: str) -> None:
    told = await asked(f"平安银行{question}")
    assert told.split("\n")[1].startswith(line)
    assert "主营：" not in told


async def test_only_what_is_needed_is_asked_of_the_houses() -> None:
    market = GivenMarket("2026-11-23 14:20", KNOWN)
    feature = Company(market, Identifier(LEXICON, Residue.load()), WORDS, FactWords.load())
    await feature.answer(about("平安银行总股本", BANK))
    assert [name for name, _ in market.facts.asked] == ["shares"]


async def test_where_it_is_listed_is_known_even_when_no_house_answers() -> None:
    told = await asked("平安银行在哪个板块上市，哪年上市", {}, lack="source_down")
    assert "上市板块：深交所主板\n上市日期：1991-04-03" in told
    assert "10-22 · 交易所证券名录" in told


async def test_without_a_profile_the_rest_is_told_and_the_lack_is_named() -> None:
    told = await asked("介绍一下平安银行", {(SHARES, BANK): COUNTS}, lack="source_down")
    assert "主营业务暂时取不到。" in told
    assert "总股本 194.06亿股" in told
    assert "平安银行股份有限公司" in told


async def test_a_field_that_nobody_can_say_is_said_to_be_unavailable() -> None:
    assert (
        await asked("平安银行总股本", {}, lack="source_down")
        == "暂时取不到平安银行 000001 总股本，请稍后再试。"
    )
    assert await asked("平安银行官网") == "没有查到平安银行 000001 官网。"
    assert "演示数据里没有平安银行 000001 总股本" in await asked("平安银行总股本", {}, mode="demo")


async def test_an_old_profile_says_that_it_is_old() -> None:
    at = datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI)
    stale = Gap("source_down", Fact(PROFILE_OF_BANK, at, "巨潮资讯", stale=True))
    assert "暂时取不到更新，这是 11-20 09:00 的数据" in await asked(
        "平安银行是干啥的", {(PROFILE, BANK): stale}
    )


@pytest.mark.parametrize("what", ["十大股东", "实控人", "董事长", "员工"])
async def test_what_no_house_of_ours_tells_is_said_before_the_rest(what: str) -> None:
    first, second = messages(await company().answer(about(f"平安银行{what}", BANK)))
    assert first.startswith(f"我这里没有平安银行的{what}数据")
    assert "总股本 194.06亿股" in second


@pytest.mark.parametrize("other", [CSI_300, FUND])
async def test_an_index_or_a_fund_has_no_company(other: Security) -> None:
    answer = await company().answer(about("这家公司是干啥的", other))
    assert text(answer) == f"{other.name} {other.code} 没有公司资料这一项。"


async def test_a_long_business_is_cut() -> None:
    long = Profile(business="多" * 500)
    told = await asked("平安银行主营业务", {(PROFILE, BANK): long})
    assert len(told.split("\n")[1]) < 110
    assert "…" in told


async def test_a_share_that_still_has_to_be_named_is_asked_the_same() -> None:
    answer = await company().answer(about("总股本多少"))
    assert answer.awaiting
    assert answer.details == {"company_field": "total_shares"}
    again = await company().answer(about("平安银行", BANK, details=answer.details))
    assert "总股本：194.06亿股" in text(again)


async def test_the_share_spoken_of_before_is_meant() -> None:
    assert "总股本：194.06亿股" in text(await company().answer(about("它总股本多少", last=("SZ000001",))))


def test_share_counts_that_cannot_be_are_not_plausible() -> None:
    assert COUNTS.plausible
    assert COUNTS.floating_percent == Decimal(19_405_754_475) / 19_405_918_198 * 100
    for wrong in (Shares(1, 2), Shares(0, None), Shares(None, None), Shares(-5, -6)):
        assert not wrong.plausible
    assert Shares(None, 5).floating_percent is None
