"""Rasa reads every file of the assistant; it drops what it cannot parse with a warning only."""

from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.importers.importer import TrainingDataImporter

ROOT = Path(__file__).parents[4]
DIALOGUE = sorted(
    {str(path.parent) for name in ("nlu", "rules") for path in (ROOT / "data").glob(f"*/{name}.yml")}
)
FILES = sorted((ROOT / "bot" / "domain").glob("*.yml"))

UNSPOKEN = {"nlu_fallback", "ask_several", "show_article", "go_on_task"}
"""Intents that nobody writes."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_domain_file_loads_alone(file: Path) -> None:
    assert not Domain.from_file(str(file)).is_empty()


def test_the_whole_domain_is_the_sum_of_its_files() -> None:
    whole = Domain.load(str(ROOT / "bot" / "domain"))
    parts = [Domain.from_file(str(file)) for file in FILES]
    assert set(whole.responses) == {name for part in parts for name in part.responses}
    assert set(whole.user_actions) >= {name for part in parts for name in part.user_actions}


def test_every_feature_brings_its_rules_and_examples() -> None:
    importer = TrainingDataImporter.load_from_dict({}, None, str(ROOT / "bot" / "domain"), DIALOGUE)
    rules = {step.block_name for step in importer.get_stories().story_steps}
    assert rules == {
        line.removeprefix("- rule: ")
        for file in (ROOT / "data").glob("*/rules.yml")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith("- rule: ")
    }
    assert importer.get_nlu_data().intents - UNSPOKEN == {
        line.split(": ")[1]
        for file in (ROOT / "data").glob("*/nlu.yml")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith("- intent: ")
    }
