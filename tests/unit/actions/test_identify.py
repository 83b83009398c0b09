"""Which security a question of any feature means, and what is asked back where that is not certain."""

import pytest

from actions.features import Answer
from actions.identify import Identifier
from actions.question import Asked, Question
from actions.residue import Residue
from market.securities import Security
from tests.unit.actions.given import GONE, MOUTAI, PING_AN_BANK, FakeLexicon
from tests.unit.actions.reading import text

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


@pytest.mark.parametrize(
    ("said", "repeated"),
    [
        ("大牛兄弟市盈率", "大牛兄弟"),
        ("大牛兄弟会退市吗", "大牛兄弟"),
        ("ST大牛停牌没", "ST大牛"),
        ("*ST大牛明天跌停几块", "*ST大牛"),
        ("*ST大牛呢", "*ST大牛"),
        ("大牛股份的公告", "大牛股份"),
        ("神州大地科技的公告", "神州大地科技"),
        ("比特币走势图", "比特币"),
        ("中国恒大会退市吗", "中国恒大"),
        ("贵州百零停牌了吗", "贵州百零"),
        ("N大牛涨停价多少", "N大牛"),
        ("蚂蚁集团分红了没", "蚂蚁集团"),
        ("00700股价", "00700"),
        ("13812345678", "13812345678"),
        ("600000000", "600000000"),
        ("12345678901234567890", "123456789012"),
    ],
)
@pytest.mark.parametrize("last", [(), ("SH600519",)])
def test_a_name_that_nobody_knows_is_repeated_and_never_taken_for_the_share_before(
    said: str, repeated: str, last: tuple[str, ...]
) -> None:
    answer = asking_back(IDENTIFIER.one(Question(said, last=last), "ask_risk"))
    assert text(answer).startswith(f"没有找到“{repeated}”")
    assert answer.awaiting


@pytest.mark.parametrize(
    "said",
    [
        "它的公告呢", "走势图", "市盈率呢", "换成周线", "质押高不高", "最近有什么消息", "那它呢",
        "最近三个月的走势", "看一下2024年年报", "2025年前三季度净利润", "300股能分红多少", "主力资金流入多少",
        "它家新能源业务占比多少", "那只股票的海外订单怎么样", "20日均线在哪", "停牌三天了", "ROE和PB",
    ],
)  # fmt: skip
def test_a_question_without_a_name_of_its_own_leans_on_the_share_before(said: str) -> None:
    assert IDENTIFIER.one(Question(said, last=("SH600519",)), "ask_chart") == MOUTAI


def test_an_ambiguous_name_inside_a_longer_one_that_nobody_knows_is_not_meant() -> None:
    short = Asked(("SH601318", "SZ000001"), "平安")
    answer = asking_back(IDENTIFIER.one(Question("平安好医生走势图", (short,)), "ask_chart"))
    assert text(answer).startswith("没有找到“平安好医生”，您是不是要找")
    assert [each.code for each in answer.offered] == ["601318", "000001"]
    answer = asking_back(IDENTIFIER.one(Question("平安的走势图怎么样", (short,)), "ask_chart"))
    assert answer.utterances[0].response == "utter_quote_which"


@pytest.mark.parametrize("said", ["茅台地产市盈率", "帮我查茅台地产的公告"])
def test_another_company_whose_name_holds_a_known_one_is_asked_back(said: str) -> None:
    answer = asking_back(IDENTIFIER.one(Question(said, (Asked(("SH600519",), "茅台"),)), "ask_indicator"))
    assert text(answer).startswith("没有找到“茅台地产”，您是不是要找")
    assert answer.offered == (MOUTAI,)


def test_a_question_about_many_shares_is_not_about_the_one_before() -> None:
    answer = asking_back(IDENTIFIER.one(Question("今天停牌多少家", last=("SH600519",)), "ask_suspension"))
    assert answer.utterances[0].response == "utter_security_ask"


@pytest.mark.parametrize(
    "question",
    [
        Question("康得新走势图", (Asked(("SZ002450",), "康得新"),)),
        Question("市盈率呢", last=("SZ002450",)),
    ],
)
def test_a_share_that_is_no_longer_listed_is_said_to_be_whatever_is_asked(question: Question) -> None:
    answer = asking_back(IDENTIFIER.one(question, "ask_chart"))
    assert text(answer).startswith("康得新 002450 已终止上市")
    assert answer.shown == (GONE,)
    assert IDENTIFIER.any(question, "ask_delisted_shares") == GONE


def test_a_code_that_nobody_knows_is_never_taken_for_the_share_before() -> None:
    answer = asking_back(IDENTIFIER.one(Question("699999", last=("SH600519",)), "ask_chart"))
    assert answer.utterances[0].response == "utter_quote_unknown"


def test_without_any_share_one_is_asked_for_and_waited_for() -> None:
    answer = asking_back(IDENTIFIER.one(Question("看看"), "ask_chart"))
    assert answer.utterances[0].response == "utter_security_ask"
    assert answer.awaiting
