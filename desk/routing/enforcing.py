"""What becomes of a conversation whose time is up: each is one step, fenced by its epoch."""

import logging
from collections import Counter

from conversations import Conversations
from conversations.errors import TransitionError, WrittenMeanwhile
from conversations.owners import Step, release, requeue
from desk.routing.overdue import Late, Overdue
from desk.routing.presence import Presences
from desk.routing.terms import Terms

log = logging.getLogger(__name__)


class Enforcing:
    """Takes the steps; who acts at the same moment wins or loses by the epoch. `reasons` counts steps."""

    def __init__(self, conversations: Conversations, presences: Presences) -> None:
        self._conversations = conversations
        self._overdue = Overdue(conversations.database)
        self._presences = presences
        self.reasons: Counter[str] = Counter()

    async def round(self, terms: Terms) -> None:
        """One step for everything whose time is up."""
        for late in await self._overdue.find(terms):
            await self._settle(late, terms)

    async def _settle(self, late: Late, terms: Terms) -> None:
        if not await self._move(late):
            return
        self.reasons[late.fault] += 1
        if late.fault == "not accepted" and await self._presences.missed(late.agent, terms.missed_offers):
            log.info("an agent missed %s offers in a row and is away now", terms.missed_offers)

    async def _move(self, late: Late) -> bool:
        try:
            await self._conversations.move(late.conversation, _step(late))
        except WrittenMeanwhile:  # it is not over: the agent has it before them again
            return await self._reopen(late)
        except TransitionError:  # somebody acted at this moment, and was quicker
            self.reasons["somebody was quicker"] += 1
            return False
        return True

    async def _reopen(self, late: Late) -> bool:
        back = Step("human", "system", "written after the talk", late.agent, late.epoch, quiet=True)
        try:
            await self._conversations.move(late.conversation, back)
        except TransitionError:  # the agent, or the investor, was quicker
            return False
        return True


def _step(late: Late) -> Step:
    if late.fault == "wrap-up ended":
        return release(by="system", reason=late.fault, summary=late.detail, epoch=late.epoch)
    if late.fault == "idle":
        return Step("wrapup", "system", late.fault, agent=late.agent, epoch=late.epoch)
    never_spoke = late.fault == "not accepted"
    return requeue(by="system", reason=late.fault, quiet=never_spoke, epoch=late.epoch)
