"""Replies on their way into the transcript: buttons get their ids, rows become messages and back."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conversations import sql
from conversations.database import Connection, Row, jsonb
from conversations.languages import Wished, none_wished, written
from conversations.messages import Button, Message, Reply, Sender
from conversations.traits import traits_of

BUTTON_BYTES = 12  # 16 characters: unguessable, and short enough for every platform


@dataclass(frozen=True, slots=True)
class Said:
    """Who speaks, in which turn and to which row of the inbox: what all replies of one statement share."""

    sender: Sender
    epoch: int
    message_id: str | None = None
    topic: str | None = None
    intent: str | None = None
    confidence: float | None = None
    agent: str | None = None
    inbound_id: int | None = None


class Speech:
    """What is said at once on `channel` to who wished for `language`; each button has its id from the
    start.
    """

    def __init__(self, channel: str, replies: Sequence[Reply], language: str | None = None) -> None:
        self._traits = traits_of(channel)
        self._replies = [written(reply, language) for reply in replies]
        self._ids = [[secrets.token_urlsafe(BUTTON_BYTES) for _ in reply.choices] for reply in replies]

    def values(self, said: Said) -> dict[str, Any]:
        """The parameters of the statements that speak, sql.FINISH and sql.SAY."""
        return {
            "sender": said.sender,
            "agent": said.agent,
            "epoch": said.epoch,
            "message_id": said.message_id,
            "topic": said.topic,
            "intent": said.intent,
            "confidence": said.confidence,
            "count": len(self._replies),
            "replies": jsonb([self._spoken(n) for n in range(len(self._replies))]),
            "buttons": jsonb([meant for n in range(len(self._replies)) for meant in self._meant(n)]),
            "delivery": self._delivery,
            "keep": self._traits.keep,
            "passive": self._traits.passive_within,
            "inbound_id": said.inbound_id,
        }

    def messages(self, last: int, at: datetime, said: Said) -> tuple[Message, ...]:
        """The same as rows of the transcript, the last of them at `last`."""
        first = last - len(self._replies) + 1
        return tuple(self._message(n, first + n, at, said) for n in range(len(self._replies)))

    @property
    def _delivery(self) -> str:
        return "web" if self._traits.reads_transcript else "pending"

    def _buttons(self, n: int) -> tuple[Button, ...]:
        return tuple(Button(i, c.title) for i, c in zip(self._ids[n], self._replies[n].choices, strict=True))

    def _spoken(self, n: int) -> dict[str, Any]:
        reply = self._replies[n]
        buttons = [{"id": button.id, "title": button.title} for button in self._buttons(n)]
        return {
            "n": n + 1,
            "kind": _kind(reply),
            "text": reply.text,
            "buttons": buttons or None,
            "image": reply.image,
            "language": reply.language,
        }

    def _meant(self, n: int) -> list[dict[str, Any]]:
        return [
            {"n": n + 1, "id": i, "title": choice.title, "payload": choice.payload}
            for i, choice in zip(self._ids[n], self._replies[n].choices, strict=True)
        ]

    def _message(self, n: int, seq: int, at: datetime, said: Said) -> Message:
        reply = self._replies[n]
        return Message(
            seq=seq,
            sender=said.sender,
            kind=_kind(reply),
            text=reply.text,
            at=at,
            buttons=self._buttons(n),
            image=reply.image,
            topic=said.topic,
            intent=said.intent,
            confidence=said.confidence,
            message_id=said.message_id,
            delivery=self._delivery,
            epoch=said.epoch,
        )


class Voice:
    """Says something outside a turn, in the language that `wished` knows of; an agent's words stay."""

    def __init__(self, wished: Wished | None = None) -> None:
        self.wished = wished or none_wished
        self._wish = f"select {self.wished('%(channel)s', '%(user)s')} as language"

    async def speak(
        self,
        connection: Connection,
        row: Row,
        replies: Sequence[Reply],
        said: Said,
        *,
        sparing: bool = False,
    ) -> tuple[Message, ...]:
        """Say it in the conversation `row`, which the caller's transaction holds.

        `sparing`: (), and nothing said, if something was in the last minute.
        """
        channel = row["channel"]
        ours = said.sender != "agent"
        language = await self._wished_by(connection, channel, row["user_id"]) if ours else None
        speech = Speech(channel, replies, language)
        values = {"conversation_id": row["id"], "owners": [row["owner"]], "sparing": sparing}
        told = await (await connection.execute(sql.SAY, {**speech.values(said), **values})).fetchone()
        return speech.messages(told["seq"], told["at"], said) if told else ()

    async def _wished_by(self, connection: Connection, channel: str, user: str) -> str | None:
        row = await (await connection.execute(self._wish, {"channel": channel, "user": user})).fetchone()
        return row["language"] if row else None


def message_of(row: Row) -> Message:
    """A row of the transcript as everybody outside sees it."""
    buttons = tuple(Button(button["id"], button["title"]) for button in row.pop("buttons") or ())
    return Message(buttons=buttons, **row)


def _kind(reply: Reply) -> str:
    return "text" if reply.image is None else "image"
