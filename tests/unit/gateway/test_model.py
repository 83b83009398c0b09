"""The model is trained when what it is made from has changed, and only then."""

import shutil
from pathlib import Path

import pytest

from gateway.model import dialogue_folders, fingerprint, inputs


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    files = {
        "locks/rasa.txt": "rasa==3.6.21",
        "bot/config.yml": "language: zh",
        "bot/domain/quote.yml": "intents: []",
        "bot/components/securities.py": "",
        "bot/train.py": "",
        "data/quote/nlu.yml": "nlu: []",
        "data/quote/question_words.txt": "多少钱",
        "data/notices/conversation.yml": "hello: 你好",
        "data/demo/quotes.csv": "code",
        "data/lexicon/aliases.csv": "茅台,600519",
        "market/names/book.py": "",
        "market/securities.py": "",
        "bot/turn.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        "locks/rasa.txt",
        "bot/config.yml",
        "bot/domain/quote.yml",
        "bot/components/securities.py",
        "bot/train.py",
        "data/quote/nlu.yml",
        "data/quote/question_words.txt",
        "data/lexicon/aliases.csv",
        "market/names/book.py",
    ],
)
def test_a_changed_input_asks_for_a_training(checkout: Path, name: str) -> None:
    before = fingerprint(checkout)
    (checkout / name).write_text("changed")
    assert fingerprint(checkout) != before


@pytest.mark.parametrize("name", ["data/notices/conversation.yml", "data/demo/quotes.csv", "bot/turn.py"])
def test_other_files_do_not(checkout: Path, name: str) -> None:
    before = fingerprint(checkout)
    (checkout / name).write_text("changed")
    assert fingerprint(checkout) == before


def test_a_new_feature_and_a_renamed_file_ask_for_a_training(checkout: Path) -> None:
    marks = {fingerprint(checkout)}
    (checkout / "data" / "service").mkdir()
    (checkout / "data" / "service" / "rules.yml").write_text("rules: []")
    marks.add(fingerprint(checkout))
    (checkout / "data" / "service" / "rules.yml").rename(checkout / "data" / "service" / "stories.yml")
    marks.add(fingerprint(checkout))
    assert len(marks) == 3


def test_compiled_code_is_no_input(checkout: Path) -> None:
    before = fingerprint(checkout)
    (checkout / "bot" / "components" / "__pycache__").mkdir()
    (checkout / "bot" / "components" / "__pycache__" / "securities.pyc").write_text("x")
    assert fingerprint(checkout) == before


def test_rasa_reads_the_features_and_no_other_folder(checkout: Path) -> None:
    assert dialogue_folders(checkout) == [checkout / "data" / "quote"]


def test_a_copy_of_the_checkout_needs_no_training(
    checkout: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    copy = shutil.copytree(checkout, tmp_path_factory.mktemp("copy") / "elsewhere")
    assert len(list(inputs(copy))) == len(list(inputs(checkout)))
    assert fingerprint(copy) == fingerprint(checkout)
