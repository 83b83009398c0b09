"""What agents do with a conversation: take it, hand it on, wrap it up, give it back, take it over, join it.

Each step looks at the conversation once, asks access.py, and is fenced by the epoch that was looked at: who
was slower changes nothing and hears AlreadyTaken. A step that needs a trace writes it first.
"""

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any, Literal

from conversations import Conversations, StoreUnavailable, TransitionError
from conversations.errors import OwnerChanged, TransitionRefused, WrittenMeanwhile
from conversations.owners import Moved, Step, accept, close, release, requeue, transfer, wrap_up
from conversations.records import Head
from desk.errors import AlreadyTaken, NotAllowed, NotNow, Unavailable, Unknown
from desk.people.agents import Agents
from desk.people.caller import MAY, Caller
from desk.routing.terms import Terms
from desk.work.access import require_accepting, require_holding, require_tending
from desk.work.approving import Approval, as_sent
from desk.work.contacts import Contacts
from desk.work.notes import Note, Notes
from desk.work.opening import Opening, Trail

CALLED = "called back"
"""The reason of a step to who had left a ticket and talks to the bot."""
Rules = Callable[[], Awaitable[Terms]]
"""What is set of routing at this moment."""


@dataclass(frozen=True, slots=True)
class WrapUp:
    """What an agent writes down at the end. `told` is what of it the investor reads: it is checked as all
    that is sent, `confirmed` are the rules whose warnings the agent has read.
    """

    outcome: str
    topic: str | None = None
    summary: str = ""
    told: str = ""
    confirmed: Collection[str] = ()


@contextmanager
def mapped() -> Iterator[None]:
    """Turn what conversations say about a step into this room's errors; here and nowhere else."""
    try:
        yield
    except OwnerChanged as changed:
        raise AlreadyTaken(changed.owner) from changed
    except WrittenMeanwhile as written:
        raise NotNow("written_meanwhile") from written
    except TransitionRefused as refused:
        raise NotNow(refused.owner) from refused
    except TransitionError as unknown:  # there is no such conversation
        raise Unknown("conversation") from unknown
    except StoreUnavailable as away:
        raise Unavailable from away


