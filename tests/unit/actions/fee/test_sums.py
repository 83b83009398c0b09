"""Questions about fees with an amount are reckoned; all others are read from their articles."""

import re
from collections.abc import Mapping

import pytest

from actions import figures
from actions.features import Answer
from actions.fee.sums import with_sums
from actions.identify import Identifier
from actions.question import Asked, Question
from actions.residue import Residue
from tests.unit.actions.given import FUND, MOUTAI, FakeLexicon
from tests.unit.actions.reading import messages
from tests.unit.actions.talk import Dialogue, article, reading


class ArticleInstead:
    """Answers nothing, so that it is seen when it was asked."""

    async def answer(self, question: Question) -> Answer:
        return Answer()


async def told(question: Question, intent: str, settings: Mapping[str, str] | None = None) -> list[str]:
    """The lines on 2021-07-28, their columns parted by one blank."""
    identifier = Identifier(FakeLexicon(), Residue.load())
    articles = {"ask_commission": ArticleInstead(), "ask_stamp_duty": ArticleInstead()}
    answer = await with_sums(articles, reading((), settings), identifier)[intent].answer(question)
    said = "\n".join(messages(answer)).replace(figures.FIGURE_BLANK, "")
    return re.sub(f"[ {figures.FULL_BLANK}]+", " ", said).split("\n")


async def asked(text: str, intent: str = "ask_commission") -> list[str]:
    return await told(Question(text=text), intent)


async def test_a_sale_is_told_item_by_item_with_the_rates_of_the_day() -> None:
    assert await asked("卖十万股票税费多少", "ask_stamp_duty") == [
        "卖出10万元股票的费用（元）：",
        "佣金 最多0.3% 300.00",
        "印花税 0.1% 100.00",
        "过户费 0.002% 2.00",
        "合计 最多 402.00",
        "佣金按上限算，您和券商约定的可能更低。",
        "依据 证监发〔2002〕21号、公开资料整理（2015-08-01起）（待核实，以交易所公告为准）"
        " · 自动回复 · 不构成投资建议",
    ]


async def test_both_sides_stand_beside_each_other_with_what_they_come_to() -> None:
    lines = await asked("来回一趟十万要多少手续费")
    assert lines[0] == "买入和卖出10万元股票的费用（元）："
    assert lines[1:7] == [
        " 买入 卖出",
        "佣金 最多0.3% 300.00 300.00",
        "印花税 0.1% 0.00 100.00",
        "过户费 0.002% 2.00 2.00",
        "合计 最多 302.00 402.00",
        "一买一卖共 704.00元",
    ]


async def test_a_commission_without_a_side_is_of_both_and_a_tax_is_of_the_sale() -> None:
    assert (await asked("成交20万佣金多少"))[0].startswith("买入和卖出20万元")
    assert (await asked("成交20万税费多少", "ask_stamp_duty"))[0].startswith("卖出20万元")


async def test_a_small_order_is_told_the_least_commission() -> None:
    lines = await asked("买八百块的股票手续费多少")
    assert lines[1] == "佣金 每笔最低 5.00"
    assert lines[5] == "每笔佣金不足5元的，多按5元收。印花税只在卖出时收。"


async def test_the_rate_of_the_broker_is_reckoned_with_where_it_is_told() -> None:
    question = Question(text="买十万股票佣金多少")
    lines = await told(question, "ask_commission", {"commission": "新客户 0.025%，每笔最低5元"})
    assert (lines[1], lines[4]) == ("佣金 0.025% 25.00", "合计 27.00")


async def test_traditional_characters_are_read_too() -> None:
    assert (await asked("賣十萬塊股票要扣多少稅", "ask_stamp_duty"))[0] == "卖出10万元股票的费用（元）："


async def test_a_number_in_a_name_is_no_amount() -> None:
    asked = (Asked((MOUTAI.ref,), "600519"),)
    lines = await told(Question(text="卖十万600519税费", asked=asked), "ask_stamp_duty")
    assert lines[0] == "卖出10万元股票的费用（元）："


@pytest.mark.parametrize(
    "text",
    ["佣金多少", "买100股手续费多少", "买两万块ETF手续费", "一万块转债佣金", "commission for 10000 yuan"],
)
async def test_everything_else_is_left_to_the_article(text: str) -> None:
    assert await asked(text) == [""]


async def test_a_fund_by_its_code_is_left_to_the_article() -> None:
    asked = (Asked((FUND.ref,), "510300"),)
    assert await told(Question(text="卖十万510300税费", asked=asked), "ask_stamp_duty") == [""]


async def test_figures_stand_below_each_other() -> None:
    identifier = Identifier(FakeLexicon(), Residue.load())
    features = with_sums(
        {"ask_commission": ArticleInstead(), "ask_stamp_duty": ArticleInstead()}, reading(()), identifier
    )
    answer = await features["ask_stamp_duty"].answer(Question(text="卖十万股票税费多少"))
    ends = {figures.width(line) for line in answer.utterances[0].values["lines"].split("\n")}
    assert len(ends) == 1


async def test_a_question_with_an_amount_is_reckoned_in_a_dialogue_and_one_without_is_read() -> None:
    talk = Dialogue({}, [article("FEE03")])
    assert (await talk.say("印花税谁出", "ask_stamp_duty")).startswith("FEE03的回答。")
    assert (await talk.say("卖十万股票税费多少", "ask_stamp_duty")).startswith("卖出10万元股票的费用（元）：")
    assert [button["title"] for button in talk.buttons] == ["调整佣金", "其他品种费率"]
    assert talk.slots["topic"] == "FEE03"
