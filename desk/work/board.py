"""The board: what waits, what is whose, what a supervisor must see; built once and cut for each caller. Pure.

Parts are encoded once for all who get them. Of each part one text tells whether anything has changed, the
other has the passing seconds in it, so that a board on which only time goes by is not sent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from conversations.records import Board, Head
from desk.encoding import encode
from desk.people.caller import Caller
from desk.routing.alerts import Alert
from desk.routing.terms import Terms
from desk.work.access import HELD, may_take
from desk.work.contacts import UNKNOWN, Contact
from desk.work.render import Json, render_head

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
    alerts: Sequence[Alert] = ()
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
        self._made: dict[tuple[str, int], Part] = {}
        self._queues: dict[tuple[bool, frozenset[str], frozenset[str]], tuple[Part, Part]] = {}
        self._leads: dict[str, Part] | None = None

    def cut(self, caller: Caller) -> Part:
        """What this caller's page shows; nobody sees the text of a conversation that is not theirs."""
        counted = self._facts.board
        queue, left = self._waiting_for(caller)
        parts = {
            "queue": queue,
            "queue_count": _fixed(counted.queued_count),
            "mine": _listed(self._mine(head) for head in counted.attended if _is_mine(caller, head)),
            "tickets": _fixed(len(counted.tickets)),
            "left": left,
            "alerts": _fixed([alert for alert in self._facts.alerts if _is_for(alert, caller)]),
        }
        return _named(parts | (self._for_leads() if caller.may("lead") else {}))

    def _waiting_for(self, caller: Caller) -> tuple[Part, Part]:
        """Of the queue and of what was left, what they may take: the same for all who may take the same."""
        sort = (caller.may("lead"), caller.skills, caller.licences)
        if sort not in self._queues:
            board = self._facts.board
            self._queues[sort] = (self._first(caller, board.queued), self._first(caller, board.tickets))
        return self._queues[sort]

    def _first(self, caller: Caller, heads: Sequence[Head]) -> Part:
        licences = self._facts.terms.licences
        fitting = (head for head in heads if may_take(caller, _skill(head), licences))
        return _listed(self._queued(head) for head in islice(fitting, SHOWN))

    def _for_leads(self) -> dict[str, Part]:
        if self._leads is None:
            self._leads = {
                "team": _fixed(self._facts.team),
                "live": _listed(self._outside(head) for head in self._facts.board.attended),
            }
        return self._leads

    def _queued(self, head: Head) -> Part:
        """Why it waits and for how long, without a word of it."""
        if made := self._made.get(("queued", head.conversation_id)):
            return made
        lasting = {
            **{name: getattr(head, name) for name in ("conversation_id", "channel", "epoch", "priority")},
            "queued_at": head.queued_at,
            **_reasons(head),
            "securities": ((head.handoff or {}).get("summary") or {}).get("securities", []),
        }
        return self._keep("queued", head, lasting, {"waited": head.waited or 0})

    def _mine(self, head: Head) -> Part:
        """For its own agent: all that people know of it, the last line, and who waits for an answer."""
        if made := self._made.get(("mine", head.conversation_id)):
            return made
        glance = self._facts.glances.get(head.conversation_id)
        since = glance.unread_since if glance else None
        lasting = {
            **_lasting(head),
            "handoff": head.handoff,
            "last": _last(glance),
            "unread": glance.unread if glance else 0,
            "unread_since": since,
        }
        passing = self._passing(head)
        passing["unread_for"] = head.age - (since - head.moved_at).total_seconds() if since else None
        return self._keep("mine", head, lasting, passing)

    def _outside(self, head: Head) -> Part:
        """For a supervisor: how it stands, without a word of it."""
        lasting = {**_lasting(head), "handoff": _reasons(head)}
        return self._keep("outside", head, lasting, self._passing(head))

    def _passing(self, head: Head) -> dict[str, float | None]:
        """What changes with time alone; `left` are the seconds to take an offer."""
        left = self._facts.terms.accept_within - head.age if head.owner == "assigned" else None
        return {"waited": head.waited, "age": head.age, "left": left}

    def _keep(self, kind: str, head: Head, lasting: Json, passing: Mapping[str, float | None]) -> Part:
        contact = self._facts.contacts.get(head.conversation_id, UNKNOWN)
        part = _timed({**lasting, "vip": contact.vip, "language": contact.language}, passing)
        self._made[kind, head.conversation_id] = part
        return part


def _is_mine(caller: Caller, head: Head) -> bool:
    return (head.owner in HELD and head.agent == caller.agent) or caller.agent in head.joined


def _is_for(alert: Alert, caller: Caller) -> bool:
    """An agent sees their own, a supervisor also those that name nobody."""
    return alert.agent == caller.agent or (alert.agent is None and caller.may("lead"))


def _skill(head: Head) -> str | None:
    return (head.handoff or {}).get("skill")


def _reasons(head: Head) -> Json:
    """What was handed over, as far as it is no text."""
    return {name: (head.handoff or {}).get(name) for name in ("reason", "skill", "topic")}


def _lasting(head: Head) -> Json:
    """How it stands, but for what passes with time."""
    rendered = render_head(head)
    return {name: value for name, value in rendered.items() if name not in ("waited", "age", "handoff")}


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


def _timed(lasting: Json, passing: Mapping[str, float | None]) -> Part:
    text = encode(lasting)
    seconds = ((name, "null" if value is None else max(0, round(value))) for name, value in passing.items())
    return Part(text, f"{text[:-1]},{','.join(f'"{name}":{value}' for name, value in seconds)}}}")


def _listed(parts: Iterable[Part]) -> Part:
    known = list(parts)
    return Part(
        f"[{','.join(part.lasting for part in known)}]", f"[{','.join(part.whole for part in known)}]"
    )


def _named(parts: Mapping[str, Part]) -> Part:
    lasting = ",".join(f'"{name}":{part.lasting}' for name, part in parts.items())
    return Part(f"{{{lasting}}}", f"{{{','.join(f'"{n}":{part.whole}' for n, part in parts.items())}}}")
