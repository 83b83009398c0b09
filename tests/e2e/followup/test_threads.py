"""A question about one share goes on with another: corrections, digressions, bare names, second choices."""

import pytest

from tests.e2e.dialogue import Presses, Says, talk
from tests.e2e.system import System

CORRECTIONS = {
    "QUO12": ("贵州茅台走势图", "日K"),
    "QUO13": ("贵州茅台市盈率多少", "估值"),
    "QUO04": ("贵州茅台最近有什么公告", "公告"),
    "CRP05": ("贵州茅台会不会退市", "退市"),
    "QUO07": ("贵州茅台明天涨停价多少", "涨停"),
    "QUO03": ("贵州茅台是做什么的", "主营业务"),
}


@pytest.mark.parametrize(("topic", "first"), CORRECTIONS.items(), ids=CORRECTIONS)
def test_a_correction_asks_the_same_about_another_share(
    system: System, topic: str, first: tuple[str, str]
) -> None:
    question, word = first
    talk(
        system,
        [
            Says(question, topic=topic),
            Says("不对，我说的是平安银行", ["平安银行", word], never=["贵州茅台"], topic=topic),
        ],
    )


def test_and_that_other_share_goes_on_with_the_question(system: System) -> None:
    talk(
        system,
        [
            Says("浦发银行走势图", ["浦发银行 600000"], topic="QUO12"),
            Says("那平安银行呢", ["平安银行 000001"], topic="QUO12"),
        ],
    )


def test_a_digression_keeps_the_share(system: System) -> None:
    talk(
        system,
        [
            Says("浦发银行多少钱", ["浦发银行 600000"], topic="QUO01"),
            Says("ST一天能涨多少", ["10%"], topic="TRD03"),
            Says("它会不会退市", ["浦发银行 600000"], topic="CRP05"),
        ],
    )


def test_a_bare_name_answers_which_share(system: System) -> None:
    talk(
        system,
        [
            Says("看一下走势图", ["哪只股票"], topic="QUO12"),
            Says("浦发银行", ["浦发银行 600000", "日K"], topic="QUO12"),
        ],
    )


def test_an_ambiguous_name_is_asked_back_and_the_question_goes_on(system: System) -> None:
    talk(
        system,
        [
            Says("平安的走势图", ["哪一只"], buttons=["平安银行 000001"], topic="QUO12"),
            Presses("平安银行 000001", ["平安银行 000001"], topic="QUO12"),
        ],
    )


def test_a_chosen_second_one_is_charted_too(system: System) -> None:
    [asked_back, _] = talk(system, [Says("平安的走势图", ["哪一只"]), Says("第二个", ["日K"], topic="QUO12")])
    assert len(asked_back.buttons) >= 2


def test_going_back_to_a_share_leaves_nobody_with_a_goodbye(system: System) -> None:
    talk(
        system,
        [
            Says("大盘怎么样", topic="QUO02"),
            Says("回到浦发银行", ["浦发银行 600000"], never=["再见"], topic="QUO01"),
        ],
    )


FEW_WORDS = [
    ("科创板涨跌幅", "创业板ST呢", "20%（创业板，含ST）", "TRD03"),
    ("打新怎么操作", "能撤单吗", "不能撤单", "IPO03"),
    ("放弃中签有啥后果", "可转债的也算吗", "合并算", "IPO06"),
]


@pytest.mark.parametrize(("first", "then", "heard", "topic"), FEW_WORDS)
def test_a_few_words_more_are_about_the_same_matter(
    system: System, first: str, then: str, heard: str, topic: str
) -> None:
    talk(system, [Says(first, topic=topic), Says(then, [heard], topic=topic)])
