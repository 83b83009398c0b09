"""What one source says of one security, in our units, not yet believed (see market/vetting.py)."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,8})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Row:
    """`ref` as the source echoed it ("SH600519"); volume in shares, money in yuan, ratios in percent.

    `stated_change` and `stated_percent` are the source's own arithmetic, kept to catch columns that
    moved. `quiet` says that nobody bids, asks or trades: a suspension once the session has begun.
    """

    ref: str
    name: str
    as_of: datetime
    last: Decimal | None
    previous_close: Decimal | None
    open: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None
    volume: int | None = None
    amount: Decimal | None = None
    turnover_rate: Decimal | None = None
    volume_ratio: Decimal | None = None
    limit_up: Decimal | None = None
    limit_down: Decimal | None = None
    stated_change: Decimal | None = None
    stated_percent: Decimal | None = None
    suspended: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a source: the rows that could be read, and what was wrong with the others."""

    rows: tuple[Row, ...] = ()
    faults: dict[str, str] = field(default_factory=dict)


def number(text: str) -> Decimal | None:
    """A number as the feeds write it; nothing and "-" mean not known. Raises ValueError."""
    text = text.strip()
    if text in {"", "-", "--"}:
        return None
    if not _NUMBER.fullmatch(text):
        raise ValueError("number")
    return Decimal(text)


def positive(text: str) -> Decimal | None:
    """A price or a ratio: feeds write 0 or -1 where there is none."""
    value = number(text)
    return value if value is not None and value > 0 else None


def shares(text: str, lot: int) -> int | None:
    """A volume in shares out of a volume in lots of `lot` shares. Raises ValueError."""
    value = number(text)
    if value is None:
        return None
    if value < 0:
        raise ValueError("negative volume")
    return int(value * lot)
