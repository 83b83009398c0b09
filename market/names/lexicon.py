"""The lexicon: every security, the written forms that lead to it, and the word lists, read from CSV."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from market.names.forms import Form, Gate, forms_of
from market.names.mention import Basis
from market.names.normal import key_text
from market.securities import Exchange, Kind, RiskWarning, Security, board_of

FOLDER = Path(__file__).resolve().parents[2] / "data" / "lexicon"

_DELISTED_RANK = 5
_LISTS: tuple[tuple[str, str, int, Basis], ...] = (
    ("aliases.csv", "alias", 1, "alias"),
    ("former_names.csv", "former", 2, "former"),
)


@dataclass(frozen=True)
class Key:
    """A written form and what it leads to; without refs it only keeps its text from being read as a name."""

    text: str
    refs: tuple[str, ...]
    basis: Basis
    gate: Gate


@dataclass(frozen=True)
class Words:
    """Words that decide whether a form is meant as a security; all in matching form."""

    context: tuple[str, ...]
    question: tuple[str, ...]
    sector: tuple[str, ...]
    latin: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """Everything that is known about names."""

    securities: Mapping[str, Security]
    old_codes: Mapping[str, str]
    keys: tuple[Key, ...]
    readings: Mapping[str, tuple[str, ...]]
    words: Words


def load(folder: Path = FOLDER) -> Lexicon:
    """Read the lexicon. Raises OSError or KeyError where a file or a column is missing."""
    listed = [_listed(row) for row in rows_of(folder / "securities.csv")]
    gone = [_delisted(row) for row in rows_of(folder / "delisted.csv")]
    securities = {security.ref: security for security in [*gone, *listed]}
    ordinary = frozenset(_lines(folder / "ordinary_words.txt"))
    blocked = [Key(word, (), "name", "open") for word in _lines(folder / "not_names.txt")]
    return Lexicon(
        securities=securities,
        old_codes={row["old_code"]: row["ref"] for row in rows_of(folder / "old_codes.csv")},
        keys=(*_keys(_claims(folder, securities.values(), ordinary)), *blocked),
        readings={
            row["character"]: tuple(row["readings"].split()) for row in rows_of(folder / "readings.csv")
        },
        words=_words(folder),
    )


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


_Claim = tuple[Form, str, Basis]


def _claims(folder: Path, securities: Iterable[Security], ordinary: frozenset[str]) -> Iterator[_Claim]:
    """Yield every form with the security that claims it."""
    for security in securities:
        shift = 0 if security.status == "listed" else _DELISTED_RANK
        is_word = key_text(security.name) in ordinary
        for form in forms_of(security):
            gate: Gate = "context" if is_word and form.gate == "open" else form.gate
            yield Form(form.text, gate, form.rank + shift), security.ref, "name"
    for path, column, rank, basis in _LISTS:
        for row in rows_of(folder / path):
            text = key_text(row[column])
            for ref in row["refs"].split():
                yield Form(text, "context" if text in ordinary else "open", rank), ref, basis


def _keys(claims: Iterable[_Claim]) -> Iterator[Key]:
    """Settle who owns each form: the lowest rank, several securities where it is shared."""
    by_text: dict[str, list[_Claim]] = defaultdict(list)
    for claim in claims:
        by_text[claim[0].text].append(claim)
    for text, rivals in by_text.items():
        best = min(form.rank for form, _, _ in rivals)
        winners = [claim for claim in rivals if claim[0].rank == best]
        form, _, basis = winners[0]
        refs = tuple(dict.fromkeys(ref for _, ref, _ in winners))
        yield Key(text, refs, basis, form.gate)


def _listed(row: dict[str, str]) -> Security:
    return Security(
        code=row["code"],
        exchange=cast("Exchange", row["exchange"]),
        kind=cast("Kind", row["kind"]),
        board=row["board"],
        name=row["name"],
        full_name=row["full_name"],
        listing_date=_date(row["listing_date"]),
        warning=cast("RiskWarning", row["warning"]),
        as_of=row["as_of"],
    )


def _delisted(row: dict[str, str]) -> Security:
    return Security(
        code=row["code"],
        exchange=cast("Exchange", row["exchange"]),
        kind="stock",
        board=board_of(row["code"]),
        name=row["name"],
        listing_date=_date(row["listing_date"]),
        status="delisted",
        end_date=_date(row["end_date"]),
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _words(folder: Path) -> Words:
    roles: dict[str, list[str]] = defaultdict(list)
    for row in rows_of(folder / "context_words.csv"):
        roles[row["role"]].append(key_text(row["word"]))
    latin = frozenset(_lines(folder / "latin_words.txt"))
    return Words(tuple(roles["context"]), tuple(roles["question"]), tuple(roles["sector"]), latin)


def _lines(path: Path) -> Iterator[str]:
    """Yield the words of a list in matching form; a line that starts with # is a remark."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield key_text(line)
