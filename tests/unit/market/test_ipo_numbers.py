"""Winning numbers and an investor's own: compared digit by digit, or not at all.

The numbers are of no real draw: the sources with a licence print none.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.ipo_numbers import MOST, Numbers, decidable, read_numbers, read_tails, winners

TAILS = st.lists(st.text("0123456789", min_size=3, max_size=8), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("text", "tails"),
    [
        ("末四位数：6459,1459", ("6459", "1459")),
        ("末“四”位数：6459、1459 末“五”位数：08123", ("6459", "1459", "08123")),
        ('末"三"位数:123;末"十"位数:0123456789', ("123", "0123456789")),
        ("末尾4位数: 6459 末尾5位数: 08123，58123", ("6459", "08123", "58123")),
        ("末四位数:6459,1459末五位数:08123", ("6459", "1459", "08123")),
    ],
)
def test_winning_digits_are_read_as_they_are_printed(text: str, tails: tuple[str, ...]) -> None:
    assert read_tails(text) == tails


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "查看",
        "6459,1459",
        "末四位数：6459,145",  # a digit is lost
        "末四位数：6459,待公布",
        "末五位数：6459",
        "末四位数：",
        "第一批 末四位数：6459",
    ],
)
def test_numbers_that_are_not_wholly_understood_are_not_used(text: str) -> None:
    assert read_tails(text) == ()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("我的配号是100012345678", Numbers(100012345678, 1, 12)),
        ("配号 100012345678 到 100012345690", Numbers(100012345678, 13, 12)),
        ("起始配号是00012345678，共11个", Numbers(12345678, 11, 11)),
        ("配号100012345690到100012345678", None),
        ("配号 100012345678-12345690", None),
        ("我中签了吗", None),
        ("301626中签号", None),
        ("手机1380013800013800", None),
    ],
)
def test_own_numbers_are_read_from_the_message(text: str, numbers: Numbers | None) -> None:
    assert read_numbers(text) == numbers


def test_nobody_is_given_so_many_numbers() -> None:
    assert read_numbers(f"100000000000到{100000000000 + MOST}") is None
    assert read_numbers(f"100000000000到{100000000000 + MOST - 1}") is not None


def test_a_winner_is_told_by_its_last_digits() -> None:
    numbers = Numbers(100012346455, 10, 12)
    assert winners(numbers, ["6459", "08123"]) == ["100012346459"]
    assert winners(numbers, ["6465"]) == []
    assert str(Numbers(12, 1, 11)) == "00000000012"


@given(st.integers(0, 10**10), st.integers(1, 300), TAILS)
def test_exactly_the_numbers_that_end_so_win(first: int, count: int, tails: list[str]) -> None:
    numbers = Numbers(first, count, 12)
    found = set(winners(numbers, tails))
    for number in range(first, first + count):
        ends = any(number % 10 ** len(tail) == int(tail) for tail in tails)
        assert (str(number).zfill(12) in found) == ends


def test_too_short_a_number_decides_nothing() -> None:
    assert not decidable(Numbers(12345678, 1, 8), ["0123456789"])
    assert not decidable(Numbers(12345678, 1, 8), [])
    assert decidable(Numbers(100012345678, 1, 12), ["0123456789"])
