"""What is sealed, marked or signed with the desk's key tells nothing to who has another one."""

import pytest

from desk.people.vault import Vault

ONE, OTHER = Vault("a key of the tests"), Vault("another key")


def test_a_sealed_secret_opens_with_the_same_key_alone() -> None:
    sealed = ONE.seal("JBSWY3DPEHPK3PXP")
    assert b"JBSWY3DP" not in sealed
    assert Vault("a key of the tests").open(sealed) == "JBSWY3DPEHPK3PXP"
    assert OTHER.open(sealed) is None
    assert ONE.open(sealed[:-5] + b"AAAAA") is None
    assert ONE.open(b"") is None


def test_marks_are_the_same_for_the_same_words_alone() -> None:
    assert ONE.mark("name", "wang") == ONE.mark("name", "wang")
    assert (
        len(
            {
                ONE.mark("name", "wang"),
                ONE.mark("namewang"),
                ONE.mark("name", "li"),
                OTHER.mark("name", "wang"),
            }
        )
        == 4
    )


@pytest.mark.parametrize("forged", ["", "x", "é", "W10.abc", ".", "\ud83d", "a" * 5_000])
def test_what_was_not_signed_is_nothing(forged: str) -> None:
    assert ONE.read(forged) is None


def test_what_was_signed_is_read_with_the_same_key_alone() -> None:
    signed = ONE.sign(["wang", 7])
    assert ONE.read(signed) == ["wang", 7]
    assert OTHER.read(signed) is None
    assert ONE.read(signed.replace("W", "X")) is None
