"""What an agent in Chatwoot reads before the first word: the request with its facts, then the transcript.

Pure. Notes, not a replay: replayed messages come out of order there and run into its flood limit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml

from conversations.messages import SHANGHAI
from conversations.records import Head, Line
from desk.chatwoot.client import NOTE
from knowledge.masking import mask

FILE = Path(__file__).resolve().parents[2] / "data" / "notices" / "chatwoot.yml"
MOST = 6  # notes; of a longer transcript the end is shown


@dataclass(frozen=True)
class Words:
    """data/notices/chatwoot.yml."""

    head: str
    asked: str
    answered: str
    unanswered: str
    securities: str
    misses: str
    transcript: str
    line: str
    senders: Mapping[str, str]
    unknown: str
    picture: str
    file: str
    returned: str
    undeliverable: str
    attachment: str

    @classmethod
    def load(cls) -> Self:
        return cls(**yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def notes(words: Words, head: Head, lines: Sequence[Line]) -> list[str]:
    """The notes in order; personal numbers are masked, as the desk shows them."""
    written = list(_pieces(words, lines))[-MOST:]
    told = [
        f"{words.transcript.format(part=part, parts=len(written))}\n{text}"
        for part, text in enumerate(written, 1)
    ]
    return [_request(words, head), *told]


def text_of(words: Words, line: Line) -> str:
    """What stands for a line where only text is shown."""
    said = line.text or line.pressed_title or ""
    if line.image:
        return f"{said}\n{words.picture}".strip()
    return said or words.file.format(kind=line.kind)


def _request(words: Words, head: Head) -> str:
    handoff = head.handoff or {}
    summary: Mapping[str, Any] = handoff.get("summary") or {}
    told = [
        words.head.format(
            reason=handoff.get("reason") or words.unknown,
            topic=handoff.get("topic") or words.unknown,
            skill=handoff.get("skill") or words.unknown,
            waited=round(head.waited or 0),
            channel=head.channel,
            conversation=head.conversation_id,
        ).strip()
    ]
    for asked in summary.get("asked", ()):
        state = words.answered if asked.get("answered") else words.unanswered
        told.append(words.asked.format(text=mask(str(asked.get("text", ""))), state=state))
    if names := [str(each.get("name") or each.get("ref")) for each in summary.get("securities", ())]:
        told.append(words.securities.format(names="、".join(names)))
    if count := summary.get("misses"):
        told.append(words.misses.format(count=count))
    return "\n".join(told)[:NOTE]


def _pieces(words: Words, lines: Sequence[Line]) -> Iterator[str]:
    piece = ""
    for line in lines:
        sender = words.senders.get(line.sender, line.sender)
        at = line.at.astimezone(SHANGHAI).strftime("%m-%d %H:%M:%S")
        written = words.line.format(at=at, sender=sender, text=mask(text_of(words, line)))[:NOTE]
        if piece and len(piece) + len(written) + 1 > NOTE - 100:
            yield piece
            piece = ""
        piece = f"{piece}\n{written}" if piece else written
    if piece:
        yield piece
