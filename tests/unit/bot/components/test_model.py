"""The model of intents, with an encoder and without one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.components.model import IntentModel, Settings

TEXTS = ["⟨你好⟩", "⟨您好⟩", "⟨好啊你⟩", "⟨再见⟩", "⟨拜拜⟩", "⟨回见⟩", "⟨转人工⟩", "⟨人工⟩"]
INTENTS = ["greet"] * 3 + ["goodbye"] * 3 + ["ask_human"] * 2
SETTINGS = Settings(longest=2, reach=2, rarest=1, strength=1.0, axes=2, weight=1.0, leave_out=3)


class Encoder:
    """Knows which of three things is meant, and remembers what it was asked."""

    meant = ("好甲", "见拜乙", "人")

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Any:
        self.asked += texts
        places = [
            next((n for n, marks in enumerate(self.meant) if set(marks) & set(text)), 2) for text in texts
        ]
        return np.eye(3, dtype=np.float32)[places]


PLAIN = IntentModel.fit(TEXTS, INTENTS, None, SETTINGS)
INFORMED = IntentModel.fit(TEXTS, INTENTS, Encoder(), SETTINGS)


def best(model: IntentModel, text: str, encoder: Encoder | None = None, certain: float = 1.1) -> str:
    return model.intents[int(model.chances([text], encoder, certain)[0].argmax())]


def test_it_knows_what_it_was_taught() -> None:
    assert [best(PLAIN, text) for text in TEXTS] == INTENTS
    assert [best(INFORMED, text, Encoder()) for text in TEXTS] == INTENTS


def test_meaning_tells_what_characters_do_not() -> None:
    assert best(PLAIN, "⟨甲⟩") == best(PLAIN, "⟨乙⟩")
    assert best(INFORMED, "⟨甲⟩", Encoder()) == "greet"
    assert best(INFORMED, "⟨乙⟩", Encoder()) == "goodbye"


def test_an_encoder_is_asked_only_where_characters_leave_doubts() -> None:
    encoder = Encoder()
    INFORMED.chances(["⟨你好⟩", "⟨乾坤⟩"], encoder, certain=0.9)
    assert encoder.asked == ["乾坤"]


def test_it_answers_without_the_encoder_it_was_taught_with() -> None:
    assert [best(INFORMED, text) for text in TEXTS] == INTENTS


def test_a_stranger_is_less_certain_than_a_friend() -> None:
    friend, stranger = PLAIN.chances(["⟨你好⟩", "⟨你好乾坤挪移⟩"], None, 1.1).max(axis=1)
    assert friend > stranger


@pytest.mark.parametrize("text", ["", "xyz", "🎉🎉"])
def test_what_shares_nothing_with_the_known_gets_no_confidence_at_all(text: str) -> None:
    assert not PLAIN.chances([text], None, 1.1).any()


@given(st.text(max_size=80))
def test_chances_are_shares_of_one(text: str) -> None:
    [chances] = INFORMED.chances([text], Encoder(), 1.1)
    assert ((chances >= 0.0) & (chances <= 1.0)).all()
    assert chances.sum() <= 1.0 + 1e-6


@pytest.mark.parametrize("model", [PLAIN, INFORMED])
def test_a_stored_model_answers_as_before(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    again = IntentModel.load(tmp_path)
    assert again.intents == model.intents
    before = model.chances(TEXTS, Encoder(), 1.1)
    assert again.chances(TEXTS, Encoder(), 1.1) == pytest.approx(before, abs=0.01)
