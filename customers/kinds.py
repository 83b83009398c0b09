"""The kinds of messages that are sent unasked, and which of them are wanted by who has said nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

FILE = Path(__file__).parents[1] / "data" / "notices" / "subscriptions.yml"


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of data/notices/subscriptions.yml, which says what each field means."""

    title: str
    words: str
    about: str
    wanted: bool
    urgent: bool
    duty: bool
    consents: tuple[str, ...]


@cache
def load_kinds() -> Mapping[str, Kind]:
    """All of them by name, in the order of the file. Raises KeyError or TypeError for a bad row."""
    table = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["kinds"]
    rows = {name: Kind(**{**row, "consents": tuple(row["consents"])}) for name, row in table.items()}
    return MappingProxyType(rows)
