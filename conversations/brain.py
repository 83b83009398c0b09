"""The stateless client of the brain: one message and the dialogue state in, one turn out, nothing kept.

BrainError(retry)
├ BrainUnreachable      no connection, broken off, no model, no actions: it may come back, wait for it
├ BrainTimedOut         no answer in time
├ ActionFailed(action)  an action could not be reached or failed; nothing was said and the state is unchanged
├ BrainRefused(status)  the request or the token was wrong: ours to mend, never repeated
└ BrainMalformed(why)   an answer that breaks the contract

Errors of the wire are mapped in one place, `Brain._request`.
"""

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Self

from conversations.messages import Choice, Reply
from conversations.reception import Attended
from telemetry import spans
from telemetry.finished import read_spans
from telemetry.traceparent import HEADER
from wire import NotHttp, Wire, WireBroken, WireSlow

PATH = "/webhooks/gateway/turn"
HEALTH_PATH = "/webhooks/gateway/"
ANSWER_WITHIN = 12.0  # seconds
FIELDS = frozenset(
    {"messages", "topic", "intent", "confidence", "entities", "state", "handoff", "followup", "ticket"}
)
TICKET_ACTS = frozenset({"open", "note", "list"})
AT_ONCE = 32  # the brain is one process: more at once would only make each of them late


class BrainError(Exception):
    """A turn that brought no answer."""


class BrainUnreachable(BrainError):
    """The brain is not there, or went away in the middle."""


class BrainTimedOut(BrainError):
    """The brain took the message and did not answer in time."""


class ActionFailed(BrainError):
    """`action` failed; the turn may be tried again with the same state."""

    def __init__(self, action: str) -> None:
        self.action = action
        super().__init__(f"{action} failed")


class BrainRefused(BrainError):
    """The brain answered `status`: our request or our token is wrong."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"the brain answered {status}")


class BrainMalformed(BrainError):
    """The answer breaks the contract of docs/contracts.md §3; `why` names the field."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Question:
    """One message for the brain: exactly one of `text` and `payload`. `state` is what the last turn gave
    back, `desk` whether people could take over; `served` is told once after people had the conversation;
    without `account` the investor's own data is not shown on this channel; `language` was wished for.
    """

    message_id: str
    sender: str
    channel: str
    text: str | None
    payload: str | None
    state: dict[str, Any] | None
    desk: Attended = "none"
    served: dict[str, Any] | None = None
    account: bool = True
    language: str | None = None


_FIELDS = tuple(Question.__slots__)  # not asdict: it would copy the whole state


@dataclass(frozen=True, slots=True)
class Handoff:
    """The brain asks for a person; a higher `priority` is served first."""

    reason: str
    skill: str | None
    priority: int


