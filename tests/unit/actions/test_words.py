"""The phrase tables: nothing is missing in them, and nothing in them is for nobody."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
import yaml

from actions.errors import BadWords
from actions.words import NOTICES, QuoteWords
from market.quote import Missing
from market.session import Phase

CODE = {
    path: path.read_text(encoding="utf-8") for path in (Path(__file__).parents[3] / "actions").rglob("*.py")
}
LOADED = re.compile(r"load_words\(cls, NOTICES / '(\w+\.yml)'\)")


def tables() -> Iterator[tuple[str, list[str]]]:
    """Each table with the fields of the dataclass that it is loaded as."""
    yield "quote.yml", [field.name for field in fields(QuoteWords)]
    for node in (node for text in CODE.values() for node in ast.walk(ast.parse(text))):
        if isinstance(node, ast.ClassDef) and (file := LOADED.search(ast.unparse(node))):
            lines = [line for line in node.body if isinstance(line, ast.AnnAssign)]
            yield file[1], [ast.unparse(line.target) for line in lines]


@pytest.mark.parametrize(
    ("file", "names"), list(tables()), ids=lambda each: each if isinstance(each, str) else ""
)
def test_every_word_of_a_table_is_a_field_that_some_action_says(file: str, names: list[str]) -> None:
    assert set(yaml.load((NOTICES / file).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)) == set(names)
    said = "".join(CODE.values())
    assert [name for name in names if not re.search(rf"\.{name}\b", said)] == []


def test_every_phase_and_every_reason_has_a_word() -> None:
    words = QuoteWords.load()
    assert set(words.statuses) == set(get_args(Phase))
    assert set(words.missing) == set(get_args(Missing))


def test_buttons_ask_for_fields_that_have_a_name() -> None:
    words = QuoteWords.load()
    asked = {name for names in words.buttons.values() for name in names}
    assert asked <= set(words.fields)


def test_a_table_that_lacks_words_names_all_of_them(tmp_path: Path) -> None:
    table = tmp_path / "quote.yml"
    table.write_text("none: x\n", encoding="utf-8")
    with pytest.raises(BadWords) as failure:
        QuoteWords.load(table)
    assert failure.value.missing == [field.name for field in fields(QuoteWords) if field.name != "none"]
    assert "quote.yml" in str(failure.value)
