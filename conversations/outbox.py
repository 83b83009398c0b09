"""Sends what has to be sent, in the order of each conversation, and writes down what became of it.

    pending ──▶ sending ──▶ sent ──▶ delivered
       ▲           ├──────▶ failed      the platform refused it for good, or too many tries
       │           ├──────▶ unknown     nobody can say whether it arrived: never repeated
       └───────────┘ later       rate limit, not taken, or unknown where the platform knows our key
    pending ──▶ expired                 nobody would want it any more

A row found in `sending` whose gateway is dead is unknown too: the send may have happened.
"""

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Literal

from conversations import outbox_sql as sql
from conversations.counters import Counters
from conversations.database import Database, Row
from conversations.errors import StoreUnavailable
from conversations.liveness import Liveness
from conversations.messages import Button
from conversations.privacy import trace_of
from conversations.rounds import Rounds
from conversations.sending import (
    ChannelSender,
    DeliveryError,
    Item,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    SendResult,
    Undeliverable,
)
from conversations.traits import UnknownPolicy, traits_of
from conversations.turns import LOCK_CLASS, new_token

State = Literal["pending", "sending", "sent", "delivered", "failed", "unknown", "expired"]
TRIES = 8
LONGEST_PAUSE = 60.0  # seconds
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a row after an attempt; `pause` seconds go by before the next where it is `pending`."""

    state: State
    error: str | None = None
    provider_ref: str | None = None
    pause: float = 0.0
    counted: bool = True


def fate_of(result: SendResult | DeliveryError, attempts: int, policy: UnknownPolicy) -> Fate:
    """The state after attempt number `attempts`."""
    match result:
        case SendResult(provider_ref=ref, delivered=delivered):
            return Fate("delivered" if delivered else "sent", provider_ref=ref)
        case RateLimited(retry_after=wait):
            return Fate("pending", "RateLimited", pause=max(wait, 0.0), counted=False)
        case Undeliverable(reason=reason):
            return Fate("failed", f"{type(result).__name__}: {reason}")
        case NotSent() if attempts >= TRIES:
            return Fate("failed", "NotSent")
        case OutcomeUnknown() if policy == "give_up" or attempts >= TRIES:
            return Fate("unknown", "OutcomeUnknown")
    return Fate("pending", type(result).__name__, pause=min(2.0 ** (attempts - 1), LONGEST_PAUSE))


class Outbox:
    """Sends for one channel. Any number of gateways may run one; each row is sent by one of them."""

    def __init__(
        self, database: Database, liveness: Liveness, counters: Counters, sender: ChannelSender
    ) -> None:
        self._database = database
        self._liveness = liveness
        self._counters = counters
        self._sender = sender
        self._policy = traits_of(sender.name).on_unknown
        self._rounds = Rounds()
        self._held: dict[int, asyncio.Task[None]] = {}
        self._claiming = asyncio.Lock()
        self._stopped = False
        self._free_at = 0.0

    def wake(self) -> None:
        self._rounds.wake()

    async def close(self, within: float) -> None:
        """Let sends under way end; one that does not is found in `sending` later and is unknown."""
        self._stopped = True
        async with self._claiming:  # a claim under way is a send about to begin
            tasks = list(self._held.values())
        if tasks:
            await asyncio.wait(tasks, timeout=within)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def run(self) -> None:
        """Until cancelled."""
        await self._rounds.run(self.once)

    async def once(self) -> None:
        """Settle what dead gateways left, expire what is too old, send what is due."""
        if not self._liveness.held:
            return
        values = {"channel": self._sender.name, "holder": self._liveness.holder, "lock_class": LOCK_CLASS}
        state = "unknown" if self._policy == "give_up" else "pending"
        for row in await self._database.rows(
            sql.RECOVER, {**values, "state": state, "tokens": list(self._held)}
        ):
            self._counters.add("outbox", f"{self._sender.name}:{row['state']}")
        for _ in await self._database.rows(sql.EXPIRE, values):
            self._counters.add("outbox", f"{self._sender.name}:expired")
        async with self._claiming:
            await self._claim()

    async def confirm(self, provider_ref: str, *, delivered: bool, error: str | None = None) -> bool:
        """The platform's later word on a send; False if we do not know the reference."""
        state = "delivered" if delivered else "failed"
        values = {"channel": self._sender.name, "provider_ref": provider_ref, "state": state, "error": error}
        known = await self._database.rows(sql.CONFIRM, values)
        return bool(known)

    async def _claim(self) -> None:
        free = self._sender.limits.at_once - len(self._held)
        if free <= 0 or self._stopped:
            return
        token = new_token()
        values = {
            "channel": self._sender.name,
            "holder": self._liveness.holder,
            "token": token,
            "limit": free,
        }
        for row in await self._database.rows(sql.CLAIM, values):
            task = asyncio.create_task(self._deliver(_item(row), row["lease_token"]))
            self._held[row["lease_token"]] = task
            task.add_done_callback(partial(self._let_go, row["lease_token"]))

    def _let_go(self, token: int, _task: asyncio.Task[None]) -> None:
        del self._held[token]
        self.wake()  # the next message of this conversation may go now

    async def _deliver(self, item: Item, token: int) -> None:
        await self._keep_pace()
        fate = fate_of(await self._send(item), item.attempts, self._policy)
        values: dict[str, Any] = {
            "id": item.id,
            "token": token,
            "state": fate.state,
            "error": fate.error,
            "provider_ref": fate.provider_ref,
            "pause": timedelta(seconds=fate.pause),
            "uncounted": int(not fate.counted),
        }
        with contextlib.suppress(StoreUnavailable):  # the row stays in `sending` and is recovered as unknown
            await self._database.rows(sql.SETTLE, values)
            self._counters.add("outbox", f"{self._sender.name}:{fate.state}")

    async def _send(self, item: Item) -> SendResult | DeliveryError:
        try:
            async with asyncio.timeout(self._sender.limits.within):
                return await self._sender.send(item)
        except DeliveryError as exc:
            return exc
        except Exception as exc:  # a time-out or a fault in the sender: whether it arrived nobody knows
            log.error("a send broke: %s", trace_of(exc))
            return OutcomeUnknown()

    async def _keep_pace(self) -> None:
        now = asyncio.get_running_loop().time()
        mine = max(now, self._free_at)
        self._free_at = mine + 1 / self._sender.limits.per_second
        await asyncio.sleep(mine - now)


def _item(row: Row) -> Item:
    return Item(
        id=row["id"],
        conversation_id=row["conversation_id"],
        seq=row["seq"],
        recipient=row["recipient"],
        sender=row["sender"],
        kind=row["kind"],
        text=row["text"],
        image=row["image"],
        buttons=tuple(Button(button["id"], button["title"]) for button in row["buttons"] or ()),
        attempts=row["attempts"],
    )
