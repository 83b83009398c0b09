"""Our training reads everything once, and makes the model that Rasa's own command makes of the same files."""

import asyncio
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from bot.train import Reading, train

TINY = Path(__file__).with_name("tiny")
FILES = TINY / "config.yml", TINY / "domain.yml", [TINY / "nlu.yml", TINY / "rules.yml"]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny model as our command trains it; `model` is the same by Rasa's."""
    target = tmp_path_factory.mktemp("train") / "tiny.tar.gz"
    train(*FILES, target)
    return target


def metadata(archive: Path) -> dict[str, Any]:
    with tarfile.open(archive) as files:
        file = files.extractfile("metadata.json")
        assert file is not None
        found: dict[str, Any] = json.load(file)
    for node in found["predict_schema"]["nodes"].values():
        (node["resource"] or {}).pop("output_fingerprint", None)  # of the folder it was in for a moment
    return found


@pytest.mark.parametrize(
    "part", ["domain", "predict_schema", "training_type", "core_target", "nlu_target", "language"]
)
def test_the_model_is_the_one_that_rasa_trains(part: str, ours: Path, model: Path) -> None:
    assert metadata(ours)[part] == metadata(model)[part]


def test_it_understands_as_that_one_does(ours: Path, model: Path) -> None:
    from rasa.core.agent import Agent

    examples = Reading(*FILES).get_nlu_data().intent_examples
    texts = [example.get("text") for example in examples if example.get("text")]
    loaded = [Agent.load(str(each)) for each in (ours, model)]
    ours_says, theirs_says = ([asyncio.run(agent.parse_message(text)) for text in texts] for agent in loaded)
    for one, other in zip(ours_says, theirs_says, strict=True):
        assert one["intent"]["name"] == other["intent"]["name"]
        assert one["intent"]["confidence"] == pytest.approx(other["intent"]["confidence"], abs=1e-3)


def test_what_was_read_is_not_read_again() -> None:
    reading = Reading(*FILES)
    assert reading.get_nlu_data("en") is reading.get_nlu_data()
    assert reading.get_domain() is reading.get_domain()
    assert reading.get_stories() is reading.get_stories()
