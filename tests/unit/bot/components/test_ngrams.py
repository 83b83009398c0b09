"""The linear model of intents."""

import importlib
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.components.ngrams import NgramModel, features

TEXTS = ["⟨你好⟩", "⟨您好⟩", "⟨好啊你⟩", "⟨再见⟩", "⟨拜拜⟩", "⟨回见⟩", "⟨转人工⟩", "⟨人工⟩"]
INTENTS = ["greet"] * 3 + ["goodbye"] * 3 + ["ask_human"] * 2
MODEL = NgramModel.fit(TEXTS, INTENTS, longest=3, reach=2, strength=1.0)


def best(model: NgramModel, text: str) -> str:
    confidences = model.confidences(text)
    return max(confidences, key=confidences.__getitem__)


def test_every_run_up_to_the_longest_is_a_feature() -> None:
    assert features("AbC", 2, 0) == ["a", "b", "c", "ab", "bc"]


def test_characters_within_reach_are_a_pair() -> None:
    assert features("abcd", 1, 2) == ["a", "b", "c", "d", "a~b", "a~c", "b~c", "b~d", "c~d"]
    assert "涨~停" in features("涨不涨停", 2, 3)


def test_it_knows_what_it_was_taught() -> None:
    assert [best(MODEL, text) for text in TEXTS] == INTENTS


def test_its_order_of_intents_is_that_of_scikit_learn() -> None:
    """For a text whose features are all known, the margins are those of the pipeline it was fitted by."""
    text: Any = importlib.import_module("sklearn.feature_extraction.text")
    svm: Any = importlib.import_module("sklearn.svm")
    vectorizer = text.TfidfVectorizer(analyzer=lambda text: features(text, 3, 2), sublinear_tf=True)
    machine = svm.LinearSVC(C=1.0, class_weight="balanced", random_state=42)
    machine.fit(vectorizer.fit_transform(TEXTS), INTENTS)
    theirs = machine.decision_function(vectorizer.transform(["⟨你好⟩"]))[0]
    ours = MODEL.confidences("⟨你好⟩")
    assert list(ours) == [str(intent) for intent in machine.classes_]
    ratios = [math.log(chance / ours["greet"]) for chance in ours.values()]
    greet = list(ours).index("greet")
    assert ratios == pytest.approx([6.0 * (margin - theirs[greet]) for margin in theirs])


def test_a_stranger_is_less_certain_than_a_friend() -> None:
    assert max(MODEL.confidences("⟨你好⟩").values()) > max(MODEL.confidences("⟨你好乾坤挪移⟩").values())


@pytest.mark.parametrize("text", ["", "xyz", "🎉🎉"])
def test_what_shares_nothing_with_the_known_gets_no_confidence_at_all(text: str) -> None:
    assert set(MODEL.confidences(text).values()) == {0.0}


@given(st.text(max_size=80))
def test_confidences_are_shares_of_one(text: str) -> None:
    values = MODEL.confidences(text).values()
    assert all(0.0 <= value <= 1.0 for value in values)
    assert sum(values) <= 1.0 + 1e-9


def test_a_stored_model_answers_as_before(tmp_path: Path) -> None:
    MODEL.save(tmp_path)
    assert NgramModel.load(tmp_path).confidences("⟨你好⟩") == MODEL.confidences("⟨你好⟩")
