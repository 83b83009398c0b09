"""The words of what is sent unasked when something happened: data/notices/alerts.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

import yaml

from conversations.errors import NoticesBroken
from conversations.messages import SHANGHAI, Choice, Reply

FILE = Path(__file__).resolve().parent.parent / "data" / "notices" / "alerts.yml"
_TABLES = (
    "buttons",
    "moved",
    "reasons",
    "limits",
    "sector",
    "connect",
    "days",
    "issues",
    "sources",
    "price_alert",
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How one kind of event is told; `good_for` is for how many minutes, for ever without."""

    subscription: str
    text: str
    why: str
    good_for: int | None = None


class AlertWords:
    """The table as it stands; a part of it that is missing is found at start."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        missing = [name for name in ("kinds", *_TABLES) if name not in table]
        if missing:
            raise NoticesBroken(missing[0], "missing")
        self.kinds = {kind: _manner(kind, cells) for kind, cells in table["kinds"].items()}
        self._table = table

    @classmethod
    def load(cls, file: Path = FILE) -> Self:
        """Read the table. Raises NoticesBroken."""
        return cls(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))

    def __getitem__(self, name: str) -> Any:
        return self._table[name]

    def moment(self, at: datetime, *, exact: bool = True) -> str:
        """11-20 15:00, or the day where nothing else is known."""
        at = at.astimezone(SHANGHAI)
        return f"{at:%m-%d %H:%M}" if exact else self["sources"].format(day=f"{at:%m-%d}")

    def quote_button(self, ref: str) -> Choice:
        return Choice(self["buttons"]["quote"], f'/ask_quote{{"security":"{ref}"}}')

    def known_button(self, event: int) -> Choice:
        return Choice(self["buttons"]["known"], _task("event_known", str(event)))

    def stop_button(self, subscription: str) -> Choice:
        return Choice(self["buttons"]["stop"], _task("subscriptions", f"off:{subscription}"))


def _task(task: str, choice: str) -> str:
    return f'/go_on_task{{"task":"{task}","choice":"{choice}"}}'


def signed(change: Decimal | None) -> str:
    """+1.23%; "" where it is not known."""
    return "" if change is None else f"{change:+.2f}%"


def filled(
    text: str, choices: tuple[Choice, ...], facts: Mapping[str, object], *, account: bool = True
) -> Reply:
    """The text with its facts; a line that holds nothing is left out. What follows from one's own shares is
    account data.
    """
    said = text.format(**facts)
    lines = [line.rstrip() for line in said.splitlines() if line.strip()]
    return Reply("\n".join(lines), choices, account=account)


def _manner(kind: str, cells: Mapping[str, Any]) -> Manner:
    try:
        return Manner(**cells)
    except TypeError as exc:  # a part is missing, or is one that we do not know
        raise NoticesBroken(kind, str(exc)) from exc
