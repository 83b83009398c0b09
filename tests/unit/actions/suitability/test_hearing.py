"""Of what people write, the test and the matching take what is theirs and leave the rest to its answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from actions.suitability.hearing import command, under_way
from actions.suitability.match_words import MatchWords
from actions.suitability.matching import Matching
from actions.suitability.words import TestWords
from customers.suitability.products import Products
from customers.suitability.reading import Questionnaires

DATA = Path(__file__).parents[4] / "data"
WORDS = TestWords.load()
MATCHING = Matching(MatchWords.load(), Products.load())
YEARS = Questionnaires.load().current.question("years")
OWN = {
    "begin": {"ask_risk_test"},
    "start": {"ask_risk_test"},
    "result": {"ask_risk_result"},
    "fits": {"ask_product_match"},
    "mine": {"ask_product_match"},
    "insist": {"ask_risk_mismatch"},
    "coaching": {"ask_risk_test", "ask_risk_mismatch"},
    "pause": {"cancel", "goodbye"},
    "back": {"go_back"},
    "show": {"go_on", "repeat"},
    "unsure": {"deny", "go_on"},
    "submit": {"next_step"},
}
"""By what is heard, the intents of the examples that it may be heard in."""


def examples(*folders: str) -> Iterator[tuple[str, str]]:
    """Intents and what people write for them."""
    for folder in folders:
        read = yaml.load((DATA / folder / "nlu.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)  # noqa: S506
        for block in read["nlu"]:
            for line in block.get("examples", "").splitlines():
                yield block.get("intent", ""), line[2:]


def test_what_is_asked_is_not_taken_for_a_command() -> None:
    taken = {
        (kind, intent, text)
        for intent, text in examples("suitability", "conversation", "trading", "account", "fund", "boundary")
        for heard in [command(text, WORDS)]
        for kind in [heard.kind if heard else MATCHING.command(text)]
        if kind and intent not in OWN[kind]
    }
    assert not taken


def test_in_the_middle_of_a_test_other_questions_stay_questions() -> None:
    taken = {
        (heard.kind, intent, text)
        for intent, text in examples("suitability", "trading", "account", "fund", "quote", "boundary")
        for heard in [under_way(text, YEARS, WORDS, places=True)]
        if heard and intent not in {*OWN.get(heard.kind, ()), "choose", "deny", "out_of_scope"}
    }
    assert {intent for _, intent, _ in taken} <= {"ask_tax_residency"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我要做风险测评", "begin"),
        ("重新测一下", "begin"),
        ("再做一次测评", "begin"),
        ("我要重新做風險測評", "begin"),
        ("开始测评", "start"),
        ("继续测评", "resume"),
        ("我的测评记录", "history"),
        ("風險測評過期沒", "result"),
    ],
)
def test_a_command_is_heard(text: str, kind: str) -> None:
    heard = command(text, WORDS)
    assert heard is not None
    assert heard.kind == kind


@pytest.mark.parametrize(
    ("text", "place"), [("改第3题", 3), ("修改第十二题的答案", 12), ("回到第20题", 20), ("改第0题", 0)]
)
def test_a_question_is_named_by_its_place(text: str, place: int) -> None:
    heard = under_way(text, YEARS, WORDS, places=True)
    assert heard is not None
    assert (heard.kind, heard.place) == ("change", place)
