"""The linear model of intents."""

import importlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.components.ngrams import NgramModel, ngrams

TEXTS = ["⟨你好⟩", "⟨您好⟩", "⟨好啊你⟩", "⟨再见⟩", "⟨拜拜⟩", "⟨回见⟩", "⟨转人工⟩", "⟨人工⟩"]
INTENTS = ["greet"] * 3 + ["goodbye"] * 3 + ["ask_human"] * 2
MODEL = NgramModel.fit(TEXTS, INTENTS, longest=3, strength=20.0)


def best(model: NgramModel, text: str) -> str:
    confidences = model.confidences(text)
    return max(confidences, key=confidences.__getitem__)


def test_every_run_up_to_the_longest_is_an_ngram() -> None:
    assert ngrams("AbC", 2) == ["a", "b", "c", "ab", "bc"]


def test_it_knows_what_it_was_taught() -> None:
    assert [best(MODEL, text) for text in TEXTS] == INTENTS


def test_it_says_what_scikit_learn_says() -> None:
    """For a text whose n-grams are all known, the figures are those of the pipeline it was fitted by."""
    text: Any = importlib.import_module("sklearn.feature_extraction.text")
    linear: Any = importlib.import_module("sklearn.linear_model")
    vectorizer = text.TfidfVectorizer(analyzer=lambda text: ngrams(text, 3), sublinear_tf=True)
    regression = linear.LogisticRegression(
        C=20.0, class_weight="balanced", solver="liblinear", random_state=42
    )
    regression.fit(vectorizer.fit_transform(TEXTS), INTENTS)
    theirs = regression.predict_proba(vectorizer.transform(["⟨你好⟩"]))[0].tolist()
    ours = MODEL.confidences("⟨你好⟩")
    assert list(ours) == [str(intent) for intent in regression.classes_]
    assert list(ours.values()) == pytest.approx(theirs)


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
