"""What stands on a button in traditional characters can be typed as it stands there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from conversations.languages import traditional
from market.names import normalise

ROOT = Path(__file__).parents[3]
TABLES = ("data/notices/*.yml", "data/questionnaires/*.yml", "data/products/*.yml", "bot/domain/*.yml")
LONGEST = 24  # characters of what may stand on a button


def texts(node: Any) -> Iterator[str]:
    """Every text of a table."""
    if isinstance(node, str):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from texts(child)


def titles() -> set[str]:
    """Whatever may stand on a button: short texts of the tables, and of articles what leads to them."""
    tables = [file for pattern in TABLES for file in sorted(ROOT.glob(pattern))]
    articles = sorted((ROOT / "data" / "knowledge").glob("*/*.yml"))
    read = [
        yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) for file in (*tables, *articles)
    ]
    own = [[table.get("title"), table.get("label"), table.get("questions")] for table in read[len(tables) :]]
    return {each for table in (*read[: len(tables)], *own) for each in texts(table) if len(each) <= LONGEST}


def test_a_title_is_understood_as_it_is_shown() -> None:
    shown = titles()
    assert {"接着答", "转账限额", "改回简体"} <= shown
    assert [each for each in sorted(shown) if normalise(traditional(each)) != normalise(each)] == []
