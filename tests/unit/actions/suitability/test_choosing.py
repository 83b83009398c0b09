"""Answers are understood however they are typed; what is no answer is left to others."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.suitability.choosing import Choice, choose, number_of
from actions.suitability.words import TestWords
from customers.suitability.questionnaire import Question
from customers.suitability.reading import Questionnaires

SHEET = Questionnaires.load().current
WORDS = TestWords.load().choosing


def asked(id: str) -> Question:
    question = SHEET.question(id)
    assert question is not None
    return question


def chosen(text: str, id: str = "years") -> str | None:
    """The letters meant, "!" and why where they do not fit, None for no answer."""
    choice = choose(text, asked(id), WORDS)
    if choice is None:
        return None
    return f"!{choice.unfit}" if choice.unfit else "".join(choice.letters)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "B",
            "b",
            "Ｂ",
            "B。",
            "选B",
            "我选B",
            "选 B 吧",
            "B吧",
            "b项",
            "B选项",
            "答案是B",
            "应该是B",
            "改成B",
            "“B”",
        ),
        *(
            "第二个",
            "第2个",
            "2",
            "２",
            "二",
            "选第二项",
            "第二",
            "B. 不到2年",
            "B不到2年",
            "不到2年",
            "我是不到2年",
        ),
        *("不到２年", "ｂ", " B ", "B\n", "不到 2 年"),
    ],
)
def test_one_option_can_be_named_in_many_ways(text: str) -> None:
    assert chosen(text) == "B"


@pytest.mark.parametrize(
    "text",
    [
        "AC",
        "A、C",
        "A,C",
        "A C",
        "a和c",
        "CA",
        "Ａ，Ｃ",
        "选A和C",
        "第一个和第三个",
        "1、3",
        "一和三",
        "A/C",
        "AAC",
        "A,C。",
    ],
)
def test_several_options_can_be_named_in_many_ways(text: str) -> None:
    assert chosen(text, "experience") == "AC"


@pytest.mark.parametrize(
    ("text", "question", "letters"),
    [
        ("都没有", "qualification", "D"),
        ("没有", "qualification", "D"),
        ("没有", "debts", "A"),
        ("都买过", "experience", "ABCD"),
        ("全选", "kinds", "ABCDE"),
        ("股票", "experience", "C"),
        ("工资", "income_source", "A"),
        ("1-3年", "horizon", "B"),
        ("1到3年", "horizon", "B"),
        ("10%以内", "max_loss", "B"),
        ("是", "capacity", "A"),
        ("否", "capacity", "B"),
        ("沒有", "debts", "A"),
    ],
)
def test_options_are_known_by_their_words(text: str, question: str, letters: str) -> None:
    assert chosen(text, question) == letters


@pytest.mark.parametrize(
    ("text", "question", "why"),
    [
        ("F", "years", "range"),
        ("Z", "years", "range"),
        ("AB", "years", "one"),
        ("第九个", "years", "range"),
        ("99", "years", "range"),
        ("AD", "qualification", "alone"),
        ("13", "experience", "range"),
        ("十二", "years", "range"),
    ],
)
def test_what_does_not_fit_is_told_why(text: str, question: str, why: str) -> None:
    assert chosen(text, question) == f"!{why}"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "科创板最少买几股",
            "贵州茅台多少钱",
            "600519",
            "hello",
            "thanks",
            "100",
            "0",
            "-1",
            "3.5",
            "C3",
            "A股是什么",
        ),
        *(
            "",
            " ",
            "😀",
            "<b>B</b>",
            "/ask_quote",
            "B" * 10_000,
            "第二个" * 5_000,
            "基金",
            "万元",
            "你好",
            "-",
            "？",
        ),
    ],
)
def test_what_is_no_answer_is_left_to_others(text: str) -> None:
    assert chosen(text) is None


def test_the_second_of_a_list_of_another_answer_is_not_ours() -> None:
    assert choose("第二个", asked("years"), WORDS, places=False) is None
    assert choose("B", asked("years"), WORDS, places=False) == Choice(("B",))


@given(st.text(max_size=80), st.sampled_from(SHEET.questions))
def test_whatever_is_typed_is_a_fitting_answer_or_told_why(text: str, question: Question) -> None:
    choice = choose(text, question, WORDS)
    if choice is not None and choice.unfit is None:
        assert choice.letters
        assert set(choice.letters) <= set(question.letters)
        assert len(choice.letters) == 1 or question.several


@given(st.sampled_from(SHEET.questions), st.data())
def test_every_option_is_known_by_its_letter_and_by_its_words(
    question: Question, data: st.DataObject
) -> None:
    option = data.draw(st.sampled_from(question.options))
    for text in (option.letter, option.letter.lower(), f"选{option.letter}", option.text):
        assert choose(text, question, WORDS) == Choice((option.letter,))


@pytest.mark.parametrize(
    ("text", "number"), [("3", 3), ("三", 3), ("十", 10), ("十三", 13), ("二十", 20), ("两", 2)]
)
def test_numbers_are_read_in_both_ways(text: str, number: int) -> None:
    assert number_of(text) == number


def test_letters_are_those_of_the_alphabet() -> None:
    assert all(set(question.letters) <= set(string.ascii_uppercase) for question in SHEET.questions)