class Work:
    """The steps. Each raises NotAllowed, AlreadyTaken, NotNow, Unknown or Unavailable, and then changed
    nothing.
    """

    def __init__(
        self,
        conversations: Conversations,
        opening: Opening,
        trail: Trail,
        approval: Approval,
        agents: Agents,
        rules: Rules,
    ) -> None:
        self._conversations = conversations
        self._opening = opening
        self._trail = trail
        self._approval = approval
        self._agents = agents
        self._rules = rules
        self._records = conversations.records
        self.notes = Notes(conversations.database, conversations)
        self.contacts = Contacts(conversations.database, conversations)

    async def accept(self, caller: Caller, conversation_id: int, epoch: int) -> Moved:
        """Take what was offered, what waits, what was left as a message, or what has a ticket nobody saw to
        while the bot has it.
        """
        head = await self._at(conversation_id, epoch)
        called = head.owner == "bot" and await self._records.has_ticket(conversation_id)
        if called:
            caller.require("serve")
        else:
            require_accepting(caller, head, _skill(head), (await self._rules()).licences)
        step = accept(caller.agent, name=caller.name, number=caller.number, epoch=epoch)
        return await self._taken(caller, conversation_id, replace(step, reason=CALLED) if called else step)

    async def transfer(
        self,
        caller: Caller,
        conversation_id: int,
        epoch: int,
        *,
        agent: str | None,
        skill: str | None,
        note: str,
    ) -> Moved:
        """Offered to a colleague, or to the front of the queue for a skill: one of `agent` and `skill` is
        given. The note goes along with the step.
        """
        head = await self._held(caller, conversation_id, epoch)
        if agent is not None:
            await self._require_able(caller, agent, _skill(head))
        handoff = {"skill": skill} if skill else None
        detail = {"note": note} if note else None
        step = transfer(by=caller.agent, to=agent, handoff=handoff, detail=detail, epoch=epoch)
        return await self._move(conversation_id, step)

    async def requeue(self, caller: Caller, conversation_id: int, epoch: int) -> Moved:
        """Back to the front of the queue, the wait clock as it was."""
        await self._held(caller, conversation_id, epoch)
        return await self._move(conversation_id, requeue(by=caller.agent, reason="returned", epoch=epoch))

    async def wrap_up(
        self, caller: Caller, conversation_id: int, epoch: int, said: WrapUp, seen: int | None = None
    ) -> Moved:
        """The talk is over; with `seen`, only if the investor has written nothing behind that place."""
        head = await self._held(caller, conversation_id, epoch)
        told = as_sent(said.told)
        if told:
            await self._approval.require(caller, head, told, said.confirmed)
        detail = {"outcome": said.outcome, "topic": said.topic, "summary": said.summary, "told": told}
        step = wrap_up(caller.agent, detail=detail, epoch=epoch, seen=seen)
        return await self._move(conversation_id, step)

    async def finish(
        self,
        caller: Caller,
        conversation_id: int,
        epoch: int,
        to: Literal["bot", "closed"],
        seen: int | None = None,
    ) -> Moved:
        """After the wrap-up: back to the bot, which knows what came of it, or to the end."""
        head = await self._held(caller, conversation_id, epoch)
        if head.owner != "wrapup":
            raise NotNow("not_wrapped_up")
        summary = await self._written(head)
        if to == "bot":
            step = release(by=caller.agent, reason="served", summary=summary, epoch=epoch, seen=seen)
        else:
            step = close(by=caller.agent, reason="served", epoch=epoch, seen=seen)
        return await self._move(conversation_id, step)

    async def resume(self, caller: Caller, conversation_id: int, epoch: int) -> Moved:
        """From the wrap-up back into the talk; the investor need not be told."""
        head = await self._held(caller, conversation_id, epoch)
        if head.owner != "wrapup":
            raise NotNow(head.owner)
        step = Step("human", caller.agent, "resumed", agent=caller.agent, epoch=epoch, quiet=True)
        return await self._move(conversation_id, step)

    async def take_over(self, caller: Caller, conversation_id: int, epoch: int) -> Moved:
        """A supervisor takes it from whoever has it, the bot too."""
        caller.require("lead")
        head = await self._at(conversation_id, epoch)
        if head.agent == caller.agent and head.owner == "human":
            raise AlreadyTaken(head.owner)
        await self._trace(caller, "take_over", head)
        step = accept(caller.agent, name=caller.name, number=caller.number, reason="taken_over", epoch=epoch)
        return await self._taken(caller, conversation_id, step)

    async def join(self, caller: Caller, conversation_id: int, epoch: int) -> Moved:
        """Speak beside the agent who has it."""
        caller.require("join")
        head = await self._at(conversation_id, epoch)
        if head.owner != "human" or head.agent == caller.agent:
            raise NotNow(head.owner)
        await self._trace(caller, "join", head)
        with mapped():
            return await self._conversations.join(
                conversation_id, caller.agent, epoch=epoch, name=caller.name, number=caller.number
            )

    async def leave(self, caller: Caller, conversation_id: int) -> None:
        """The end of that; nothing where they had not joined."""
        head = await self._opening.head(conversation_id)
        if caller.agent not in head.joined:
            raise NotAllowed("join")
        with mapped():
            await self._conversations.leave(conversation_id, caller.agent)

    async def note(self, caller: Caller, conversation_id: int, text: str) -> Note:
        """For colleagues; never sent."""
        await self._tended(caller, conversation_id)
        with mapped():
            return await self.notes.add(conversation_id, "note", caller.agent, text)

    async def whisper(self, caller: Caller, conversation_id: int, text: str) -> Note:
        """A supervisor's word to the agent, unseen by the investor."""
        caller.require("lead")
        head = await self._opening.head(conversation_id)
        await self._trace(caller, "whisper", head)
        with mapped():
            return await self.notes.add(conversation_id, "whisper", caller.agent, text)

    async def value(self, caller: Caller, conversation_id: int, vip: bool) -> None:
        """Whether the investor is served as an important one."""
        await self._tended(caller, conversation_id)
        with mapped():
            await self.contacts.value(conversation_id, vip)

    async def tag(self, caller: Caller, conversation_id: int, tags: Sequence[str]) -> None:
        await self._tended(caller, conversation_id)
        with mapped():
            await self.contacts.tag(conversation_id, tags)

    async def _at(self, conversation_id: int, epoch: int) -> Head:
        """How it stands, if it still stands as the caller saw it."""
        head = await self._opening.head(conversation_id)
        if head.epoch != epoch:
            raise AlreadyTaken(head.owner)
        return head

    async def _held(self, caller: Caller, conversation_id: int, epoch: int) -> Head:
        caller.require("serve")
        head = await self._at(conversation_id, epoch)
        require_holding(caller, head)
        return head

    async def _tended(self, caller: Caller, conversation_id: int) -> None:
        require_tending(caller, await self._opening.head(conversation_id))

    async def _taken(self, caller: Caller, conversation_id: int, step: Step) -> Moved:
        moved = await self._move(conversation_id, step)
        with suppress(StoreUnavailable):  # theirs it is; whom to ask first another time is a comfort
            await self.contacts.served(conversation_id, caller.agent)
        return moved

    async def _move(self, conversation_id: int, step: Step) -> Moved:
        with mapped():
            return await self._conversations.move(conversation_id, step)

    async def _require_able(self, caller: Caller, agent: str, skill: str | None) -> None:
        """Raise unless that colleague works here, serves, and has the licence it asks for."""
        colleague = await self._agents.get(agent)
        licence = (await self._rules()).licences.get(skill or "")
        if colleague.id == caller.agent or not colleague.active or "serve" not in MAY[colleague.role]:
            raise NotNow("not_serving")
        if licence is not None and licence not in colleague.licences:
            raise NotNow("licence_missing")

    async def _written(self, head: Head) -> dict[str, Any]:
        """What was written down at the wrap-up that stands now."""
        steps = await self._records.steps(head.conversation_id, after_epoch=head.epoch - 1)
        return dict(steps[0].detail or {}) if steps else {}

    async def _trace(self, caller: Caller, act: str, head: Head) -> None:
        detail: Mapping[str, Any] = {"owner": head.owner, "agent": head.agent, "epoch": head.epoch}
        await self._trail.write(caller.agent, act, f"conversation:{head.conversation_id}", detail)


def _skill(head: Head) -> str | None:
    return (head.handoff or {}).get("skill")
