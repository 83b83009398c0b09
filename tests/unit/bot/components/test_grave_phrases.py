"""Despair, theft and the wish for a person are found in many voices, and jokes and market words are not."""

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.utils.io import read_yaml_file

from bot.components.phrases import PhraseClassifier

ROOT = Path(__file__).parents[4]
VOICES: Any = read_yaml_file(Path(__file__).parent / "grave_phrases.yml")
"""Sentences by what they are."""


@pytest.fixture(scope="module")
def phrases(tmp_path_factory: pytest.TempPathFactory) -> PhraseClassifier:
    files = [str(ROOT / "data" / room / "nlu.yml") for room in ("boundary", "conversation")]
    training_data = TrainingDataImporter.load_from_dict({}, None, None, files).get_nlu_data()
    config: dict[str, Any] = {"intents": ["distress", "report_theft", "ask_human"], "suspected": {}}
    storage = LocalModelStorage.create(tmp_path_factory.mktemp("phrases"))
    trained = PhraseClassifier(config, storage, Resource("phrases"))
    trained.train(training_data)
    return trained


@pytest.mark.parametrize("text", VOICES["despair"])
def test_despair_is_heard_in_every_voice(phrases: PhraseClassifier, text: str) -> None:
    assert phrases.match(text) == "distress"


@pytest.mark.parametrize("text", VOICES["no_despair"])
def test_black_humour_and_market_words_are_no_despair(phrases: PhraseClassifier, text: str) -> None:
    assert phrases.match(text) != "distress"


@pytest.mark.parametrize("text", VOICES["theft"])
def test_a_theft_is_heard_however_it_is_told(phrases: PhraseClassifier, text: str) -> None:
    assert phrases.match(text) == "report_theft"


@pytest.mark.parametrize("text", VOICES["no_theft"])
def test_frozen_money_and_lost_cards_are_no_theft(phrases: PhraseClassifier, text: str) -> None:
    assert phrases.match(text) != "report_theft"


@pytest.mark.parametrize("text", VOICES["person"])
def test_the_wish_for_a_person_is_heard(phrases: PhraseClassifier, text: str) -> None:
    assert phrases.match(text) == "ask_human"


@pytest.mark.parametrize("text", VOICES["no_person"])
def test_talk_of_machines_is_no_wish_for_a_person(phrases: PhraseClassifier, text: str) -> None:
    assert phrases.match(text) != "ask_human"
