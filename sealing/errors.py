"""What can go wrong with sealed values; none of them says what stood there or whose it was.

SealingError
├ BadKeys(faults)     DATA_KEYS cannot be worked with
├ KeysMissing         something was to be sealed by who has no keys
├ KeyUnknown(key)     it was sealed with a key that DATA_KEYS does not name
└ SealBroken(table)   it was changed, cut, or belongs to another place
"""

from collections.abc import Sequence


class SealingError(Exception):
    """A value cannot be sealed or opened."""


class BadKeys(SealingError):
    """`faults` are plain sentences that repeat no key."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(self.faults))


class KeysMissing(SealingError):
    """A fault of ours: whoever writes personal fields is given the keys."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(f"no key to seal a value of {table} with")


class KeyUnknown(SealingError):
    """`key` is the id of the key that is missing in DATA_KEYS."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"sealed with the key {key}, which DATA_KEYS does not name")


class SealBroken(SealingError):
    """A value of `table` is not what we wrote there."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(f"a sealed value of {table} was changed, or belongs to another row")
