"""Which security a question of any feature means, and what is asked back where that is not certain."""

from actions.features import Answer
from actions.identify import Identifier
from actions.question import Asked, Question
from actions.residue import Residue
from market.securities import Security
from tests.unit.actions.given import MOUTAI, PING_AN_BANK, FakeLexicon

IDENTIFIER = Identifier(FakeLexicon({"茅苔": [MOUTAI]}), Residue.load())


def asking_back(found: Security | Answer) -> Answer:
    assert isinstance(found, Answer), found
    return found


def test_the_share_that_is_named_is_meant() -> None:
    question = Question("茅台的公告", (Asked(("SH600519",), "茅台"),))
    assert IDENTIFIER.one(question, "ask_announcement") == MOUTAI


def test_a_code_of_a_share_and_an_index_means_the_share_where_only_shares_make_sense() -> None:
    question = Question("000001的公告", (Asked(("SH000001", "SZ000001"), "000001"),))
    assert IDENTIFIER.one(question, "ask_announcement") == PING_AN_BANK


def test_an_ambiguous_name_is_asked_back_and_comes_back_to_the_same_question() -> None:
    question = Question("平安的走势图", (Asked(("SH601318", "SZ000001"), "平安"),))
    answer = asking_back(IDENTIFIER.one(question, "ask_chart", chart_span="3m"))
    assert answer.utterances[0].response == "utter_quote_which"
    assert [button.payload for button in answer.utterances[0].buttons] == [
        '/ask_chart{"security":"SH601318","chart_span":"3m"}',
        '/ask_chart{"security":"SZ000001","chart_span":"3m"}',
    ]


def test_a_name_nearly_right_is_offered() -> None:
    answer = asking_back(IDENTIFIER.one(Question("茅苔"), "ask_chart"))
    assert answer.utterances[0].response == "utter_quote_near"
    assert answer.offered == (MOUTAI,)


def test_the_share_spoken_of_before_is_meant_where_none_is_named() -> None:
    assert IDENTIFIER.one(Question("那它呢", last=("SH600519",)), "ask_chart") == MOUTAI


def test_a_code_that_nobody_knows_is_never_taken_for_the_share_before() -> None:
    answer = asking_back(IDENTIFIER.one(Question("699999", last=("SH600519",)), "ask_chart"))
    assert answer.utterances[0].response == "utter_quote_unknown"


def test_without_any_share_one_is_asked_for_and_waited_for() -> None:
    answer = asking_back(IDENTIFIER.one(Question("看看"), "ask_chart"))
    assert answer.utterances[0].response == "utter_security_ask"
    assert answer.awaiting
