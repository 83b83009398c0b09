"""The committed lists agree with each other and with the market."""

from collections import Counter
from itertools import chain

import pytest

from market.names import Names
from market.names.lexicon import FOLDER, rows_of
from market.names.normal import key_text
from market.securities import board_of, exchange_of


def lines(name: str) -> list[str]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("file", ["aliases.csv", "former_names.csv"])
def test_a_list_names_what_its_refs_are_called_today(names: Names, file: str) -> None:
    for row in rows_of(FOLDER / file):
        securities = [names.get(ref) for ref in row["refs"].split()]
        assert " ".join(security.name for security in securities if security) == row.get(
            "names", row.get("name")
        )


@pytest.mark.parametrize(("file", "column"), [("aliases.csv", "alias"), ("former_names.csv", "former")])
def test_a_list_gives_each_word_once(file: str, column: str) -> None:
    counts = Counter(key_text(row[column]) for row in rows_of(FOLDER / file))
    assert [word for word, count in counts.items() if count > 1] == []


def test_no_alias_hides_the_name_of_a_listed_security(names: Names) -> None:
    taken = {key_text(security.name) for security in names if security.status == "listed"}
    lists = (("aliases.csv", "alias"), ("former_names.csv", "former"))
    words = chain.from_iterable((row[column] for row in rows_of(FOLDER / file)) for file, column in lists)
    assert [word for word in words if key_text(word) in taken] == []


def test_no_alias_is_a_former_name_too() -> None:
    aliases = {row["alias"] for row in rows_of(FOLDER / "aliases.csv")}
    assert [row["former"] for row in rows_of(FOLDER / "former_names.csv") if row["former"] in aliases] == []


def test_each_ordinary_word_is_a_name_or_an_alias(names: Names) -> None:
    known = {key_text(row["alias"]) for row in rows_of(FOLDER / "aliases.csv")}
    for security in names:
        name = key_text(security.name)
        known |= {name, name.removesuffix("A")}
    assert [word for word in lines("ordinary_words.txt") if key_text(word) not in known] == []


def test_each_phrase_that_names_nothing_finds_nothing(names: Names) -> None:
    assert [phrase for phrase in lines("not_names.txt") if names.find(phrase)] == []


def test_each_old_code_leads_to_a_listed_security(names: Names) -> None:
    for row in rows_of(FOLDER / "old_codes.csv"):
        security = names.get(row["ref"])
        assert security is not None, row
        assert security.status == "listed", row


def test_the_code_of_each_security_fits_its_exchange_and_board(names: Names) -> None:
    odd = [security for security in names if exchange_of(security.code, security.kind) != security.exchange]
    assert odd == []
    shares = [security for security in names if security.kind == "stock"]
    assert [share.ref for share in shares if board_of(share.code) != share.board] == []


def test_no_displayed_name_holds_blanks_or_a_prefix_of_the_day(names: Names) -> None:
    for security in names:
        assert " " not in security.name
        assert not security.name.startswith(("XD", "XR", "DR"))


def test_no_security_is_both_listed_and_delisted() -> None:
    listed = {row["exchange"] + row["code"] for row in rows_of(FOLDER / "securities.csv")}
    gone = {row["exchange"] + row["code"] for row in rows_of(FOLDER / "delisted.csv")}
    assert listed & gone == set()


def test_each_character_of_each_name_has_a_reading(names: Names) -> None:
    readings = {row["character"] for row in rows_of(FOLDER / "readings.csv")}
    characters = {character for security in names for character in key_text(security.name)}
    assert {character for character in characters if not character.isascii()} - readings == set()


def test_the_shares_with_a_risk_warning_show_it_in_their_names(names: Names) -> None:
    for security in names:
        if security.warning in ("ST", "*ST"):
            assert security.name.startswith(security.warning)
