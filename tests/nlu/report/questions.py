"""The questions that the report asks: sets that nobody learnt from, and the examples that were learnt."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_yaml_file

ROOT = Path(__file__).parents[3]
SETS = ROOT / "tests" / "nlu"
SEVERAL = SETS / "several.txt"


@dataclass(frozen=True)
class Question:
    """A question and the intent that a careful person gives it."""

    text: str
    intent: str


def held_out() -> dict[str, list[Question]]:
    """Every set of questions by its name."""
    return {path.stem: _read(path) for path in sorted(SETS.glob("*.yml"))}


def learnt() -> list[Question]:
    """Every example of the training data."""
    return [Question(each.get(TEXT), each.get(INTENT)) for each in training_data().intent_examples]


def training_data() -> TrainingData:
    """The training data as Rasa reads it."""
    folders = sorted({str(path.parent) for path in (ROOT / "data").glob("*/nlu.yml")})
    return RasaFileImporter(training_data_paths=folders).get_nlu_data()


def several() -> list[tuple[str, list[str]]]:
    """Messages with the intents of their questions in order."""
    lines = SEVERAL.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if "\t" in line]
    return [(text, intents.split(",")) for text, intents in pairs]


def _read(path: Path) -> list[Question]:
    blocks: Any = read_yaml_file(path)
    return [
        Question(line.removeprefix("- ").strip(), block["intent"])
        for block in blocks["nlu"]
        for line in block["examples"].splitlines()
        if line.strip()
    ]
