"""What an agent says to the investor: checked as it is really sent, once however often it is asked for.

A rule that blocks stops it. A warning stops it until the agent repeats it with the rule's name, which is
written down before anything is sent.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from conversations import Conversations, Message, Reply
from conversations.records import Head
from desk.errors import AlreadyTaken, Blocked, Unreadable
from desk.people.caller import Caller
from desk.work.access import require_speaking
from desk.work.conversations import mapped
from desk.work.opening import Opening, Trail

LONGEST = 4_000  # characters


class Finding(Protocol):
    """What a rule has against a text: `level` is "warn" or "block", `found` the words it is about."""

    @property
    def rule(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def found(self) -> str: ...
    @property
    def reason(self) -> str: ...


Check = Callable[[str, Caller, Head], Awaitable[Sequence[Finding]]]
"""The check before sending, knowing who speaks and in which conversation."""
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
        self, conversations: Conversations, opening: Opening, trail: Trail, check: Check, keep: Keep
    ) -> None:
        self._conversations = conversations
        self._opening = opening
        self._trail = trail
        self._check = check
        self._keep = keep

    async def say(self, caller: Caller, conversation_id: int, saying: Saying) -> Message:
        """The message as it stands in the transcript."""
        text = as_sent(saying.text)
        if not text:
            raise Unreadable("text")
        return await self._said(caller, conversation_id, saying) or await self._send(
            caller, conversation_id, saying, Reply(text)
        )

    async def show(self, caller: Caller, conversation_id: int, saying: Saying, picture: bytes) -> Message:
        """A picture, with or without words under it."""
        if said := await self._said(caller, conversation_id, saying):
            return said
        require_speaking(caller, await self._opening.head(conversation_id))
        reply = Reply(as_sent(saying.text) or None, image=await self._keep(picture))
        return await self._send(caller, conversation_id, saying, reply)

    async def _send(self, caller: Caller, conversation_id: int, saying: Saying, reply: Reply) -> Message:
        head = await self._opening.head(conversation_id)
        if head.epoch != saying.epoch:
            raise AlreadyTaken(head.owner)
        require_speaking(caller, head)
        if reply.text:
            await self._approve(caller, head, reply.text, saying.confirmed)
        with mapped():
            said = await self._conversations.say(
                conversation_id, caller.agent, reply, epoch=saying.epoch, message_id=_key(saying)
            )
        return said[0]

    async def _said(self, caller: Caller, conversation_id: int, saying: Saying) -> Message | None:
        """What was said under this name before, also by who has it no more."""
        with mapped():
            return await self._conversations.said(conversation_id, caller.agent, _key(saying))

    async def _approve(self, caller: Caller, head: Head, text: str, confirmed: Collection[str]) -> None:
        findings = await self._check(text, caller, head)
        if any(finding.level == "block" or finding.rule not in confirmed for finding in findings):
            raise Blocked([_shown(finding) for finding in findings])
        if findings:
            detail = {"rules": sorted({finding.rule for finding in findings}), "epoch": head.epoch}
            subject = f"conversation:{head.conversation_id}"
            await self._trail.write(caller.agent, "warning_confirmed", subject, detail)


def as_sent(text: str) -> str:
    """The text as it goes out: line ends as everywhere, nothing around it, not too long."""
    sent = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(sent) > LONGEST:
        raise Unreadable("text")
    return sent


def _key(saying: Saying) -> str:
    return f"desk:{saying.reply_id}"


def _shown(finding: Finding) -> dict[str, str]:
    return {
        "rule": finding.rule,
        "level": finding.level,
        "found": finding.found,
        "reason": finding.reason,
    }
