"""Takes personal data out of a dossier before anybody sees it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from conversations.messages import Button
from conversations.privacy import anonymous
from conversations.records import Line, Stride
from desk.transcripts.dossier import Dossier, Entry, Remark
from knowledge.masking import NAME, mask

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_OF_A_FILE = ("file", "mime", "size", "duration", "refused", "seqs")
"""What of a file tells nothing of a person; where somebody is, or what a link is called, does."""


def masked(dossier: Dossier) -> Dossier:
    """The same with a mark in the place of what is personal, and the user's id as a hash."""
    return replace(
        dossier,
        user=anonymous(dossier.user),
        entries=tuple(_entry(entry) for entry in dossier.entries),
        masked=True,
    )


def _entry(entry: Entry) -> Entry:
    if isinstance(entry, Remark):
        return replace(entry, text=mask(entry.text))
    if isinstance(entry, Stride):
        return replace(entry, reason=mask(entry.reason), detail=_value(entry.detail))
    return _line(entry)


def _line(line: Line) -> Line:
    return replace(
        line,
        text=_value(line.text),
        buttons=tuple(Button(button.id, mask(button.title)) for button in line.buttons),
        pressed_title=_value(line.pressed_title),
        media=_media(line.media),
        entities=_value(line.entities),
        message_id=None if line.message_id is None else anonymous(line.message_id),
    )


def _media(media: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Of a file's name only the ending is left: people call files after themselves."""
    if media is None:
        return None
    kept = {name: media[name] for name in _OF_A_FILE if name in media}
    if "reason" in media:  # why a message was blanked
        kept["reason"] = _value(media["reason"])
    if not media.get("name"):
        return kept
    ending = _ENDING.search(str(media["name"]))
    return {**kept, "name": NAME + (ending[0] if ending else "")}


def _value(value: Any) -> Any:
    """Every text in it masked, however deep."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {name: _value(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_value(each) for each in value]
    return value
