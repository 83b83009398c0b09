"""The board: what waits, what is whose, what a supervisor must see; built once and cut for each caller. Pure.

Parts are encoded once for all who get them. Of each part one text tells whether anything has changed, the
other has the passing seconds in it, so that a board on which only time goes by is not sent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from conversations.records import Board, Head
from desk.people.caller import Caller
from desk.routing.terms import Terms
from desk.work.access import HELD, may_take
from desk.work.contacts import UNKNOWN, Contact
from desk.work.render import Json, encode, render_head

SHOWN = 100  # of the queue, to each caller
READ = 300  # of the queue, so that who may take few kinds still sees their first
CUT = 60  # characters of the last line


@dataclass(frozen=True, slots=True)
class Glance:
    """The end of a transcript: its last line, cut, and since when the investor waits for a word."""

    seq: int
    sender: str
    kind: str
    text: str | None
    at: datetime
    unread: int = 0
    unread_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a board is made of."""

    board: Board
    glances: Mapping[int, Glance] = field(default_factory=dict)
    contacts: Mapping[int, Contact] = field(default_factory=dict)
    alerts: Sequence[object] = ()
    team: Sequence[object] = ()
    terms: Terms = Terms()


@dataclass(frozen=True, slots=True)
class Part:
    """`lasting` is the same while nothing has changed, `whole` is what is sent."""

    lasting: str
    whole: str


class Sheet:
    """One board, ready to be cut."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._queue = [(_skill(head), self._queued(head)) for head in facts.board.queued]
        self._left = [(_skill(head), self._queued(head)) for head in facts.board.tickets[:SHOWN]]
        self._live = [(head, self._attended(head)) for head in facts.board.attended]
        self._queues: dict[tuple[bool, frozenset[str], frozenset[str]], Part] = {}
        self._leads: dict[str, Part] | None = None

    def cut(self, caller: Caller) -> Part:
        """What this caller's page shows; nobody sees the text of a conversation that is not theirs."""
        counted = self._facts.board
        parts = {
            "queue": self._queue_for(caller),
            "queue_count": _fixed(counted.queued_count),
            "mine": _listed(part for head, part in self._live if _is_mine(caller, head)),
            "tickets": _fixed(len(counted.tickets)),
            "left": _listed(part for skill, part in self._left if self._may_take(caller, skill)),
            "alerts": _fixed([]),
        }
        return _named(parts | (self._for_leads() if caller.may("lead") else {}))

    def _queue_for(self, caller: Caller) -> Part:
        sort = (caller.may("lead"), caller.skills, caller.licences)
        if sort not in self._queues:
            fitting = [part for skill, part in self._queue if self._may_take(caller, skill)]
            self._queues[sort] = _listed(fitting[:SHOWN])
        return self._queues[sort]

    def _for_leads(self) -> dict[str, Part]:
        if self._leads is None:
            self._leads = {
                "alerts": _fixed(self._facts.alerts),
                "team": _fixed(self._facts.team),
                "live": _listed(self._outside(head) for head in self._facts.board.attended),
            }
        return self._leads

    def _may_take(self, caller: Caller, skill: str | None) -> bool:
        return may_take(caller, skill, self._facts.terms.licences)

    def _queued(self, head: Head) -> Part:
        """Why it waits and for how long, without a word of it."""
        contact = self._facts.contacts.get(head.conversation_id, UNKNOWN)
        handoff = head.handoff or {}
        lasting = {
            "conversation_id": head.conversation_id,
            "channel": head.channel,
            "epoch": head.epoch,
            "priority": head.priority,
            "queued_at": head.queued_at,
            **{name: handoff.get(name) for name in ("reason", "skill", "topic")},
            "securities": (handoff.get("summary") or {}).get("securities", []),
            "vip": contact.vip,
            "language": contact.language,
        }
        return _timed(lasting, {"waited": round(head.waited or 0)})

    def _attended(self, head: Head) -> Part:
        """For its own agent: the last line, too, and who waits for an answer."""
        glance = self._facts.glances.get(head.conversation_id)
        lasting, passing = _split(head)
        lasting["last"] = _last(glance)
        lasting["unread"] = glance.unread if glance else 0
        lasting["unread_since"] = since = glance.unread_since if glance else None
        passing["unread_for"] = round(head.age - (since - head.moved_at).total_seconds()) if since else None
        return self._with_contact(head, lasting, passing)

    def _outside(self, head: Head) -> Part:
        """For a supervisor: how it stands."""
        return self._with_contact(head, *_split(head))

    def _with_contact(self, head: Head, lasting: Json, passing: Json) -> Part:
        contact = self._facts.contacts.get(head.conversation_id, UNKNOWN)
        left = self._facts.terms.accept_within - head.age if head.owner == "assigned" else None
        passing["left"] = None if left is None else max(0, round(left))
        return _timed({**lasting, "vip": contact.vip, "language": contact.language}, passing)


def _is_mine(caller: Caller, head: Head) -> bool:
    return (head.owner in HELD and head.agent == caller.agent) or caller.agent in head.joined


def _skill(head: Head) -> str | None:
    return (head.handoff or {}).get("skill")


def _split(head: Head) -> tuple[Json, Json]:
    """What lasts and what passes with time. The place in the transcript is the last line's."""
    rendered = render_head(head)
    passing = {name: rendered.pop(name) for name in ("waited", "age")}
    return rendered, passing


def _last(glance: Glance | None) -> Json | None:
    if glance is None:
        return None
    return {
        "seq": glance.seq,
        "sender": glance.sender,
        "kind": glance.kind,
        "text": glance.text,
        "at": glance.at,
    }


def _fixed(value: object) -> Part:
    return Part(text := encode(value), text)


def _timed(lasting: Json, passing: Mapping[str, Any]) -> Part:
    text = encode(lasting)
    return Part(text, f"{text[:-1]},{encode(passing)[1:]}")


def _listed(parts: Iterable[Part]) -> Part:
    known = list(parts)
    return Part(
        f"[{','.join(part.lasting for part in known)}]", f"[{','.join(part.whole for part in known)}]"
    )


def _named(parts: Mapping[str, Part]) -> Part:
    lasting = ",".join(f'"{name}":{part.lasting}' for name, part in parts.items())
    return Part(f"{{{lasting}}}", f"{{{','.join(f'"{n}":{part.whole}' for n, part in parts.items())}}}")
