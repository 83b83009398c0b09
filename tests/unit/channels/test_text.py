"""Long texts in pieces: nothing lost, nothing too long, cut where a reader pauses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.text import Size, marked, split_text, utf8_bytes, utf16_units

TEXTS = st.text(alphabet=st.sampled_from("一二三。，\n a😀👨\u200d👩é！"), max_size=300)


def without_blanks(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(TEXTS, st.integers(12, 80), st.sampled_from([utf8_bytes, utf16_units]))
def test_pieces_fit_and_together_say_the_same(text: str, limit: int, size: Size) -> None:
    pieces = split_text(text, limit, size)
    assert all(0 < size(piece) <= limit for piece in pieces)
    assert without_blanks("".join(pieces)) == without_blanks(text)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("第一段说这个。\n\n第二段说那个。", ["第一段说这个。", "第二段说那个。"]),
        ("第一句说这个。第二句说那个。", ["第一句说这个。", "第二句说那个。"]),
        ("没有停顿的十二个字放不下", ["没有停顿的十二个", "字放不下"]),
    ],
)
def test_the_cut_is_where_a_reader_pauses(text: str, pieces: list[str]) -> None:
    assert split_text(text, 26, utf8_bytes) == pieces


def test_sizes_are_counted_as_the_platforms_do() -> None:
    assert utf8_bytes("股") == 3
    assert utf16_units("股😀") == 3


def test_what_is_one_sign_to_the_eye_is_not_cut() -> None:
    assert split_text("一二👍🏽", 9, utf8_bytes) == ["一二", "👍🏽"]


def test_a_text_of_blanks_makes_no_piece() -> None:
    assert split_text(" \n ", 10, utf8_bytes) == []


def test_who_speaks_stands_before_one_line_and_above_several() -> None:
    assert marked("【客服】", "您好") == "【客服】您好"
    assert marked("【客服】", "一\n二") == "【客服】\n一\n二"
    assert marked("", "一\n二") == "一\n二"
