"""A result allows what its class reaches while it counts, and the lowest class only the least risk."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from actions.suitability.match_words import MatchWords
from actions.suitability.matching import Matching, Meant, match
from customers.suitability.products import RISKS, Products
from customers.suitability.reading import LEVELS
from customers.suitability.results import Result
from market.session import SHANGHAI
from rules.suitability import Suitability

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
RULES = Suitability.load()
MATCHING = Matching(MatchWords.load(), Products.load())
CLASSES, LEVELS_OF_RISK = st.sampled_from(LEVELS), st.sampled_from(RISKS)


def result(level: str, *, lowest: bool = False) -> Result:
    until = NOW + timedelta(days=730)
    return Result(1, "2026-11", level, lowest, (), "", 100, NOW, until)


@given(CLASSES, LEVELS_OF_RISK)
def test_a_class_goes_with_risks_up_to_its_number(level: str, risk: str) -> None:
    fits = match(result(level), risk, NOW, RULES).verdict
    assert fits == ("fits" if risk[1] <= level[1] else "above")


@given(CLASSES, LEVELS_OF_RISK)
def test_the_lowest_class_is_barred_from_all_but_the_least_risk(level: str, risk: str) -> None:
    assert match(result(level, lowest=True), risk, NOW, RULES).verdict == (
        "fits" if risk == "R1" else "barred"
    )


@given(CLASSES, LEVELS_OF_RISK, st.booleans(), st.integers(731, 9_000))
def test_after_its_end_a_result_goes_with_nothing(level: str, risk: str, lowest: bool, days: int) -> None:
    late = match(result(level, lowest=lowest), risk, NOW + timedelta(days=days), RULES)
    assert late.verdict == "expired"


def test_a_product_or_a_level_is_meant() -> None:
    assert MATCHING.meant("我坚持要买样例行业基金甲") == Meant("S401", "样例行业基金甲", "R4")
    assert MATCHING.meant("Ｒ５的产品") == Meant("R5", "R5", "R5")
    assert MATCHING.meant("R10") is None
    assert MATCHING.coded("S401") == MATCHING.meant("样例行业基金甲")
    assert MATCHING.coded("whatever") is None


@given(st.text(max_size=100))
def test_nothing_but_the_sentence_confirms(text: str) -> None:
    assert MATCHING.under_way(text, "warned") != "confirm"
