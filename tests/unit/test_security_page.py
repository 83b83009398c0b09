"""docs/security.md names proofs that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def known() -> frozenset[str]:
    """The names of all tests."""
    sources = (file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    return frozenset(name for source in sources for name in re.findall(r"def (test_\w+)\(", source))


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert len(named) > 60
    assert named - known() == set()


def test_every_file_that_is_named_exists() -> None:
    named = set(re.findall(r"`((?:tests|locks|docs|gateway|desk)/[\w./]+)`", PAGE))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("heading", ["What is protected", "Boundaries", "Threats", "What is left, and why"])
def test_the_page_says_what_is_protected_from_whom_and_what_is_left(heading: str) -> None:
    assert f"## {heading}\n" in PAGE


def test_every_threat_has_a_proof() -> None:
    rows = [line for line in PAGE.splitlines() if re.match(r"\| [STRIDE, ]+ \|", line)]
    assert len(rows) > 25
    assert [row for row in rows if "`test" not in row.rsplit("|", 2)[1]] == []
