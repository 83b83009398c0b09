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

ENDED = replace(GONE, end_date=date(2021, 5, 31))


async def ask(question: Question) -> Answer:
    feature = DelistedSharesFeature(
        Identifier(Lexicon(ENDED, MOUTAI, BEIJING), Residue.load()),
        Delisting.load(),
        RuleStamp.load(),
        DelistedWords.load(),
        lambda: moment("2026-11-26 10:00"),
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
