"""Who may read a conversation, answer in it, take it: one place for every route, the socket and files. Pure.

Others' conversations are read as they were written by who leads; who may `read` sees them masked, as
transcripts. A conversation is somebody's own while it is offered to them, theirs, being wrapped up by them,
or joined by them; and again once a stretch that they served is over. While others serve the stretch that they
handed on, it is not. What waits in the queue shows why, never what was said.
"""

from collections.abc import Collection, Mapping
from typing import Literal, Protocol

from conversations import Owner
from desk.errors import NotAllowed
from desk.people.caller import Caller, Permission

Reading = Literal["own", "watched"]
"""How somebody reads: what is not their own is `watched`, and that is written down before it is shown."""
HELD: frozenset[Owner] = frozenset({"assigned", "human", "wrapup"})
TAKEN: frozenset[Owner] = frozenset({"queued", "ticket"})


class Standing(Protocol):
    """What counts here of a conversation's head."""

    @property
    def owner(self) -> Owner: ...
    @property
    def agent(self) -> str | None: ...
    @property
    def joined(self) -> Collection[str]: ...


def holds(caller: Caller, head: Standing) -> bool:
    """Whether the caller is the agent who has it now."""
    return head.owner in HELD and head.agent == caller.agent


def is_beside(caller: Caller, head: Standing) -> bool:
    """Whether the caller speaks beside the agent who has it."""
    return head.owner == "human" and caller.agent in head.joined


def reading(
    caller: Caller, head: Standing, past: Collection[str] = (), permission: Permission = "lead"
) -> Reading:
    """How the caller reads it; `past` are the agents of stretches that are over, what is not the caller's own
    asks for `permission`. Raises NotAllowed.
    """
    if caller.may("serve") and (holds(caller, head) or is_beside(caller, head) or caller.agent in past):
        return "own"
    caller.require(permission)
    return "watched"


def require_holding(caller: Caller, head: Standing) -> None:
    """Raise NotAllowed unless it is theirs to carry on."""
    caller.require("serve")
    if not holds(caller, head):
        raise NotAllowed("serve")


def require_speaking(caller: Caller, head: Standing) -> None:
    """Raise NotAllowed unless what they say may reach the investor."""
    caller.require("serve")
    if not (head.owner == "human" and head.agent == caller.agent or is_beside(caller, head)):
        raise NotAllowed("serve")


def require_tending(caller: Caller, head: Standing) -> None:
    """Raise NotAllowed unless they may write beside the transcript: who serves it, and who leads."""
    caller.require("serve")
    if not (holds(caller, head) or is_beside(caller, head) or caller.may("lead")):
        raise NotAllowed("lead")


def may_take(caller: Caller, skill: str | None, licences: Mapping[str, str]) -> bool:
    """Whether the caller may take from the queue what asks for `skill`; `licences` says which licence a skill
    asks for, of supervisors too.
    """
    licence = licences.get(skill or "")
    if not caller.may("serve") or (licence is not None and licence not in caller.licences):
        return False
    return caller.may("lead") or skill in {None, "general"} or skill in caller.skills


def require_accepting(caller: Caller, head: Standing, skill: str | None, licences: Mapping[str, str]) -> None:
    """Raise NotAllowed unless it is offered to them, or waits and they may take it."""
    caller.require("serve")
    offered = head.owner == "assigned" and head.agent == caller.agent
    if not (offered or (head.owner in TAKEN and may_take(caller, skill, licences))):
        raise NotAllowed("serve")
