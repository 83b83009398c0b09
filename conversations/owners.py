"""Who owns a conversation, and which steps are allowed; each is one transaction, see moving.py. Pure.

    bot ──▶ queued ──▶ assigned ──▶ human ──▶ wrapup ──▶ closed ──▶ bot (with the investor's next message)
     ▲        │ ▲___________│__________│__________│
     └────────┴── the investor or an agent may give it back at any time; `ticket` is a message left for the
     staff

Every step raises `epoch`, takes away the lease, sets aside what still waits (people have it before them, the
bot will never answer it), is written down, and tells the investor where they should know. The epoch in which
people are asked for is the number of their `segment`, until the conversation is the bot's or closed again.

What an investor writes while a talk is wrapped up strands nowhere: a step from there to the bot or to the end
is refused with WrittenMeanwhile, unless its `seen` says that the agent has read it. The conversation may then
go back to the agent or into the queue.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from conversations.errors import TransitionRefused
from conversations.messages import Message, Owner

ALLOWED: Mapping[Owner, frozenset[Owner]] = {
    "bot": frozenset({"queued", "human", "ticket", "closed"}),
    "queued": frozenset({"assigned", "human", "bot", "ticket", "closed"}),
    "assigned": frozenset({"assigned", "human", "queued", "bot", "ticket", "closed"}),
    "human": frozenset({"human", "assigned", "queued", "wrapup", "bot", "ticket", "closed"}),
    "wrapup": frozenset({"human", "queued", "bot", "ticket", "closed"}),
    "ticket": frozenset({"queued", "assigned", "human", "bot", "closed"}),
    "closed": frozenset({"bot"}),
}
SERVED_BY_BOT: frozenset[Owner] = frozenset({"bot", "closed"})


@dataclass(frozen=True, slots=True)
class Step:
    """One change of owner: to whom, by whom ("investor", "bot", "system" or an agent's id) and why.

    `epoch` makes it conditional: somebody who looked at an older state is refused; `seen` is the last place
    in the transcript they looked at: they are refused if the investor wrote behind it. `handoff` is what the
    next owner should know beside what is known, a higher `priority` is served first, `front` goes before
    equals in the queue. `detail` is kept with the step (an agent's summary and outcome). The investor is told
    the `notice` with these `facts`, the owner's usual one without; `quiet` tells nothing.
    """

    to: Owner
    by: str
    reason: str
    agent: str | None = None
    epoch: int | None = None
    handoff: dict[str, Any] | None = None
    priority: int | None = None
    front: bool = False
    detail: dict[str, Any] | None = None
    quiet: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)
    notice: str | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """The step was taken: `said` is what the investor was told."""

    conversation_id: int
    channel: str
    user: str
    before: Owner
    owner: Owner
    epoch: int
    said: tuple[Message, ...]
    segment: int | None = None
    agent: str | None = None


def check(owner: Owner, to: Owner) -> None:
    """Raise TransitionRefused for a step that is not in the table."""
    if to not in ALLOWED[owner]:
        raise TransitionRefused(owner, to)


def request_handoff(
    *,
    by: str,
    reason: str,
    priority: int = 0,
    handoff: dict[str, Any] | None = None,
    epoch: int | None = None,
) -> Step:
    """Into the queue for a person."""
    return Step("queued", by, reason, epoch=epoch, handoff=handoff, priority=priority)


def assign(agent: str, *, by: str = "system", reason: str = "routed", epoch: int | None = None) -> Step:
    """Offered to `agent`, who has not taken it yet: nothing the investor need be told of."""
    return Step("assigned", by, reason, agent=agent, epoch=epoch, quiet=True)


def accept(
    agent: str,
    *,
    name: str | None = None,
    number: str = "",
    reason: str = "accepted",
    epoch: int | None = None,
) -> Step:
    """Taken by `agent`, whose name and number the investor is told: from now on only they speak."""
    step = Step("human", agent, reason, agent=agent, epoch=epoch)
    return replace(step, notice="human_named", facts={"name": name, "number": number}) if name else step


def transfer(
    *,
    by: str,
    to: str | None = None,
    reason: str = "transferred",
    handoff: dict[str, Any] | None = None,
    detail: dict[str, Any] | None = None,
    epoch: int | None = None,
) -> Step:
    """Handed on by `by` to the agent `to`, or to the front of the queue with another skill in `handoff`."""
    step = Step("assigned" if to else "queued", by, reason, agent=to, epoch=epoch, front=to is None)
    return replace(step, handoff=handoff, detail=detail, notice="transferred")


def requeue(*, by: str, reason: str, quiet: bool = False, epoch: int | None = None) -> Step:
    """Back to the front of the queue, with the wait clock as it was."""
    return Step("queued", by, reason, front=True, quiet=quiet, epoch=epoch)


def wrap_up(
    agent: str,
    *,
    reason: str = "served",
    detail: dict[str, Any] | None = None,
    epoch: int | None = None,
    seen: int | None = None,
) -> Step:
    """The talk is over; `agent` writes down what came of it: `outcome`, `topic`, `summary`, and `told`, what
    the investor may read of it.
    """
    return Step("wrapup", agent, reason, agent=agent, detail=detail, epoch=epoch, seen=seen)


def release(
    *,
    by: str,
    reason: str,
    summary: dict[str, Any] | None = None,
    epoch: int | None = None,
    seen: int | None = None,
) -> Step:
    """Back to the bot, which does not answer what was said meanwhile. What the `summary` has as `told` is
    repeated to the investor.
    """
    step = Step("bot", by, reason, detail=summary, epoch=epoch, seen=seen)
    told = (summary or {}).get("told")
    return replace(step, notice="returned_after", facts={"told": told}) if told else step


def leave_ticket(
    *, by: str, reason: str, handoff: dict[str, Any] | None = None, epoch: int | None = None
) -> Step:
    """A message for the staff, to be answered later."""
    return Step("ticket", by, reason, handoff=handoff, epoch=epoch)


def close(
    *, by: str, reason: str, quiet: bool = True, epoch: int | None = None, seen: int | None = None
) -> Step:
    """Over, until the investor writes again."""
    return Step("closed", by, reason, quiet=quiet, epoch=epoch, seen=seen)


REOPEN = Step("bot", "investor", "wrote again", quiet=True)
