"""Keeps personal fields and files unreadable for who has the disk, a dump or a backup but not the keys."""

from sealing.errors import KeysMissing, KeyUnknown, SealBroken, SealingError
from sealing.keys import NO_KEYS, Keys
from sealing.tables import Table, as_it_is, decimal

__all__ = [
    "NO_KEYS",
    "KeyUnknown",
    "Keys",
    "KeysMissing",
    "SealBroken",
    "SealingError",
    "Table",
    "as_it_is",
    "decimal",
]
