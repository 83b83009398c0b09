"""What is answered to a message: a notice where the rules say so, else the brain, and what if the brain
fails.

Policy for failures. An action that failed and a brain that timed out are asked once more. A brain that is
away (it restarts) is waited for until the turn's time is up. A refusal or a broken answer would only be the
same again. After that a notice answers and the dialogue state stays as it was.
"""

import asyncio
import logging
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Self

from conversations.brain import (
    ActionFailed,
    BotTurn,
    Brain,
    BrainError,
    BrainTimedOut,
    BrainUnreachable,
    Followup,
    Handoff,
    Question,
    TicketWish,
)
from conversations.counter import Answered, Counter, Pressed, is_pressed
from conversations.counters import Counters
from conversations.hearing import SPOKEN, Listening, shortened
from conversations.messages import Reply
from conversations.notices import Notices
from conversations.pace import TOO_FAST, Pace
from conversations.privacy import anonymous
from conversations.reception import Attended, Reception
from conversations.turns import Open, Outcome
from telemetry import spans

TURN_WITHIN = 60.0  # seconds from taking a message up to its answer; the lease (turns.LEASE) is longer
RETRY_AFTER = 0.3  # seconds
AWAY_RETRY = (0.1, 1.0)  # first and longest pause while the brain restarts, seconds
ALBUMS = 200  # the newest, of which it is remembered which picture was answered
TAKEOVERS = 3  # a message that brought down this many gateways is not listened to or put to the brain again

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer, and what came with it: the wish for a person, a second message's promise, a ticket.

    `desk` says whether people could take over when it was asked for; a ticket that is opened is told of in
    the words of the notice `receipt`, else in those of its kind.
    """

    outcome: Outcome
    handoff: Handoff | None = None
    followup: Followup | None = None
    ticket: TicketWish | None = None
    desk: Attended = "none"
    receipt: str | None = None

    @property
    def wishes(self) -> bool:
        """Whether more than the answer is to be written down."""
        return any((self.handoff, self.followup, self.ticket))

    def saying(self, *replies: Reply) -> Self:
        """The same in other words."""
        return replace(self, outcome=replace(self.outcome, replies=replies))


@dataclass(frozen=True, slots=True)
class Desk:
    """What the bot has to do with the desk: who is there, and where its buttons are pressed."""

    reception: Reception
    counter: Counter


@dataclass(frozen=True, slots=True)
class Bounds:
    """`withheld` are channels where account data must not go, `turn_within` the seconds of a turn, `pace` how
    often somebody is answered.
    """

    withheld: Set[str] = frozenset()
    turn_within: float = TURN_WITHIN
    pace: Pace | None = None


class Answering:
    """Composes answers; of those given it remembers only which picture an album was answered by."""

    def __init__(
        self,
        brain: Brain,
        notices: Notices,
        counters: Counters,
        listening: Listening,
        desk: Desk,
        bounds: Bounds = Bounds(),  # noqa: B008 - frozen
    ) -> None:
        self._brain = brain
        self._notices = notices
        self._counters = counters
        self._listening = listening
        self._desk = desk
        self._withheld = bounds.withheld
        self._albums: dict[tuple[int, str], int] = {}
        self._turn_within = bounds.turn_within
        self._pace = bounds.pace

    async def compose(self, message: Open) -> Composed:
        """The answer to one message; never fails for the brain's sake."""
        message = await self._heard(message)
        name = _notice_for(message)
        if name and self._is_rest_of_album(message):
            return _unsaid(name)
        if name:
            return self.notice(name)
        if message.kind == "button" and is_pressed(message.payload):
            return await self._press(message)
        if self._pace and not await self._pace.keeps(message):
            return self.notice(TOO_FAST) if self._pace.tells(message) else _unsaid(TOO_FAST)
        desk = await self._desk.reception.state(message.channel)
        try:
            turn = await self._ask(message, desk)
        except BrainError as exc:
            log.warning("no answer from the brain: %s, %s", type(exc).__name__, anonymous(message.user))
            return self.notice("action_failed" if isinstance(exc, ActionFailed) else "brain_unavailable")
        said = self.fit_for(message.channel, turn.replies)
        if message.kind in SPOKEN:
            said = (self._notices.say("heard", words=shortened(message.text or "")), *said)
        if turn.handoff is None:
            said = (*said, *(await self._after(message, turn)))
        outcome = _outcome(replace(turn, replies=said))
        return Composed(outcome, turn.handoff, turn.followup, turn.ticket, desk)

    async def _heard(self, message: Open) -> Open:
        """With what was understood of a voice or a file, unless that may be what brings gateways down."""
        return await self._listening.listen(message) if message.takeovers < TAKEOVERS else message

    def fit_for(self, channel: str, replies: Sequence[Reply]) -> tuple[Reply, ...]:
        """What may be said on `channel`: one notice stands for account data that must not go there."""
        if channel not in self._withheld or not any(reply.account for reply in replies):
            return tuple(replies)
        return (*(reply for reply in replies if not reply.account), self._notices.say("account_elsewhere"))

    def _is_rest_of_album(self, message: Open) -> bool:
        """Whether another picture of the same album is answered: one answer is for all of them."""
        album = (message.media or {}).get("album")
        if album is None:
            return False
        answered = self._albums.setdefault((message.conversation_id, album), message.inbound_id)
        if len(self._albums) > ALBUMS:
            del self._albums[next(iter(self._albums))]
        return answered != message.inbound_id

    async def _press(self, message: Open) -> Composed:
        """What the counter says to one of its buttons, pressed while the bot has the conversation."""
        pressed = Pressed(
            conversation_id=message.conversation_id,
            channel=message.channel,
            user=message.user,
            owner="bot",
            segment=None,
            payload=message.payload or "",
        )
        reply = await self._desk.counter.press(pressed)
        return Composed(Outcome((reply,), by="notice:desk")) if reply else self.notice("button_stale")

    async def _after(self, message: Open, turn: BotTurn) -> tuple[Reply, ...]:
        answered = Answered(
            conversation_id=message.conversation_id,
            channel=message.channel,
            user=message.user,
            seq=message.seq,
            segment=None,
            intent=turn.intent,
            topic=turn.topic,
        )
        reply = await self._desk.counter.after(answered)
        return (reply,) if reply else ()

    def notice(self, name: str) -> Composed:
        return Composed(Outcome((self._notices.say(name),), by=f"notice:{name}"))

    async def _ask(self, message: Open, desk: Attended) -> BotTurn:
        with spans.span("ask") as asking:
            question = _question(message, desk, account=message.channel not in self._withheld)
            return await self._patiently(question, asking)

    async def _patiently(self, question: Question, asking: spans.Span) -> BotTurn:
        attempts, asked_again, pause = 0, False, AWAY_RETRY[0]
        deadline = asyncio.get_running_loop().time() + self._turn_within
        while True:
            attempts += 1
            asking.tell(attempts=attempts)
            try:
                return await self._try(question, deadline)
            except BrainUnreachable:
                if asyncio.get_running_loop().time() + pause > deadline:
                    raise
                await asyncio.sleep(pause)
                pause = min(pause * 2, AWAY_RETRY[1])
            except (ActionFailed, BrainTimedOut):
                if asked_again:
                    raise
                asked_again = True
                await asyncio.sleep(RETRY_AFTER)

    async def _try(self, question: Question, deadline: float) -> BotTurn:
        loop = asyncio.get_running_loop()
        began, outcome = loop.time(), "answered"
        try:
            with spans.span("try", "client"):
                return await self._once(question, deadline)
        except BrainError as exc:
            outcome = type(exc).__name__
            self._counters.add("brain_failures", outcome)
            raise
        finally:
            self._counters.add("seconds_asking", amount=loop.time() - began)
            self._counters.observe("asking_seconds", outcome, loop.time() - began)

    async def _once(self, question: Question, deadline: float) -> BotTurn:
        try:
            async with asyncio.timeout_at(deadline):
                return await self._brain.ask(question)
        except TimeoutError as exc:
            raise BrainTimedOut("the turn's time is up") from exc


