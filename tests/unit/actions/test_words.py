"""The phrase table of quotes."""

from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from actions.errors import BadWords
from actions.words import QuoteWords
from market.quote import Missing
from market.session import Phase


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
