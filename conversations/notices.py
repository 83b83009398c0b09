"""Words said outside the dialogue, read once from a file of data/notices: this room's, conversation.yml."""

from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any, Self

import yaml

from conversations.errors import NoticesBroken
from conversations.messages import Choice, Reply

FILE = Path(__file__).resolve().parent.parent / "data" / "notices" / "conversation.yml"

# Every notice the code may say; a missing one is found at start, not in the night.
NAMES = frozenset(
    {
        "empty",
        "too_long",
        "too_fast",
        "image",
        "voice",
        "heard",
        "welcome",
        "automatic",
        "account_elsewhere",
        "file",
        "unsupported",
        "button_stale",
        "brain_unavailable",
        "action_failed",
        "queued",
        "queued_minutes",
        "queued_first",
        "queued_first_minutes",
        "after_hours",
        "after_hours_offer",
        "unstaffed",
        "assigned",
        "human",
        "human_named",
        "joined",
        "transferred",
        "wrapup",
        "returned",
        "returned_after",
        "ticket",
        "ticket_kept",
        "ticket_opened",
        "ticket_added",
        "message_opened",
        "message_added",
        "ticket_open",
        "ticket_contacted",
        "ticket_resolved",
        "ticket_none",
        "redacted",
        "requeued",
        "closed",
    }
)


class Notices:
    """The notices `names`. Text and payloads take `{facts}`; payloads are of inbox.py or of the brain."""

    def __init__(self, words: Mapping[str, Any], names: Set[str] = NAMES) -> None:
        missing = sorted(names - words.keys())
        if missing:
            raise NoticesBroken(missing[0], "missing")
        self._replies = {name: _reply(name, words[name]) for name in names}

    @classmethod
    def load(cls, file: Path = FILE, names: Set[str] = NAMES) -> Self:
        return cls(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader), names)

    def say(self, name: str, /, **facts: object) -> Reply:
        """The notice with its facts filled in."""
        reply = self._replies[name]
        choices = tuple(Choice(choice.title, choice.payload.format(**facts)) for choice in reply.choices)
        return Reply((reply.text or "").format(**facts), choices)


def _reply(name: str, entry: Any) -> Reply:
    try:
        choices = tuple(Choice(str(b["title"]), str(b["payload"])) for b in entry.get("buttons", ()))
        return Reply(str(entry["text"]).strip(), choices)
    except (AttributeError, KeyError, TypeError) as exc:  # not the shape this module reads
        raise NoticesBroken(name, f"{type(exc).__name__}: {exc}") from exc
