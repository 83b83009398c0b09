"""The words beside what was said: transcript.yml, and what stands on the desk's pages too in desk.yml."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import yaml

_NOTICES = Path(__file__).resolve().parents[2] / "data" / "notices"
_SHARED = {
    "reasons": "reason",
    "ticket_kinds": "reason",
    "outcomes": "outcome",
    "senders": "sender",
    "subjects": "sender",
    "notes": "note",
    "appointment_states": "appointment",
}
"""Groups that are called something else in desk.yml."""
FILE, DESK = _NOTICES / "transcript.yml", _NOTICES / "desk.yml"


class Words:
    """A missing word is found at start: reading a name that is not there raises KeyError."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._words = words

    @classmethod
    def load(cls, file: Path = FILE, desk: Path = DESK) -> Self:
        words, shown = (
            yaml.load(each.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) for each in (file, desk)
        )
        return cls({**words, **{group: shown[name] for group, name in _SHARED.items()}})

    def say(self, name: str, /, **facts: object) -> str:
        """The words with their facts filled in; what stands in the facts is never read as words."""
        return str(self._words[name]).format(**facts)

    def of(self, group: str, key: str | None) -> str:
        """What `key` of a group is called; one that has no word is called by itself."""
        return str(self._words[group].get(key, key) or self._words["nothing"])
