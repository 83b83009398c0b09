"""Make the generated files of data/lexicon from collected tables: python -m market.names.build FOLDER."""

from __future__ import annotations

import argparse
import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pypinyin import Style, pinyin

from market.names.lexicon import FOLDER, rows_of

SECURITIES = ["code", "exchange", "kind", "board", "name", "full_name", "listing_date", "warning", "as_of"]
DELISTED = ["code", "exchange", "name", "listing_date", "end_date", "end_date_meaning", "source"]
OLD_CODES = ["old_code", "ref", "reason"]
READINGS = ["character", "readings"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the source tables in the given folder and write the generated files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "source", type=Path, help="folder with securities, bse_code_changes and delisted tables"
    )
    parser.add_argument("--lexicon", type=Path, default=FOLDER, help="folder to read lists from and write to")
    chosen = parser.parse_args(arguments)
    build(chosen.source, chosen.lexicon)


def build(source: Path, lexicon: Path) -> None:
    """Write securities.csv, delisted.csv, old_codes.csv and readings.csv into `lexicon`."""
    extra = list(rows_of(lexicon / "supplements.csv"))
    renumbered = list(rows_of(lexicon / "renumbered.csv"))
    indices = {row["ref"] for row in rows_of(lexicon / "chosen_indices.csv")}
    securities = _securities(rows_of(source / "securities.csv"), extra, indices)
    gone = {row["old_code"] for row in renumbered}
    heteronyms = {row["character"]: row["readings"] for row in rows_of(lexicon / "heteronyms.csv")}
    _write(lexicon / "securities.csv", SECURITIES, securities)
    _write(lexicon / "delisted.csv", DELISTED, _delisted(rows_of(source / "delisted.csv"), extra, gone))
    _write(lexicon / "old_codes.csv", OLD_CODES, [*_bse(source), *renumbered])
    _write(lexicon / "readings.csv", READINGS, _readings((row["name"] for row in securities), heteronyms))


def _securities(
    rows: Iterable[dict[str, str]], extra: list[dict[str, str]], indices: set[str]
) -> list[dict[str, str]]:
    """Take every share, the chosen indices and each fund called ETF; rows of ours replace the source's."""
    ours = {_ref(row): _security(row) for row in extra if row["status"] == "listed"}
    taken = {_ref(row): _security(row) for row in rows if _is_wanted(row, indices)}
    for ref, row in ours.items():
        known = taken.get(ref, {})
        taken[ref] = {name: value or known.get(name, "") for name, value in row.items()}
    return [taken[ref] for ref in sorted(taken)]


def _is_wanted(row: dict[str, str], indices: set[str]) -> bool:
    if row["type"] == "etf":
        return "ETF" in row["name"]
    return row["type"] == "stock" or _ref(row) in indices


def _security(row: dict[str, str]) -> dict[str, str]:
    name = _display(row.get("base_name") or row["name"])
    return {key: row.get(key, "") for key in SECURITIES} | {
        "kind": row.get("kind") or row.get("type", ""),
        "name": name,
        "full_name": _display(row["full_name"]),
        "warning": _warning(name) or row.get("warning", ""),
    }


def _warning(name: str) -> str:
    """Read a risk warning off the name, which is newer than the source's own column for Beijing."""
    return next((warning for warning in ("*ST", "ST") if name.startswith(warning)), "")


def _delisted(
    rows: Iterable[dict[str, str]], extra: list[dict[str, str]], renumbered: set[str]
) -> list[dict[str, str]]:
    """Take the shares that are gone for good; one that only changed its code lives on under the new one."""
    ours = [row | {"source": row["note"]} for row in extra if row["status"] == "delisted"]
    kept = [row for row in rows if row["code"] not in renumbered]
    cleaned = [
        {key: row.get(key, "") for key in DELISTED} | {"name": _display(row["name"])} for row in kept + ours
    ]
    return sorted(cleaned, key=_ref)


def _bse(source: Path) -> Iterator[dict[str, str]]:
    for row in rows_of(source / "bse_code_changes.csv"):
        yield {"old_code": row["old_code"], "ref": f"BJ{row['new_code']}", "reason": "BSE renumbered to 920"}


def _readings(names: Iterable[str], heteronyms: dict[str, str]) -> list[dict[str, str]]:
    """Give the toneless readings of every character of GB2312 and of the names, the usual one first."""
    characters = {character for name in names for character in name if _is_han(character)} | set(_gb2312())
    return [
        {"character": character, "readings": heteronyms.get(character) or _reading(character)}
        for character in sorted(characters)
    ]


def _reading(character: str) -> str:
    return str(pinyin(character, style=Style.NORMAL)[0][0])


def _gb2312() -> Iterator[str]:
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            yield from bytes((high, low)).decode("gb2312", errors="ignore")


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _display(name: str) -> str:
    return unicodedata.normalize("NFKC", name).replace(" ", "")


def _ref(row: dict[str, str]) -> str:
    return row["exchange"] + row["code"]


def _write(path: Path, columns: list[str], rows: Iterable[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