def _unsaid(name: str) -> Composed:
    """A notice that answers, and was said before."""
    return Composed(Outcome((), by=f"notice:{name}"))


def _notice_for(message: Open) -> str | None:
    if message.refusal:
        return message.refusal
    if message.takeovers >= TAKEOVERS:
        return "brain_unavailable"
    if message.kind != "button":
        return None
    if message.payload == "owner:bot":
        return "returned"
    payload = message.payload or ""
    return None if payload.startswith("/") or is_pressed(payload) else "button_stale"


def _question(message: Open, desk: Attended, *, account: bool) -> Question:
    """What people have done since lies in the state until an answer replaces it: so it is told once."""
    pressed = message.payload is not None
    state = dict(message.state or {})
    served = state.pop("served", None)
    return Question(
        message_id=message.message_id,
        sender=f"{message.channel}:{message.user}",
        channel=message.channel,
        text=None if pressed else message.text,
        payload=message.payload if pressed else None,
        state=state or None,
        desk=desk,
        served=served,
        account=account,
        language=message.language,
    )


def _outcome(turn: BotTurn) -> Outcome:
    return Outcome(
        replies=turn.replies,
        topic=turn.topic,
        intent=turn.intent,
        confidence=turn.confidence,
        entities=turn.entities,
        state=turn.state,
    )
