"""A platform as the outbox sees it, that takes everything, or does what it is told."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from conversations.sending import Item, Limits, Parcel, Request, SendResult


@dataclass
class Phones:
    """Each recipient's `faults` come first, one after the other; while it is `away` it takes nothing."""

    name: str = "wechat"
    limits: Limits = field(default_factory=lambda: Limits(per_second=10_000, within=0.5))
    faults: dict[str, list[Exception]] = field(default_factory=dict)
    away: Exception | None = None
    rung: Counter[str] = field(default_factory=Counter)
    texts: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.open = asyncio.Event()
        self.open.set()

    def pack(self, items: Sequence[Item]) -> list[Parcel[Item]]:
        return [Parcel((item,), (Request(item.recipient, item.key(), item),)) for item in items]

    async def send(self, request: Request[Item]) -> SendResult:
        await self.open.wait()
        if self.away:
            raise self.away
        if waiting := self.faults.get(request.recipient):
            raise waiting.pop(0)
        self.rung[request.recipient] += 1
        self.texts.append(request.body.text)
        return SendResult(f"{self.name}-{request.body.id}")