@dataclass(frozen=True, slots=True)
class Followup:
    """The brain has promised a second message: what `kind` of thing, about what (`key`)."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class TicketWish:
    """`act` is "open" (and tell the investor), "note" (tell nobody) or "list"; `kind` is what it is about."""

    act: str
    kind: str


@dataclass(frozen=True, slots=True)
class BotTurn:
    """The brain's whole answer. `confidence` is 0…1; `state` replaces the conversation's dialogue state."""

    replies: tuple[Reply, ...]
    topic: str | None
    intent: str | None
    confidence: float | None
    entities: list[dict[str, Any]]
    state: dict[str, Any]
    handoff: Handoff | None
    followup: Followup | None
    ticket: TicketWish | None


class Brain:
    """The brain at `url`, asked over kept connections and never through a proxy."""

    def __init__(
        self, url: str, token: str, *, answer_within: float = ANSWER_WITHIN, at_once: int = AT_ONCE
    ) -> None:
        self._wire = Wire(url, {"Authorization": f"Bearer {token}"})
        self._answer_within = answer_within
        self._places = asyncio.Semaphore(at_once)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        self._wire.close()

    async def ask(self, question: Question) -> BotTurn:
        """One try; raises a BrainError. `answer_within` counts from the asking, not from the queue for it."""
        fields = {name: getattr(question, name) for name in _FIELDS}
        body = json.dumps(fields, ensure_ascii=False).encode()
        trace = spans.here()
        async with self._places:
            status, answer = await self._request("POST", PATH, body, self._answer_within, trace)
        said = _json(answer) if status != 503 else _json_of_503(answer)
        if trace and isinstance(said, dict):
            spans.keep(read_spans(said.get("spans")))
        return read_turn(status, said)

    async def ready(self) -> bool:
        """Whether a model is loaded."""
        try:
            status, _ = await self._request("GET", HEALTH_PATH, b"", 2.0)
        except BrainError:  # for whatever reason, it cannot answer an investor now
            return False
        return status == 200

    async def _request(
        self, method: str, path: str, body: bytes, within: float, trace: str = ""
    ) -> tuple[int, bytes]:
        try:
            return await self._wire.request(method, path, within, body, {HEADER: trace} if trace else {})
        except WireSlow as exc:
            raise BrainTimedOut(f"no answer in {within} s") from exc
        except WireBroken as exc:
            raise BrainUnreachable(str(exc)) from exc
        except NotHttp as exc:
            raise BrainMalformed("not HTTP") from exc


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError as exc:  # an HTML error page, or half an answer
        raise BrainMalformed("not JSON") from exc


def _json_of_503(body: bytes) -> Any:
    """None for the words of a server on its way out, which are no JSON."""
    try:
        return _json(body)
    except BrainMalformed:
        return None


def read_turn(status: int, body: Any) -> BotTurn:
    """The contract's answers as values or errors; strict, since a field read wrongly is an answer given
    wrongly.
    """
    if status == 200:
        return _turn(_of(body, dict, "body"))
    error = body.get("error") if isinstance(body, dict) else None
    if status == 502 and error == "action_failed":
        raise ActionFailed(str(body.get("action")))
    if status == 503:  # no model yet, or its server is on the way out and says so in words of its own
        raise BrainUnreachable(str(error))
    if 400 <= status < 500:
        raise BrainRefused(status)
    raise BrainMalformed(f"status {status}")


def _turn(body: dict[str, Any]) -> BotTurn:
    missing = FIELDS - body.keys()
    if missing:
        raise BrainMalformed(f"without {min(missing)}")
    confidence = _of(body["confidence"], (int, float, type(None)), "confidence")
    return BotTurn(
        replies=read_replies(body["messages"]),
        topic=_of(body["topic"], (str, type(None)), "topic"),
        intent=_of(body["intent"], (str, type(None)), "intent"),
        confidence=None if confidence is None else float(confidence),
        entities=[_of(entity, dict, "entities") for entity in _of(body["entities"], list, "entities")],
        state=_of(body["state"], dict, "state"),
        handoff=_handoff(body["handoff"]),
        followup=_followup(body["followup"]),
        ticket=_ticket(body["ticket"]),
    )


def read_replies(messages: Any) -> tuple[Reply, ...]:
    """The field `messages` of a turn, which is what others answer with, too."""
    return tuple(_reply(message) for message in _of(messages, list, "messages"))


def _reply(message: Any) -> Reply:
    _of(message, dict, "messages")
    text = _of(message.get("text"), (str, type(None)), "text")
    image = _of(message.get("image"), (str, type(None)), "image")
    if not text and not image:
        raise BrainMalformed("a message without text and image")
    buttons = _of(message.get("buttons"), list, "buttons")
    account = _of(message.get("account", False), bool, "account")
    language = _of(message.get("language"), (str, type(None)), "language")
    return Reply(text, tuple(_choice(button) for button in buttons), image, account, language)


def _choice(button: Any) -> Choice:
    _of(button, dict, "buttons")
    payload = _of(button.get("payload"), str, "payload")
    if not payload.startswith("/"):
        raise BrainMalformed("a payload that is no command")
    return Choice(_of(button.get("title"), str, "title"), payload)


def _handoff(handoff: Any) -> Handoff | None:
    if handoff is None:
        return None
    _of(handoff, dict, "handoff")
    return Handoff(
        reason=_of(handoff.get("reason"), str, "handoff.reason"),
        skill=_of(handoff.get("skill"), (str, type(None)), "handoff.skill"),
        priority=_of(handoff.get("priority"), int, "handoff.priority"),
    )


def _followup(followup: Any) -> Followup | None:
    if followup is None:
        return None
    _of(followup, dict, "followup")
    return Followup(
        kind=_of(followup.get("kind"), str, "followup.kind"),
        key=_of(followup.get("key"), str, "followup.key"),
    )


def _ticket(ticket: Any) -> TicketWish | None:
    if ticket is None:
        return None
    _of(ticket, dict, "ticket")
    act = _of(ticket.get("act"), str, "ticket.act")
    if act not in TICKET_ACTS:
        raise BrainMalformed("a ticket's act that is none")
    return TicketWish(act, _of(ticket.get("kind"), str, "ticket.kind"))


def _of[T](value: Any, kind: type[T] | tuple[type[Any], ...], name: str) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise BrainMalformed(f"{name} is a {type(value).__name__}")
    return value
