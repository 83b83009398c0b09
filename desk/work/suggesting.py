"""What the bot would answer to the investor's last words: only when an agent asks for it, and kept nowhere.

The brain is asked with a copy of the dialogue's state, and what it gives back beside the words is let go of:
no state is stored, nothing that it wishes for is done.
"""

import asyncio
import logging
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from conversations.brain import BotTurn, Brain, BrainError, Question
from conversations.database import Database
from conversations.records import Head, Line, Records
from desk.errors import Unavailable
from desk.people.caller import Caller
from desk.work.access import require_speaking
from desk.work.library import Found, Handbook
from desk.work.opening import Opening, Trail

LOOKED_AT = 20  # lines
TOGETHER = 3  # messages of an investor that are taken for one question
LONGEST = 500  # characters of it
NOT_UNDERSTOOD = "nlu_fallback"

_STATE = "select state from conversation where id = %(id)s"
_AS_OF = re.compile(r"(?:\d{4}-)?\d{2}-\d{2} \d{2}:\d{2}\b.*")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """Where it comes from: `kind` "bot" with the topic's id, or "article"; `as_of` the line that dates it."""

    kind: str
    id: str
    title: str
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Automatic words, for an agent to read first. `id` names this one when it is used; without `text` there
    is nothing to suggest.
    """

    id: str
    text: str | None
    image: str | None = None
    source: Source | None = None
    article: Found | None = None
    automatic: bool = True


class Suggesting:
    """Raises NotAllowed, Unknown, and Unavailable where neither the brain nor an article can help."""

    def __init__(
        self, brain: Brain, database: Database, opening: Opening, handbook: Handbook, trail: Trail
    ) -> None:
        self._brain = brain
        self._database = database
        self._records = Records(database)
        self._opening = opening
        self._handbook = handbook
        self._trail = trail

    async def suggest(self, caller: Caller, conversation_id: int) -> Suggestion:
        """That it was shown, and from where, is written down first: adoption is counted from there."""
        head = await self._opening.head(conversation_id)
        require_speaking(caller, head)
        lines = await self._records.lines(conversation_id, limit=LOOKED_AT, before=head.seq + 1)
        asked = question_of(lines)
        if not asked:
            return Suggestion(_new_id(), None)
        turn, article = await asyncio.gather(self._ask(head, lines, asked), self._handbook.nearest(asked))
        suggestion = self._composed(turn, article)
        if suggestion.source:
            await self._note(caller, conversation_id, "shown", suggestion.id, kind=suggestion.source.kind)
        elif turn is None:
            raise Unavailable
        return suggestion

    async def used(self, caller: Caller, conversation_id: int, id: str) -> None:
        """An agent took the words of a suggestion over."""
        require_speaking(caller, await self._opening.head(conversation_id))
        await self._note(caller, conversation_id, "used", id)

    async def _ask(self, head: Head, lines: Sequence[Line], asked: str) -> BotTurn | None:
        """The bot's turn; None where the brain is away."""
        row = await self._database.row(_STATE, {"id": head.conversation_id})
        last = next(line.message_id for line in reversed(lines) if line.sender == "user")
        question = Question(
            message_id=last or _new_id(),
            sender=f"{head.channel}:{head.user}",
            channel=head.channel,
            text=asked,
            payload=None,
            state=row["state"] if row else None,
            desk="open",  # an agent asks: a wish for a person must come back as one
        )
        try:
            return await self._brain.ask(question)
        except BrainError as error:
            log.warning("no suggestion from the brain: %s", type(error).__name__)
            return None

    def _composed(self, turn: BotTurn | None, article: Found | None) -> Suggestion:
        """The bot's words where it understood and can answer itself, else the article's."""
        replies = [reply for reply in turn.replies if not reply.account] if turn and _answers(turn) else []
        text = "\n\n".join(reply.text for reply in replies if reply.text)
        if turn and turn.topic and text:
            known = self._handbook.get(turn.topic)
            source = Source("bot", turn.topic, known.title if known else turn.topic, _as_of(text))
            image = next((reply.image for reply in replies if reply.image), None)
            return Suggestion(_new_id(), text, image, source, article)
        if article:
            return Suggestion(
                _new_id(), article.answer, None, Source("article", article.id, article.title), article
            )
        return Suggestion(_new_id(), None)

    async def _note(self, caller: Caller, conversation_id: int, step: str, id: str, **more: str) -> None:
        detail = {"step": step, "id": id, **more}
        await self._trail.write(caller.agent, "suggestion", f"conversation:{conversation_id}", detail)


def question_of(lines: Sequence[Line]) -> str:
    """What the investor waits for a word on: their last messages behind what bot or agents said; else their
    last one. "" where they wrote no words.
    """
    spoken = [line for line in lines if line.sender != "system"]
    said = [line.text for line in spoken if line.sender == "user" and line.text]
    answered = [place for place, line in enumerate(spoken) if line.sender != "user"]
    fresh = [line.text for line in spoken[max(answered, default=-1) + 1 :] if line.text]
    return "\n".join(fresh[-TOGETHER:] or said[-1:])[-LONGEST:].strip()


def _answers(turn: BotTurn) -> bool:
    """Whether it is an answer, and not a wish for a person or a ticket, nor that it was not understood."""
    return turn.intent != NOT_UNDERSTOOD and turn.handoff is None and turn.ticket is None


def _as_of(text: str) -> str | None:
    found = _AS_OF.findall(text)
    return found[-1] if found else None


def _new_id() -> str:
    return secrets.token_hex(8)
