"""The trained assistant understands what it is told, also by strangers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.utils.io import read_yaml_file

pytestmark = pytest.mark.slow

Understand = Callable[[str], dict[str, Any]]
NLU = Path(__file__).parents[3] / "nlu"
ENOUGH = {
    "boundary": 0.78,
    "held_out": 0.78,
    "items": 0.9,
    "items_unseen": 0.8,
    "market": 0.9,
    "market_unseen": 0.82,
    "reviewed": 0.85,
    "small_talk": 0.75,
}
"""Share of each set that is understood at once; asking back does not count. `market` was learnt from; no
example was written for the others, of which all but `items_unseen` helped to choose the model."""
REFUSALS = {"ask_advice", "ask_forecast", "ask_rumour", "order_request"}
NEARLY_ALL = 0.85
"""Share of the strangers in despair who are recognised; who only hints at it may be missed."""


def held_out(name: str = "held_out") -> list[tuple[str, str]]:
    blocks: Any = read_yaml_file(NLU / f"{name}.yml")
    return [(block["intent"], line[2:]) for block in blocks["nlu"] for line in block["examples"].splitlines()]


def intent(understood: dict[str, Any]) -> str:
    return str(understood["intent"]["name"])


def test_every_set_of_strangers_has_its_measure() -> None:
    assert {path.stem for path in NLU.glob("*.yml")} == set(ENOUGH)


@pytest.mark.parametrize("name", ENOUGH)
def test_strangers_are_mostly_understood(understand: Understand, name: str) -> None:
    questions = held_out(name)
    right = sum(intent(understand(text)) == expected for expected, text in questions)
    assert right / len(questions) >= ENOUGH[name]


def test_strangers_in_despair_are_recognised(understand: Understand) -> None:
    desperate = [text for expected, text in held_out() if expected == "distress"]
    recognised = [text for text in desperate if intent(understand(text)) == "distress"]
    assert len(recognised) / len(desperate) >= NEARLY_ALL


@pytest.mark.parametrize(
    ("name", "at_most"), [("held_out", 4), ("market", 0), ("market_unseen", 0), ("reviewed", 0)]
)
def test_strangers_who_are_not_in_despair_are_seldom_taken_for_it(
    understand: Understand, name: str, at_most: int
) -> None:
    others = [text for expected, text in held_out(name) if expected != "distress"]
    assert sum(intent(understand(text)) == "distress" for text in others) <= at_most


def test_strangers_who_ask_for_advice_or_orders_seldom_get_a_quote_without_a_word(
    understand: Understand,
) -> None:
    asked = [text for expected, text in held_out() if expected in REFUSALS]
    quoted = [text for text in asked if intent(understand(text)) == "ask_quote"]
    assert len(quoted) <= len(asked) * 0.1


@pytest.mark.parametrize(
    ("name", "at_most"), [("held_out", 4), ("market", 0), ("market_unseen", 3), ("reviewed", 0)]
)
def test_strangers_who_ask_for_facts_are_seldom_refused(
    understand: Understand, name: str, at_most: int
) -> None:
    asked = [text for expected, text in held_out(name) if expected not in REFUSALS]
    assert sum(intent(understand(text)) in REFUSALS for text in asked) <= at_most


@pytest.mark.parametrize(
    "text",
    [
        "海尔智家会不会退市",
        "海尔智家今天涨停价多少",
        "海尔智家市盈率多少",
        "海尔智家走势图",
        "退市整理期有几天",
        "黄色预警是啥",
        "海尔智家历史估值在什么分位",
        "盘后能不能买股票",
        "转债申购要什么条件",
        "新股首日怎么卖出",
        "海尔智家质押高不高",
        "跌停价多少",
    ],
)
def test_who_asks_for_facts_alone_is_not_refused(understand: Understand, text: str) -> None:
    assert intent(understand(text)) not in REFUSALS


@pytest.mark.parametrize(
    "text",
    [
        "退市之前想赌一把",
        "整理期能不能抄底",
        "海尔转债值不值得申购",
        "打新债会不会亏钱",
        "橙色预警了要不要卖掉",
        "跌停了还有没有救",
        "海尔智家现在贵不贵",
        "到底是贵了还是便宜呢",
    ],
)
def test_who_asks_for_a_verdict_beside_a_topic_is_refused(understand: Understand, text: str) -> None:
    assert intent(understand(text)) in REFUSALS


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("你帮我分析下万华化学", "ask_report"),
        ("你帮我分析下该不该买万华化学", "ask_advice"),
        ("海尔智家后天会涨吗", "ask_forecast"),
        ("日线死叉是啥", "ask_term"),
        ("海尔智家的日线", "ask_chart"),
        ("这股会不会退市啊", "ask_risk"),
        ("这股到底该不该割啊", "ask_advice"),
        ("听说这股要退市了真的假的", "ask_rumour"),
        ("哪支新股最值得申购", "ask_advice"),
        ("海尔智家能打新股吗", "ask_ipo_calendar"),
        ("你替我把新股申购了", "order_request"),
        ("海尔智家今天的涨停价", "ask_quote"),
        ("海尔智家明天的涨停价", "ask_limit_price"),
        ("创业板的涨停是百分之几", "ask_limit_rule"),
        ("新上市头五天的涨跌停", "ask_new_share_rule"),
        ("三季报几时出", "ask_schedule"),
        ("三季报的全文", "ask_announcement"),
        ("三季度的净利润", "ask_indicator"),
        ("股票几点收市", "ask_trading_hours"),
        ("股票后天收市吗", "ask_holidays"),
        ("后天呢", "go_on"),
        ("后天会涨吗", "ask_forecast"),
        ("北交所的那些呢", "go_on"),
        ("北交所打新呢", "ask_ipo_bse"),
        ("还有其它的吗", "go_on"),
        ("海尔智家哪天挂牌上市", "ask_ipo_calendar"),
        ("海尔智家是哪年上市的", "ask_company"),
        ("新债首日涨跌停", "ask_bond_ipo"),
        ("新股首日涨跌停", "ask_new_share_rule"),
        ("夜里能交易不", "ask_trading_hours"),
        ("周六能交易不", "ask_holidays"),
        ("白酒和医药呢", "ask_sector"),
        ("回到海尔智家", "ask_quote"),
    ],
)
def test_neighbouring_questions_are_told_apart(understand: Understand, text: str, meant: str) -> None:
    assert intent(understand(text)) == meant


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("茅台今天最高价", ["high"]),
        ("茅台最高最低", ["high", "low"]),
        ("昨天收盘价多少", ["previous_close"]),
        ("换手率和量比", ["turnover_rate", "volume_ratio"]),
        ("涨停价跌停价", ["limit_up", "limit_down"]),
        ("成交额成交量", ["amount", "volume"]),
        ("今开和昨收", ["open", "previous_close"]),
        ("涨了几个点", ["change_percent"]),
        ("多少钱", []),
    ],
)
def test_fields_are_named_as_quotes_name_them(understand: Understand, text: str, fields: list[str]) -> None:
    found = [entity["value"] for entity in understand(text)["entities"] if entity["entity"] == "quote_field"]
    assert found == fields


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("贵州茅台多少钱", ["SH600519"]),
        ("600519和五粮液", ["SH600519", "SZ000858"]),
        ("000001多少钱", ["SH000001,SZ000001"]),
        ("换手率呢", []),
    ],
)
def test_securities_are_found_by_the_real_lexicon(understand: Understand, text: str, refs: list[str]) -> None:
    found = [entity for entity in understand(text)["entities"] if entity["entity"] == "security"]
    assert [",".join(sorted(entity["value"].split(","))) for entity in found] == refs


def test_messages_of_several_questions_are_mostly_taken_apart(understand: Understand) -> None:
    lines = (NLU / "several.txt").read_text(encoding="utf-8").splitlines()
    messages = [line.split("\t") for line in lines if "\t" in line]
    right = sum(questions(understand(text)) == expected.split(",") for text, expected in messages)
    assert right / len(messages) >= 0.75


def questions(understood: dict[str, Any]) -> list[str]:
    """The intents of the parts, or of the message where it has none."""
    parts = [entity["value"] for entity in understood["entities"] if entity["entity"] == "part"]
    return parts or [intent(understood)]


@pytest.mark.parametrize("name", ENOUGH)
def test_one_question_is_seldom_taken_for_several(understand: Understand, name: str) -> None:
    split = [text for _, text in held_out(name) if intent(understand(text)) == "ask_several"]
    assert len(split) <= 0.02 * len(held_out(name)) + 1


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("你好，茅台多少钱", "ask_quote"),
        ("茅台多少钱，涨了没", "ask_quote"),
        ("账户被锁了，密码错五次，怎么办", "ask_password_lock"),
        ("海尔智家多少钱，要不要买", "ask_advice"),
        ("佣金多少？我要投诉你们", "complain"),
    ],
)
def test_a_story_a_greeting_and_what_weighs_more_stay_one_question(
    understand: Understand, text: str, meant: str
) -> None:
    assert intent(understand(text)) == meant


@pytest.mark.parametrize(
    "text", ["", " ", "\x00\x01", "一" * 10_000, "<script>alert(1)</script>", "' or 1=1 --", "🎉" * 500]
)
def test_bad_input_is_understood_as_something(understand: Understand, text: str) -> None:
    assert intent(understand(text))


def test_a_share_called_like_a_thing_is_told_by_its_words(understand: Understand) -> None:
    assert intent(understand("你是机器人吗")) == "ask_machine"
    assert intent(understand("机器人股价多少")) == "ask_quote"
