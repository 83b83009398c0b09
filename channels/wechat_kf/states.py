"""WeCom's five states of a session beside our owners: what each means, and what makes them agree. Pure.

    0 new       bot      nobody has it yet; we may write
    1 bot       bot      ours; we may write
    2 queued    queued   waits for somebody on WeCom's desk
    3 human     human    somebody on WeCom's desk has it
    4 ended     closed   until the investor writes again

Of our owners without a state of their own "assigned" is as good as queued, and "wrapup" and "ticket" are the
bot's as far as WeCom is concerned. From 2 and 3 WeCom knows no way back to 0 and 1: such a session is ended,
and the investor's next message begins one with the bot.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from conversations.messages import Owner
from conversations.owners import REOPEN, Step, close

DESK = "wecom:"  # before the name of an agent who works on WeCom's desk


class State(IntEnum):
    NEW = 0
    BOT = 1
    QUEUED = 2
    HUMAN = 3
    ENDED = 4


OWNER_OF: Mapping[State, Owner] = {
    State.NEW: "bot",
    State.BOT: "bot",
    State.QUEUED: "queued",
    State.HUMAN: "human",
    State.ENDED: "closed",
}
STATE_OF: Mapping[Owner, State] = {
    "bot": State.BOT,
    "queued": State.QUEUED,
    "assigned": State.QUEUED,
    "human": State.HUMAN,
    "wrapup": State.BOT,
    "ticket": State.BOT,
    "closed": State.ENDED,
}
ALLOWED: Mapping[State, frozenset[State]] = {
    State.NEW: frozenset({State.BOT, State.QUEUED, State.HUMAN, State.ENDED}),
    State.BOT: frozenset({State.QUEUED, State.HUMAN, State.ENDED}),
    State.QUEUED: frozenset({State.HUMAN, State.ENDED}),
    State.HUMAN: frozenset({State.HUMAN, State.ENDED}),
    State.ENDED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a session stands; `servicer` has it in the state HUMAN."""

    state: State
    servicer: str | None = None


def agent_of(servicer: str) -> str:
    """The name of somebody on WeCom's desk in our books."""
    return DESK + servicer


def servicer_of(agent: str | None) -> str | None:
    """Who that is on WeCom's desk; None for an agent of our own."""
    return agent.removeprefix(DESK) if agent and agent.startswith(DESK) else None


def asked_for(standing: Standing, owner: Owner, agent: str | None, *, native: bool) -> Standing | None:
    """Where WeCom is asked to put the session, given who owns it here; None where it may stay.

    Unless people answer on WeCom's desk (`native`) the session stays ours whoever speaks: our agents write
    through the same interface as the bot.
    """
    state = STATE_OF[owner]
    wanted = Standing(state, servicer_of(agent) if state == State.HUMAN else None)
    if not native or (wanted.state == State.HUMAN and wanted.servicer is None):
        wanted = Standing(State.BOT)
        return wanted if standing.state == State.NEW else None
    if wanted == standing or (wanted.state == State.BOT and standing.state == State.ENDED):
        return None
    if wanted.state in ALLOWED[standing.state]:
        return wanted
    if wanted.state == State.BOT and State.ENDED in ALLOWED[standing.state]:
        return Standing(State.ENDED)
    return None


def steps(owner: Owner, agent: str | None, standing: Standing) -> tuple[Step, ...]:
    """What happens to the owner here when WeCom says that the session stands so.

    The investor is told nothing: in these states WeCom lets us say nothing.
    """
    if standing.state == State.HUMAN and standing.servicer:
        return _to_person(owner, agent, agent_of(standing.servicer))
    if standing.state == State.QUEUED and (owner == "bot" or (owner == "human" and servicer_of(agent))):
        return (Step("queued", "system", "queued on WeCom's desk", front=owner == "human", quiet=True),)
    if standing.state == State.ENDED and owner in ("queued", "assigned", "human", "wrapup"):
        return (close(by="system", reason="ended on WeCom's desk"),)
    return ()


def _to_person(owner: Owner, agent: str | None, person: str) -> tuple[Step, ...]:
    if owner == "human" and agent == person:
        return ()
    taken = Step("human", person, "taken up on WeCom's desk", agent=person, quiet=True)
    return (REOPEN, taken) if owner == "closed" else (taken,)
