"""Words of the market: found by any of their names, explained in a sentence, counted where they belong."""

import re

import pytest

from actions.term.glossary import Glossary
from tests.unit.actions.talk import TOPICS, Dialogue, article

GLOSSARY = Glossary.load()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("换手率是什么意思", "换手率"),
        ("周线金叉是啥", "K线 金叉"),
        ("macd怎么看", "MACD"),
        ("什么叫星ST", "ST"),
        ("PE是啥", "市盈率"),
        ("換手率係咩", "换手率"),
        ("ＥＴＦ是什么", "ETF"),
        ("动态市盈率啥意思", "市盈率"),
        ("what is PE ratio", "市盈率"),
        ("what is a golden cross", "金叉"),
        ("SPEED是什么", ""),
        ("这个词啥意思", ""),
        ("银行理财保不保本", "保本"),
        ("国债会亏吗，国债逆回购呢", "国债 国债逆回购"),
    ],
)
def test_a_word_is_found_by_any_of_its_names(text: str, name: str) -> None:
    assert " ".join(term.name for term in GLOSSARY.find(text)) == name


async def test_a_word_is_explained_and_counted_where_it_belongs() -> None:
    talk = Dialogue({}, [article("TRD06")])
    told = await talk.say("T+1是什么意思", "ask_term")
    assert told.startswith("T+1：今天买的股票，下一个交易日才能卖。")
    assert (talk.slots["topic"], talk.titles) == ("TRD06", ["按钮TRD06"])


async def test_two_words_are_both_explained() -> None:
    told = await Dialogue({}).say("成交额和成交量有什么区别", "ask_term")
    assert "成交额：" in told
    assert "成交量：" in told


async def test_a_word_that_is_not_in_the_list_is_not_guessed() -> None:
    assert (await Dialogue({}).say("乾坤大挪移是什么意思", "ask_term")).startswith("这个词我还没有收录")


def test_every_word_belongs_to_an_item_and_advises_nothing() -> None:
    for term in GLOSSARY.find(" ".join(each for each in GLOSSARY.names)):
        assert term.topic in set(TOPICS.values()), term.name
        assert not re.search("建议您|应该买|应该卖|值得", term.text), term.name
        assert len(term.text) <= 120, term.name


async def test_who_wonders_at_old_figures_hears_what_demo_data_are() -> None:
    talk = Dialogue({}, [article("ADV05")])
    for text in ("演示数据是什么意思", "行情为什么是2021年的", "为什么没有数据"):
        assert "样例行情" in await talk.say(text, "ask_term")
