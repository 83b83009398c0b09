"""What an agent says to the investor: checked as it is really sent, once however often it is asked for."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

from conversations import Conversations, Message, Reply
from desk.errors import AlreadyTaken, Unreadable
from desk.people.caller import Caller
from desk.work.access import require_speaking
from desk.work.approving import Approval, as_sent
from desk.work.conversations import mapped
from desk.work.opening import Opening

Keep = Callable[[bytes], Awaitable[str]]
"""Keeps a picture; gives the address the investor's channel shows it from. Raises Unreadable."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What is to be said in `epoch`; `reply_id` is the page's own name for it, `confirmed` the rules whose
    warnings the agent has read.
    """

    epoch: int
    reply_id: str
    text: str = ""
    confirmed: Collection[str] = ()


class Speaking:
    """Raises NotAllowed, AlreadyTaken, Blocked, Unreadable, Unknown, Unavailable; then nothing was sent."""

    def __init__(
        self, conversations: Conversations, opening: Opening, approval: Approval, keep: Keep
    ) -> None:
        self._conversations = conversations
        self._opening = opening
        self._approval = approval
        self._keep = keep

    async def say(self, caller: Caller, conversation_id: int, saying: Saying) -> Message:
        """The message as it stands in the transcript."""
        text = as_sent(saying.text)
        if not text:
            raise Unreadable("text")
        if said := await self._said(caller, conversation_id, saying):
            return said
        await self._allow(caller, conversation_id, saying, text)
        return await self._send(caller, conversation_id, saying, Reply(text))

    async def show(self, caller: Caller, conversation_id: int, saying: Saying, picture: bytes) -> Message:
        """A picture, with or without words under it."""
        text = as_sent(saying.text)
        if said := await self._said(caller, conversation_id, saying):
            return said
        await self._allow(caller, conversation_id, saying, text)
        reply = Reply(text or None, image=await self._keep(picture))
        return await self._send(caller, conversation_id, saying, reply)

    async def _allow(self, caller: Caller, conversation_id: int, saying: Saying, text: str) -> None:
        caller.require("serve")
        head = await self._opening.head(conversation_id)
        if head.epoch != saying.epoch:
            raise AlreadyTaken(head.owner)
        require_speaking(caller, head)
        if text:
            await self._approval.require(caller, head, text, saying.confirmed)

    async def _said(self, caller: Caller, conversation_id: int, saying: Saying) -> Message | None:
        """What was said under this name before, also by who has the conversation no more."""
        with mapped():
            return await self._conversations.said(conversation_id, caller.agent, _name(saying))

    async def _send(self, caller: Caller, conversation_id: int, saying: Saying, reply: Reply) -> Message:
        with mapped():
            [said] = await self._conversations.say(
                conversation_id, caller.agent, reply, epoch=saying.epoch, message_id=_name(saying)
            )
        return said


def _name(saying: Saying) -> str:
    return f"desk:{saying.reply_id}"
