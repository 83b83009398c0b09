"""The matching form of a text, and the way back to the text as given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.names import Names, normalise
from market.names.normal import fold, key_text, one_for_one


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("五 粮 液", "五粮液"),
        ("万  科Ａ", "万科A"),
        ("貴州茅台", "贵州茅台"),
        ("６００５１９", "600519"),
        ("  Apple  Inc ", "Apple Inc"),
        ("TCL 科技", "TCL科技"),
        ("＊ＳＴ康佳", "*ST康佳"),
        ("贵\u200b州\x00茅台", "贵州茅台"),
        ("", ""),
        ("帳戶", "账户"),
        ("帐号", "账号"),
        ("接著答", "接着答"),
    ],
)
def test_normalise_gives_one_written_form(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(st.text())
def test_every_character_of_the_matching_form_knows_its_place(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.offsets)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(0 <= place < len(text) for place in folded.offsets)


@given(st.text(alphabet="贵州 茅台\t　AＡ９9"))
def test_blanks_go_and_the_rest_keeps_its_place(text: str) -> None:
    squeezed = fold(text).without_blanks()
    assert " " not in squeezed.text
    assert all(fold(text[place]).text == squeezed.text[at] for at, place in enumerate(squeezed.offsets))


@given(st.text())
def test_normalising_twice_changes_nothing_in_spacing(text: str) -> None:
    once = normalise(text)
    assert "  " not in once
    assert once == once.strip(" ")


def test_the_quick_way_to_a_key_agrees_with_the_careful_one(names: Names) -> None:
    assert [s.name for s in names if key_text(s.name) != fold(s.name).without_blanks().text] == []


def test_a_conversion_that_would_move_characters_is_made_one_for_one() -> None:
    longer = {"ab": "XYZ", "a": "A", "b": "BB"}
    assert one_for_one("ab", lambda text: longer[text]) == "Ab"
