"""When a message counts as not understood."""

import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.components.doubts import DoubtClassifier
from bot.components.parts import PARTS

CONFIG = {
    "unsure": 0.4,
    "lead": 0.1,
    "lead_of_twins": 0.3,
    "twins": [["ask_available_funds", "ask_sale_proceeds"]],
}


def ranked(**chances: float) -> Message:
    ranking = [{"name": name, "confidence": chance} for name, chance in chances.items()]
    return Message({"text": "?", INTENT: ranking[0], INTENT_RANKING_KEY: ranking})


def understood(message: Message) -> str:
    DoubtClassifier(CONFIG).process([message])
    return str(message.get(INTENT)["name"])


@pytest.mark.parametrize(("chance", "meant"), [(0.41, "greet"), (0.39, "nlu_fallback")])
def test_what_is_too_unlikely_is_not_understood(chance: float, meant: str) -> None:
    assert understood(ranked(greet=chance, thanks=0.0)) == meant


@pytest.mark.parametrize(("second", "meant"), [(0.44, "greet"), (0.46, "nlu_fallback")])
def test_what_is_nearly_as_likely_as_another_is_not_understood(second: float, meant: str) -> None:
    assert understood(ranked(greet=0.55, thanks=second)) == meant


@pytest.mark.parametrize(
    "chances",
    [
        {"ask_available_funds": 0.6, "ask_sale_proceeds": 0.35},
        {"ask_sale_proceeds": 0.6, "ask_available_funds": 0.35},
    ],
)
def test_twins_must_lie_further_apart(chances: dict[str, float]) -> None:
    assert understood(ranked(**chances)) == "nlu_fallback"


def test_an_intent_without_rival_is_understood() -> None:
    assert understood(ranked(greet=0.5)) == "greet"


def test_whoever_asks_back_still_sees_what_was_likely() -> None:
    message = ranked(greet=0.3, thanks=0.2)
    understood(message)
    names = [intent["name"] for intent in message.get(INTENT_RANKING_KEY)]
    assert names == ["nlu_fallback", "greet", "thanks"]
    assert message.get(INTENT)["confidence"] == pytest.approx(0.7)


def test_a_part_may_be_in_doubt_by_itself() -> None:
    message, part = ranked(greet=0.9), ranked(greet=0.2)
    message.set(PARTS, [part])
    assert understood(message) == "greet"
    assert part.get(INTENT)["name"] == "nlu_fallback"
