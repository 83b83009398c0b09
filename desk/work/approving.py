"""The check of words for an investor as they are really sent: a block stops them, a warning unless confirmed.

A confirmed warning is written down before anything is sent.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any, Protocol

from conversations.records import Head, Records
from desk.compliance.checking import Checker
from desk.errors import Blocked, Unreadable
from desk.people.caller import Caller
from desk.work.opening import Trail

LONGEST = 4_000  # characters of one message
LOOKED_AT = 100  # lines before, from which prices and the risk notice are known


class Finding(Protocol):
    """What a rule has against a text: `level` is "warn" or "block"."""

    @property
    def rule(self) -> str: ...
    @property
    def level(self) -> str: ...
    def to_json(self) -> dict[str, Any]: ...


Check = Callable[[str, Caller, Head], Awaitable[Sequence[Finding]]]
"""What speaks against a text, knowing who says it and in which conversation."""


class Checking:
    """The rules of the house, in the light of what bot and agents said since people were asked for."""

    def __init__(self, checker: Checker, records: Records) -> None:
        self._checker = checker
        self._records = records

    async def __call__(self, text: str, caller: Caller, head: Head) -> Sequence[Finding]:
        since = head.epoch if head.segment is None else head.segment
        lines = await self._records.lines(head.conversation_id, max(0, head.seq - LOOKED_AT), LOOKED_AT)
        said = [line.text for line in lines if line.epoch >= since and line.sender in ("bot", "agent")]
        situation = self._checker.situation(caller.licences, said, head.channel)
        return self._checker.check(text, situation)


class Approval:
    """Lets words pass. Raises Blocked, and Unavailable where a confirmation cannot be written down."""

    def __init__(self, check: Check, trail: Trail) -> None:
        self._check = check
        self._trail = trail

    async def require(self, caller: Caller, head: Head, text: str, confirmed: Collection[str]) -> None:
        """Return if the text may go out; `confirmed` are the rules whose warning the agent has read."""
        findings = await self._check(text, caller, head)
        if any(finding.level == "block" or finding.rule not in confirmed for finding in findings):
            raise Blocked([finding.to_json() for finding in findings])
        if findings:
            detail = {"rules": sorted({finding.rule for finding in findings}), "epoch": head.epoch}
            subject = f"conversation:{head.conversation_id}"
            await self._trail.write(caller.agent, "warning_confirmed", subject, detail)


def as_sent(text: str) -> str:
    """The text as it goes out: line ends as everywhere, nothing around it. Raises Unreadable if too long."""
    sent = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(sent) > LONGEST:
        raise Unreadable("text")
    return sent
