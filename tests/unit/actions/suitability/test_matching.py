"""A result allows what its class reaches while it counts, and the lowest class only the least risk."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from actions.suitability.match_words import MatchWords
from actions.suitability.matching import Matching, Meant, match
from customers.suitability.products import RISKS, Product, Products
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
    assert MATCHING.meant("s302可以吗") == MATCHING.coded("S302")
    assert MATCHING.meant("贵州茅台") is None


def test_names_of_an_own_list_are_known_however_they_are_typed() -> None:
    short, long = Product("X1", "稳进 债券", "R2"), Product("X2", "稳进 债券（C类）", "R3")
    matching = Matching(MatchWords.load(), Products((short, long), sample=False))
    for text in ("稳进债券(C类)能买吗", "稳进 债券（c类）能买吗"):
        assert matching.command(text) == "fits"
        assert matching.meant(text) == Meant("X2", "稳进 债券（C类）", "R3")
    assert matching.meant("稳进债券能买吗") == Meant("X1", "稳进 债券", "R2")


@given(st.text(max_size=100))
def test_nothing_but_the_sentence_confirms(text: str) -> None:
    assert MATCHING.under_way(text, "warned") != "confirm"
