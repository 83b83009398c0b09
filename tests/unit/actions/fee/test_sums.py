"""Questions about fees with an amount are reckoned; all others are read from their articles."""

from collections.abc import Mapping

import pytest

from actions import figures
from actions.fee.sums import with_sums
from actions.features import Answer
from actions.identify import Identifier
from actions.question import Asked, Question
from actions.residue import Residue
from tests.unit.actions.given import FUND, MOUTAI, FakeLexicon
from tests.unit.actions.reading import buttons, messages
from tests.unit.actions.talk import Dialogue, article, reading

FEES = (article("FEE01"), article("FEE03"))


class ArticleInstead:
    """Answers nothing, so that it is seen when it was asked."""

    async def answer(self, question: Question) -> Answer:
        return Answer()


async def told(intent: str, text: str, *asked: Asked, settings: Mapping[str, str] | None = None) -> list[str]:
    identifier = Identifier(FakeLexicon(), Residue.load())
    articles = {"ask_commission": ArticleInstead(), "ask_stamp_duty": ArticleInstead()}
    features = with_sums(articles, reading(FEES, settings), identifier)
    answer = await features[intent].answer(Question(text=text, asked=asked))
    if answer.utterances:
        assert list(buttons(answer)) == ["调整佣金", "其他品种费率"]
    return "\n".join(messages(answer)).replace(figures.FULL_BLANK, " ").replace(figures.FIGURE_BLANK, "").split("\n")


async def test_a_sale_is_told_item_by_item_with_the_rates_of_the_day() -> None:
    assert await told("ask_stamp_duty", "卖十万股票税费多少") == [
        "卖出10万元股票的费用（元）：",
        "佣金 最多0.3% 300.00",
        "印花税 0.1%  100.00",
        "过户费 0.002% 2.00",
        "合计 最多   402.00",
        "佣金按上限算，您和券商约定的可能更低。",
        "",
    ]
