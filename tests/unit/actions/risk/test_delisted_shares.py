"""After a delisting: where the shares are, which steps came before, days from dated rows, doubts marked."""

from dataclasses import replace
from datetime import date

import pytest

from actions.features import Answer
from actions.identify import Identifier
from actions.question import Question
from actions.residue import Residue
from actions.risk.delisted_shares import DelistedSharesFeature, DelistedWords
from actions.rule_stamps import RuleStamp
from market.securities import Security
from rules.delisting import Delisting
from tests.unit.actions.given import GONE, MOUTAI
from tests.unit.actions.given_facts import Lexicon, about, moment
from tests.unit.actions.reading import buttons, messages, text
from tests.unit.actions.risk import given as risk_given
from tests.unit.actions.risk.given import PUFA, SHARE

ENDED = replace(GONE, end_date=date(2021, 5, 31))


async def ask(question: Question) -> Answer:
    feature = DelistedSharesFeature(
        Identifier(Lexicon(ENDED, MOUTAI, BEIJING, PUFA, SHARE), Residue.load()),
        Delisting.load(),
        RuleStamp.load(),
        DelistedWords.load(),
        lambda: moment("2026-11-26 10:00"),
        risk_given.feature(risk_given.EVENING, {}),
    )
    return await feature.answer(question)


BEIJING = Security("920999", "BJ", "stock", "北交所", "某北交所股票")


async def test_the_shares_are_still_there_and_where_to_go_is_told() -> None:
    answer = await ask(about("退市后股票还在吗"))
    said = text(answer)
    assert said.startswith("强制退市摘牌后，股份还在您名下")
    assert "45 个交易日内转到退市板块" in said
    assert "确权" in said
    assert "待核实" in said
    assert list(buttons(answer)) == ["退市流程"]


@pytest.mark.parametrize("said", ["退市整理期是几天来着", "从决定到摘牌是咋走的", "最后交易日过后怎么办"])
async def test_the_steps_come_in_their_order_with_days_from_the_rules(said: str) -> None:
    lines = text(await ask(about(said))).splitlines()
    assert [line[0] for line in lines[:5]] == ["1", "2", "3", "4", "5"]
    assert "事先告知书" in lines[0]
    assert "终止上市决定" in lines[1]
    assert "5 个交易日后的下一个交易日" in lines[2]
    assert "交易类退市没有整理期" in lines[2]
    assert "15 个交易日，首日不设涨跌幅限制" in lines[3]
    assert lines[-1].startswith("依据 深证上〔2026〕549号")


async def test_a_share_that_has_left_is_named_first_and_its_own_board_counts() -> None:
    lead, told = messages(await ask(about("康得新退市了我的股票呢", ENDED)))
    assert lead == "康得新 002450  2021-05-31 终止上市"
    assert "深证上〔2026〕549号" in told
    beijing = text(await ask(about("北交所那只摘牌了怎么卖", BEIJING)))
    assert "北证公告〔2026〕18号（2026-04-24起）（待核实，以交易所公告为准）" in beijing


async def test_coming_back_is_a_question_of_its_own_and_promises_nothing() -> None:
    said = text(await ask(about("退市以后还能回来重新上市不")))
    assert "能不能通过、何时申请以公司公告为准" in said


async def test_a_button_leads_to_the_steps_and_back() -> None:
    assert text(await ask(Question(details={"risk_part": "process"}))).startswith("1. 交易所发事先告知书")
    assert text(await ask(Question(details={"risk_part": "after"}))).startswith("强制退市摘牌后")


@pytest.mark.parametrize("said", ["退市了吗", "它退市没", "退市了没有？", "是不是退市了", "我的股票退市了吗"])
async def test_whether_a_share_has_left_is_answered_by_its_standing(said: str) -> None:
    before = await ask(Question(said, last=(SHARE.ref,)))
    assert text(before).startswith("*ST某份 000999  退市风险警示（*ST）")
    assert before.shown == (SHARE,)
    named = await ask(Question(f"浦发银行{said}", about("浦发银行", PUFA).asked, last=(SHARE.ref,)))
    assert text(named).startswith("浦发银行 600000  正常上市")


async def test_whether_a_share_that_has_left_has_left_is_told_with_its_day() -> None:
    lead, _ = messages(await ask(Question("它退市了吗", last=(ENDED.ref,))))
    assert lead == "康得新 002450  2021-05-31 终止上市"


@pytest.mark.parametrize("said", ["大牛退市没", "大牛退什么时候退的"])
async def test_a_name_that_nobody_knows_is_not_passed_over(said: str) -> None:
    assert text(await ask(Question(said, last=(SHARE.ref,)))).startswith("没有找到“大牛")


async def test_without_any_share_the_guide_is_told() -> None:
    assert text(await ask(Question("退市了吗"))).startswith("强制退市摘牌后")
    guide = await ask(Question("退市了股票还在吗", last=(SHARE.ref,)))
    assert text(guide).startswith("强制退市摘牌后")
