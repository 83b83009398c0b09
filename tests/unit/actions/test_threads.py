"""Which messages go on with the question before them."""

from time import perf_counter

import pytest

from actions.question import Asked, Question
from actions.threads import continued, resumed


def question(text: str, name: str, thread: str = "ask_chart", *, awaiting: bool = False) -> Question:
    asked = (Asked(("SZ000001",), name),) if name else ()
    return Question(text=text, asked=asked, thread=thread, awaiting=awaiting)


@pytest.mark.parametrize(
    "text",
    [
        "那平安银行呢",
        "不对，我说的是平安银行",
        "换成平安银行",
        "平安银行呢？",
        "说错了 是平安银行",
        "还有平安银行",
    ],
)
def test_another_share_in_words_of_going_on_is_the_same_question(text: str) -> None:
    assert continued(question(text, "平安银行")) == "ask_chart"


@pytest.mark.parametrize("text", ["平安银行", "看看平安银行", "平安银行多少钱", "那平安银行今天涨了吗"])
def test_a_question_with_words_of_its_own_is_a_new_one(text: str) -> None:
    assert continued(question(text, "平安银行")) == ""


def test_a_bare_name_answers_the_question_which_share() -> None:
    assert continued(question("平安银行", "平安银行", awaiting=True)) == "ask_chart"
    assert continued(question("查平安银行的", "平安银行", awaiting=True)) == "ask_chart"


def test_without_a_question_before_there_is_nothing_to_go_on_with() -> None:
    assert continued(question("那平安银行呢", "平安银行", thread="")) == ""
    assert continued(question("那呢", "")) == ""


@pytest.mark.parametrize("text", ["能撤单吗", "可以撤吗", "那还能撤回不？"])
def test_taking_back_after_new_shares_is_about_the_application(text: str) -> None:
    assert resumed(Question(text=text, thread="ask_ipo_calendar")) == "ask_ipo_steps"
    assert resumed(Question(text=text, thread="ask_trading_hours")) == ""


@pytest.mark.parametrize("text", ["帮我撤单", "集合竞价能撤单吗"])
def test_who_says_what_to_take_back_is_not_going_on(text: str) -> None:
    assert resumed(Question(text=text, thread="ask_ipo_calendar")) == ""


@pytest.mark.parametrize("piece", ["看", "查", "1", "那么", "有没有", "近一年", "净值"])
@pytest.mark.parametrize("thread", ["ask_fund", "ask_ipo_calendar"])
def test_no_message_takes_long_to_read(piece: str, thread: str) -> None:
    before = perf_counter()
    for count in (19 // len(piece), 200):
        asked = (Asked(("SZ000001",), "平安银行"),)
        said = Question(text=f"{piece * count}啥", thread=thread, thread_details={"fund_code": "161725"})
        assert resumed(said) == ""
        assert continued(Question(text=f"平安银行{said.text}", asked=asked, thread=thread)) == ""
    assert perf_counter() - before < 1
