"""What of a conversation the desk's pages get: heads, lines, steps, notes as JSON. Pure.

Text goes out as data, never as markup. An investor's id is shown by its hash, a file by what it is and where
it can be read: what the platform calls it stays here.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from conversations.privacy import anonymous
from conversations.records import Head, Line, Session, Stride

Json = dict[str, Any]


def shown(user: str) -> str:
    """An investor as agents may know them: always the same eight characters, never the platform's id."""
    return anonymous(user)[:8]


def render_head(head: Head) -> Json:
    """How it stands; `waited` and `age` are seconds when it was read."""
    rendered = {field: getattr(head, field) for field in _HEAD}
    return {**rendered, "user": shown(head.user), "age": round(head.age), "waited": _whole(head.waited)}


_HEAD = tuple(field.name for field in dataclasses.fields(Head))


def render_line(conversation_id: int, line: Line) -> Json:
    """A row of the transcript; `file` is where the desk reads what was sent with it."""
    return {
        **{field: getattr(line, field) for field in _LINE},
        "buttons": [{"id": button.id, "title": button.title} for button in line.buttons],
        "media": _media(line.media),
        "file": f"/desk/api/files/{conversation_id}/{line.seq}" if "file" in (line.media or {}) else None,
    }


_LINE = tuple(field.name for field in dataclasses.fields(Line) if field.name not in {"buttons", "media"})


def render_steps(steps: Sequence[Stride]) -> list[Json]:
    return [{field.name: getattr(step, field.name) for field in dataclasses.fields(step)} for step in steps]


def render_session(session: Session) -> Json:
    """One stretch of people, with what came of it."""
    return {
        "epoch": session.epoch,
        "reason": session.reason,
        "began": session.began,
        "ended": session.ended,
        "agent": session.agent,
        "outcome": session.outcome,
        "topic": (session.detail or {}).get("topic"),
        "summary": (session.detail or {}).get("summary"),
    }


def _media(media: Mapping[str, Any] | None) -> Json | None:
    """`sha256` names the content; a file that is still `awaited` may come later, one `refused` never."""
    if media is None:
        return None
    known = {name: media[name] for name in ("mime", "size", "refused", "recognition") if name in media}
    digest = str(media.get("file", "")).partition(".")[0]
    return {**known, "sha256": digest or None, "awaited": "wanted" in media}


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)
