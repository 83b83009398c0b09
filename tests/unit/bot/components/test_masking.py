"""What the intent classifier reads of a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.components.masking import LONGEST, PLACEHOLDER, mask
from market.names import Mention, normalise


def mention(text: str, name: str) -> Mention:
    start = text.index(name)
    return Mention(start, start + len(name), name, ("SH600519",), "name")


def test_a_share_leaves_nothing_of_its_own_characters() -> None:
    text = "贵州茅台多少钱"
    assert mask(text, [mention(text, "贵州茅台")], normalise) == f"⟨{PLACEHOLDER}多少钱⟩"


def test_a_message_that_is_a_share_only_is_a_placeholder_only() -> None:
    assert mask("茅台", [mention("茅台", "茅台")], normalise) == f"⟨{PLACEHOLDER}⟩"


def test_an_ordinary_word_is_kept_before_its_placeholder() -> None:
    text = "大盘怎么样"
    assert mask(text, [mention(text, "大盘")], normalise, {"大盘"}) == f"⟨大盘{PLACEHOLDER}怎么样⟩"


def test_traditional_and_wide_characters_read_like_plain_ones() -> None:
    assert mask("現在多少錢？", [], normalise) == mask("现在多少钱?", [], normalise)


def test_a_price_a_hotline_and_a_code_keep_only_their_length() -> None:
    assert mask("破1500了吗", [], normalise) == mask("破1380了吗", [], normalise) == "⟨破④了吗⟩"
    assert mask("打95500", [], normalise) == "⟨打⑤⟩"
    assert mask("110011净值", [], normalise) == "⟨⑥净值⟩"
    assert mask("选2", [], normalise) == "⟨选2⟩"


def test_the_regulators_hotline_is_a_word_of_its_own() -> None:
    assert mask("打12386", [], normalise) == "⟨打12386⟩"


def test_numbers_of_different_length_have_no_characters_in_common() -> None:
    masked = [set(mask(number, [], normalise)) - {"⟨", "⟩"} for number in ("1500", "95500", "110011")]
    assert all(one.isdisjoint(other) for one in masked for other in masked if one is not other)


@pytest.mark.parametrize("number", ["13800138000", "6222021234567890123", "110101199003071234"])
def test_a_phone_a_card_and_a_paper_leave_nothing(number: str) -> None:
    assert mask(f"小李{number}", [], normalise) == "⟨小李⟩"


@pytest.mark.parametrize("text", ["13800138000", "<br/>", " "])
def test_a_message_without_anything_to_read_shares_nothing_with_one_that_has(text: str) -> None:
    assert set(mask(text, [], normalise)).isdisjoint(mask("你好", [], normalise))


def test_a_sign_of_a_number_in_a_message_is_no_sign() -> None:
    assert mask("④好⑥", [], normalise) == "⟨4好6⟩"


def test_long_laughter_is_short_laughter() -> None:
    assert mask("哈哈哈哈哈哈", [], normalise) == mask("哈哈哈", [], normalise)


def test_markup_around_a_share_reads_like_the_bare_question() -> None:
    text = '<b class="x">贵州茅台</b>多少钱<br/>'
    assert mask(text, [mention(text, "贵州茅台")], normalise) == f"⟨{PLACEHOLDER}多少钱⟩"


def test_a_comparison_is_no_markup() -> None:
    assert mask("涨幅<5 还是>3", [], normalise) == "⟨涨幅<5还是>3⟩"


def test_a_very_long_message_keeps_its_beginning_and_its_end() -> None:
    masked = mask("头" + "一二三" * 4000 + "尾", [], normalise)
    assert len(masked) == LONGEST + 2
    assert masked.startswith("⟨头")
    assert masked.endswith("尾⟩")


@given(st.text(max_size=400))
def test_any_text_can_be_masked(text: str) -> None:
    masked = mask(text, [], normalise)
    assert 1 <= len(masked) <= LONGEST + 2
