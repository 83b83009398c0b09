"""How much a share may move in a day, by board and status, with the real rules."""

from dataclasses import replace
from datetime import datetime

import pytest

from actions.identify import Identifier
from actions.limits.rule import LimitRule, NewShareRule
from actions.limits.words import LimitsWords
from actions.question import Asked, Question
from actions.residue import Residue
from actions.rule_stamps import RuleStamp
from market.securities import Security
from market.session import SHANGHAI
from rules.halts import Halts
from rules.price_limits import PriceLimits
from tests.unit.actions.given import FUND, MOUTAI, SHANGHAI_INDEX
from tests.unit.actions.given_facts import Lexicon
from tests.unit.actions.limits.test_price import B_SHARE
from tests.unit.actions.reading import buttons, messages, text

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
BEFORE = datetime(2026, 7, 3, 10, 0, tzinfo=SHANGHAI)
WORDS, STAMP, LIMITS = LimitsWords.load(), RuleStamp.load(), PriceLimits.load()
WARNED = replace(MOUTAI, warning="*ST")


def rule(now: datetime = NOW, *known: Security) -> LimitRule:
    return LimitRule(Identifier(Lexicon(*known), Residue.load()), LIMITS, WORDS, STAMP, lambda: now)


async def told(words: str, now: datetime = NOW) -> list[str]:
    return text(await rule(now).answer(Question(text=words))).split("\n")


async def of(security: Security, words: str = "涨跌幅限制") -> list[str]:
    question = Question(text=words, asked=(Asked((security.ref,), security.name),))
    return text(await rule(NOW, security).answer(question)).split("\n")


async def new_share(words: str) -> list[str]:
    feature = NewShareRule(LIMITS, Halts.load(), WORDS, STAMP, lambda: NOW)
    return text(await feature.answer(Question(text=words))).split("\n")


async def test_warned_shares_have_the_limit_of_their_board_and_had_another() -> None:
    assert await told("主板ST现在一天能涨多少") == [
        "一天最多涨跌 10%（沪深主板，含ST）",
        "2026-07-06之前，沪深主板的ST是 5%",
        "新股上市前5个交易日不设限制（沪深主板）",
        "退市整理期首日不设限制，之后同所在板块",
        "依据 上证发〔2026〕41号、深证上〔2026〕551号（2026-07-06起） · 自动回复 · 不构成投资建议",
    ]


async def test_on_a_day_before_the_change_the_old_rule_is_told() -> None:
    first, *_, stamp = await told("主板涨跌幅", BEFORE)
    assert first == "一天最多涨跌 10%（沪深主板），ST 5%（沪深主板）"
    assert "上证发〔2023〕32号" in stamp


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("科创板一天最多跌多少", "一天最多涨跌 20%（科创板，含ST）"),
        ("30打头的票最多一天能蹦多高", "一天最多涨跌 20%（创业板，含ST）"),
        ("688的跌起来最狠一天能跌几成", "一天最多涨跌 20%（科创板，含ST）"),
        ("北交所涨停是百分之几", "一天最多涨跌 30%（北交所，含ST）"),
        ("ETF有没有涨跌停", "基金 10%，跟踪创业板、科创板等指数的 20%"),
        ("指数有涨跌停吗", "指数没有涨跌停，只有股票和场内基金有。"),
    ],
)
async def test_the_board_that_is_asked_for_is_told(question: str, answer: str) -> None:
    assert (await told(question))[0] == answer


async def test_the_delisting_period_comes_first_where_it_is_asked_for() -> None:
    first, *_ = await told("退市整理的头一天还有涨跌停没有")
    assert first == "退市整理期首日不设限制，之后同所在板块"


async def test_without_a_board_all_are_told_together_where_they_are_the_same() -> None:
    assert (await told("各个板子的涨跌幅限制"))[:5] == [
        "一天最多涨跌 10%（沪深主板，含ST）",
        "一天最多涨跌 20%（科创板、创业板，含ST）",
        "一天最多涨跌 30%（北交所，含ST）",
        "新股上市前5个交易日不设限制（沪深主板、科创板、创业板）",
        "新股上市首日不设限制（北交所）",
    ]


async def test_a_share_is_told_the_rule_of_its_board_and_status() -> None:
    assert (await of(MOUTAI))[:2] == ["贵州茅台 600519", "一天最多涨跌 10%（沪市主板，含ST）"]
    assert "2026-07-06之前，沪市主板的ST是 5%" in await of(WARNED)
    assert (await of(FUND))[0].startswith("基金 10%")
    assert (await of(SHANGHAI_INDEX))[0].startswith("指数没有涨跌停")


@pytest.mark.parametrize("question", ["可转债涨跌幅限制", "B股涨跌幅", "港股有涨跌停吗"])
async def test_what_no_row_speaks_of_is_said_to_be_unknown(question: str) -> None:
    answer = await rule().answer(Question(text=question))
    assert "不敢给您说错" in text(answer)
    assert buttons(answer) == {"涨跌幅规则": "/ask_limit_rule"}


async def test_a_share_of_an_unknown_board_is_not_guessed() -> None:
    assert "不敢给您说错" in (await of(B_SHARE))[0]


async def test_the_first_days_of_a_new_share_are_told_with_what_follows() -> None:
    lines = await new_share("新股头几天没有涨跌停吗")
    assert lines[:3] == [
        "新股上市前5个交易日不设涨跌幅限制（沪深主板、科创板、创业板）",
        "新股上市首日不设涨跌幅限制（北交所）",
        "之后：沪深主板10%、科创板、创业板20%、北交所30%",
    ]
    assert "北证公告〔2026〕17号（2026-07-06起）（待核实，以交易所公告为准）" in lines[-1]


@pytest.mark.parametrize("question", ["新股涨了三成怎么停了", "临停多长时间", "盘中临时停下来 要等到几点"])
async def test_a_halt_that_is_asked_for_comes_first(question: str) -> None:
    assert (await new_share(question))[:2] == [
        "盘中较开盘价首次涨跌达到30%、60%，各停牌10分钟",
        "停牌跨过 14:57 的，14:57 复牌",
    ]


@pytest.mark.parametrize("question", ["ST", "各个板", "新规", "基金"])
async def test_every_answer_fits_a_phone(question: str) -> None:
    answer = await rule().answer(Question(text=question))
    assert all(message.count("\n") < 9 for message in messages(answer))


@pytest.mark.parametrize(
    "question", ["新债上市首日涨跌幅", "转债首日临停怎么算", "可转债上市第一天最多涨多少"]
)
async def test_a_new_bond_is_not_told_the_rule_of_a_new_share(question: str) -> None:
    for said in (await new_share(question), await told(question)):
        assert said == [
            "中签的可转债上市当天就能卖，上市日看公告。",
            "首日的涨跌幅和停牌规则我这里没有核实过的资料，请以交易所公告为准。",
        ]


async def test_the_name_of_a_bond_is_not_taken_for_its_share() -> None:
    assert "没有核实过" in (await of(MOUTAI, "茅台转债涨跌幅限制"))[0]


async def test_a_warned_name_that_nobody_knows_is_not_told_the_rule_of_all() -> None:
    assert (await told("*ST大牛涨停价"))[0].startswith("没有找到“*ST大牛”")
