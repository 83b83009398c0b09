"""A dossier as JSON, the form that every export is made of. Pure.

    {"format": "wenpan-transcript", "version": 1,
     "export": {"at", "by", "reason", "masked", "internal"},
     "conversation": {"number", "channel", "user", "began", "owner", "messages"},
     "entries": [
       {"type": "message", "seq", "at", "sender", "who", "kind", "text", "length", "epoch",
        "buttons": [{"title", "pressed"}], "pressed", "image": {"name", "sha256"}, "file": {…, "sha256"},
        "delivery", "topic", "intent", "confidence", "entities", "delivery_error",
        "redaction": {"reason", "seqs"}},
       {"type": "change", "at", "epoch", "before", "owner", "agent", "by", "reason", "detail"},
       {"type": "note", "seq", "at", "kind", "who", "text"}],
     "ratings": [{"epoch", "subject", "who", "score", "asked_at", "rated_at"}],
     "tickets": [{"number", "kind", "topic", "state", "opened_at", "contact_due", …}],
     "appointments": [{"who", "topic", "state", "starts_at", "ends_at"}],
     "pictures": {sha256: {"mime", "base64"}}}

`who`, `agent` and `by` are {"agent", "name", "number"} for staff, else null or a word ("investor", "bot",
"system"). Times are ISO 8601 of Shanghai. What is not known is null. In a copy for the investor ("internal":
false) there are no notes, of the staff only numbers, and of a message nothing but what was said and whether
it arrived.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from conversations.messages import SHANGHAI
from conversations.records import Line, Stride
from desk.transcripts.dossier import Dossier, Remark

FORMAT, VERSION = "wenpan-transcript", 1
REDACTION = "redaction"
"""The kind of a line that says which messages before it were blanked."""
OTHERS = ("investor", "bot", "system")
_HASH = re.compile(r"[0-9a-f]{64}")
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who takes it out of the house, when and what for. `internal` is what only staff may see."""

    at: datetime
    by: str
    reason: str
    internal: bool = True


def document_of(dossier: Dossier, stamp: Stamp, pictures: Mapping[str, Any] | None = None) -> Document:
    """The dossier as it is: a masked one gives a masked document."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "export": {
            "at": moment(stamp.at),
            "by": stamp.by,
            "reason": stamp.reason,
            "masked": dossier.masked,
            "internal": stamp.internal,
        },
        **record_of(dossier, internal=stamp.internal),
        "pictures": dict(pictures or {}),
    }


def record_of(dossier: Dossier, *, internal: bool = True) -> Document:
    """What it says, without stamp and pictures."""
    return _Writing(dossier, internal=internal).record()


def moment(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(SHANGHAI).isoformat(timespec="seconds")


def digest_in(name: str | None) -> str | None:
    """The SHA-256 that a file of ours is named by."""
    found = _HASH.search(name or "")
    return found[0] if found else None


class _Writing:
    """Turns the parts of one dossier into JSON."""

    def __init__(self, dossier: Dossier, *, internal: bool) -> None:
        self._dossier = dossier
        self._internal = internal
        self._presses = {
            entry.pressed: entry.seq for entry in dossier.entries if isinstance(entry, Line) and entry.pressed
        }

    def record(self) -> Document:
        """Everything beside the stamp and the pictures."""
        dossier = self._dossier
        entries = [entry for entry in dossier.entries if self._internal or not isinstance(entry, Remark)]
        return {
            "conversation": {
                "number": dossier.conversation_id,
                "channel": dossier.channel,
                "user": dossier.user,
                "began": moment(dossier.created_at),
                "owner": dossier.owner,
                "messages": dossier.seq,
            },
            "entries": [self._entry(entry) for entry in entries],
            "ratings": [self._with_who(asdict(score)) for score in dossier.ratings],
            "tickets": [self._plain(asdict(case)) for case in dossier.tickets],
            "appointments": [self._with_who(asdict(meeting)) for meeting in dossier.appointments],
        }

    def _entry(self, entry: Line | Stride | Remark) -> Document:
        if isinstance(entry, Remark):
            return {"type": "note", **self._with_who(asdict(entry))}
        return self._change(entry) if isinstance(entry, Stride) else self._message(entry)

    def _message(self, line: Line) -> Document:
        said = {
            "type": "message",
            "seq": line.seq,
            "at": moment(line.at),
            "sender": line.sender,
            "who": self._who(line.agent),
            "kind": line.kind,
            "text": line.text,
            "length": line.length,
            "epoch": line.epoch,
            "buttons": [
                {"title": button.title, "pressed": self._presses.get(button.id)} for button in line.buttons
            ],
            "pressed": line.pressed_title,
            "image": self._image(line),
            "file": None if line.kind == REDACTION else _file(line.media),
            "delivery": line.delivery,
        }
        return {**said, **self._understood(line)} if self._internal else said

    def _image(self, line: Line) -> Document | None:
        """Of what an agent sent a masked record gives no address, nor the hash that it is made of: a picture
        shows more than words.
        """
        if line.image is None:
            return None
        withheld = self._dossier.masked and line.sender == "agent"
        name = None if withheld else line.image
        return {"name": name, "sha256": digest_in(name)}

    def _understood(self, line: Line) -> Document:
        return {
            "topic": line.topic,
            "intent": line.intent,
            "confidence": line.confidence,
            "entities": list(line.entities or ()),
            "delivery_error": line.delivery_error,
            "redaction": line.media if line.kind == REDACTION else None,
        }

    def _change(self, step: Stride) -> Document:
        told = {
            "type": "change",
            "at": moment(step.at),
            "epoch": step.epoch,
            "before": step.before,
            "owner": step.owner,
            "agent": self._who(step.agent),
        }
        if not self._internal:
            return told
        return {**told, "by": self._who(step.by), "reason": step.reason, "detail": step.detail or {}}

    def _who(self, agent: str | None) -> Any:
        """Staff by name and number, to an investor by number alone; others by the word they are known by."""
        person = self._dossier.people.get(agent or "")
        if person is None:
            return agent if self._internal or agent in OTHERS else None
        return asdict(person) if self._internal else {"agent": None, "name": None, "number": person.number}

    def _with_who(self, fields: Document) -> Document:
        agent = fields.pop("agent")
        return {"who": self._who(agent), **self._plain(fields)}

    def _plain(self, fields: Document) -> Document:
        return {
            name: moment(value) if isinstance(value, datetime) else value for name, value in fields.items()
        }


def _file(media: Mapping[str, Any] | None) -> Document | None:
    """What is known of a file, without the platform's own ids of it."""
    if not media:
        return None
    told = {
        name: value for name, value in media.items() if name not in ("wanted", "asked_at", "asks", "file")
    }
    return {**told, "sha256": digest_in(media.get("file")), "wanted": "wanted" in media}
