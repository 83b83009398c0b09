"""Sends what has to be sent, in the order of each conversation, and writes down what became of it.

    pending ──▶ sending ──▶ sent ──▶ delivered
       ▲           ├──────▶ failed      the platform refused it for good, or we could not put it into words
       │           ├──────▶ unknown     nobody can say whether it arrived: never repeated
       └───────────┘ later       rate limit, not taken, or unknown where the platform knows our key
    pending ──▶ expired                 nobody would want it any more

A message may take several requests; each confirmed one is written down before the next is begun. A row found
in `sending` whose gateway is dead is unknown if a request of it was begun, for that may have arrived; else it
is pending again.
"""

import asyncio
import contextlib
import logging
from collections.abc import Sequence, Set
from datetime import timedelta
from functools import partial
from itertools import groupby
from typing import Any

from conversations import outbox_sql as sql
from conversations.counters import Counters
from conversations.database import Database, Row
from conversations.errors import StoreUnavailable
from conversations.fates import TRIES, Fate, fate_of
from conversations.journeys import Journey
from conversations.languages import in_characters
from conversations.liveness import Liveness
from conversations.messages import Button
from conversations.outbox_steps import Settled, Steps
from conversations.privacy import anonymous, trace_of
from conversations.rounds import Rounds
from conversations.sending import (
    ChannelSender,
    DeliveryError,
    Gate,
    Item,
    NotSent,
    Open,
    OutcomeUnknown,
    Parcel,
    Request,
    SendResult,
    Undeliverable,
)
from conversations.together import Together
from conversations.traits import traits_of
from conversations.turns import LOCK_CLASS, new_token
from telemetry import spans

TIDY_EVERY = 0.9  # seconds; a little less than a round without a call, so that none is left out
GATHER = 0.02  # seconds
log = logging.getLogger(__name__)


class _Lost(Exception):
    """The rows are not ours any more, or the store cannot be asked: nothing is begun, nothing settled."""


class Outbox:
    """Sends for one channel. Any number of gateways may run one; each row is sent by one of them."""

    def __init__(
        self,
        database: Database,
        liveness: Liveness,
        counters: Counters,
        sender: ChannelSender[Any],
        label: str,
        gate: Gate | None = None,
    ) -> None:
        self._gate = gate or Open()
        self._database = database
        self._liveness = liveness
        self._counters = counters
        self._sender = sender
        self._label = label
        self._policy = traits_of(sender.name).on_unknown
        self._rounds = Rounds()
        steps = Steps(database, counters, sender.name)
        self._begins, self._settles = Together(steps.begin), Together(steps.settle)
        self._held: dict[int, asyncio.Task[None]] = {}
        self._claiming = asyncio.Lock()
        self._full = False
        self._stopped = False
        self._free_at = 0.0
        self._tidied_at = float("-inf")

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
        """Settle what dead gateways left and expire what is too old, once a second; send what is due."""
        if not self._liveness.held:
            return
        now = asyncio.get_running_loop().time()
        if now >= self._tidied_at + TIDY_EVERY:
            self._tidied_at = now
            await self._tidy()
        if len(self._held) > self._sender.limits.at_once // 2:  # a crowd: let more than one place become free
            await asyncio.sleep(GATHER)
        async with self._claiming:
            await self._claim()

    async def _tidy(self) -> None:
        values = {"channel": self._sender.name, "holder": self._liveness.holder, "lock_class": LOCK_CLASS}
        state = "unknown" if self._policy == "give_up" else "pending"
        for row in await self._database.rows(
            sql.RECOVER, {**values, "state": state, "tokens": list(self._held)}
        ):
            self._counters.add("outbox", f"{self._sender.name}:{row['state']}")
        for _ in await self._database.rows(sql.EXPIRE, values):
            self._counters.add("outbox", f"{self._sender.name}:expired")

    async def confirm(self, provider_ref: str, *, delivered: bool, error: str | None = None) -> bool:
        """The platform's later word on a send; False if we do not know the reference."""
        state = "delivered" if delivered else "failed"
        values = {"channel": self._sender.name, "provider_ref": provider_ref, "state": state, "error": error}
        return bool(await self._database.rows(sql.CONFIRM, values))

    async def abandon(self, recipient: str, reason: str) -> None:
        """Give up what waits for somebody who is not there any more."""
        values = {"channel": self._sender.name, "recipient": recipient, "error": f"RecipientGone: {reason}"}
        for _ in await self._database.rows(sql.ABANDON, values):
            self._counters.add("outbox", f"{self._sender.name}:failed")

    async def _claim(self) -> None:
        limits = self._sender.limits
        free = limits.at_once - len(self._held)
        self._full = free <= 0
        if self._full or self._stopped:
            return
        self._counters.add("outbox_claims", self._sender.name)
        values = {
            "channel": self._sender.name,
            "holder": self._liveness.holder,
            "token": new_token(),
            "limit": free,
            "apart": timedelta(seconds=limits.apart),
            "together": limits.together,
        }
        claimed = await self._database.rows(sql.CLAIM, values)
        refused = await self._refused(claimed)
        self._full = len({row["lease_token"] for row in claimed}) >= free
        for token, run in groupby(claimed, key=lambda row: row["lease_token"]):
            items = [item_of(row, self._label) for row in run]
            task = asyncio.create_task(self._admit(items, token, refused))
            self._held[token] = task
            task.add_done_callback(partial(self._let_go, token))

    async def _refused(self, claimed: Sequence[Row]) -> Set[int]:
        """Of what is sent unasked; rows that nobody answers for in time are recovered and asked for again."""
        notices = [row["notice"] for row in claimed if row["notice"] is not None]
        if not notices:
            return frozenset()
        return await self._gate.refused(notices, abroad=traits_of(self._sender.name).abroad)

    async def _admit(self, items: Sequence[Item], token: int, refused: Set[int]) -> None:
        unwanted = [item for item in items if item.notice in refused]
        with contextlib.suppress(_Lost):  # rows left in `sending` are recovered, and asked about again
            if unwanted:
                await self._settle(unwanted, token, Fate("expired", "Unwanted"))
            if wanted := [item for item in items if item.notice not in refused]:
                await self._deliver(wanted, token)

    def _let_go(self, token: int, _task: asyncio.Task[None]) -> None:
        del self._held[token]
        if self._full:  # one that found no place may go now
            self.wake()

    async def _deliver(self, items: Sequence[Item], token: int) -> None:
        """Send a run of one conversation, parcel by parcel; where one has to wait, those behind it do."""
        with contextlib.suppress(_Lost):  # rows left in `sending` are recovered
            journey = self._counters.journeys.of(items[0].conversation_id)
            waiting = list(self._packed(items))
            while waiting:
                parcel = waiting.pop(0)
                if parcel.items[0] is not items[0]:
                    await asyncio.sleep(self._sender.limits.apart)
                own = journey if parcel.items[0].sender == "bot" else None
                fate = await self._sent(parcel, token, own)
                await self._settle(parcel.items, token, fate)
                if fate.state == "pending":
                    if rest := [item for later in waiting for item in later.items]:
                        await self._settle(rest, token, Fate("pending", fate.error, counted=False))
                    return

    async def _sent(self, parcel: Parcel[Any], token: int, journey: Journey | None) -> Fate:
        """A parcel on its way; with its `journey` it goes on in the trace of the message it answers."""
        trace, first = journey.trace if journey else "", parcel.items[0]
        facts: spans.Facts = {
            "channel": self._sender.name,
            "conversation": anonymous(str(first.conversation_id)),
            "attempts": first.attempts,
            "messages": len(parcel.items),
        }
        with spans.span("send", "client", trace, **facts) as sending:
            fate = await self._send_parcel(parcel, token)
            sending.tell(outcome=fate.state)
            if fate.state not in ("sent", "delivered"):
                sending.fail((fate.error or fate.state).partition(":")[0])
        if journey and fate.state in ("sent", "delivered"):
            seconds = asyncio.get_running_loop().time() - journey.began
            self._counters.observe("send_seconds", self._sender.name, seconds)
        return fate

    def _packed(self, items: Sequence[Item]) -> Sequence[Parcel[Any]]:
        try:
            return self._sender.pack(items)
        except Exception as exc:  # a fault of ours: nothing was sent, and each message is tried by itself
            log.error("packing broke: %s", trace_of(exc))
            return [Parcel((item,), ()) for item in items]

    async def _send_parcel(self, parcel: Parcel[Any], token: int) -> Fate:
        """All requests of a parcel that are not confirmed yet."""
        attempts, done = parcel.items[0].attempts, parcel.items[0].done
        outcome: SendResult | DeliveryError = SendResult()
        if not parcel.requests:
            outcome = NotSent() if attempts < TRIES else Undeliverable("no request says it")
        for number, request in list(enumerate(parcel.requests))[done:]:
            await self._keep_pace()
            if number > done:
                await asyncio.sleep(self._sender.limits.apart)
            await self._begin(parcel.items, token, number)
            outcome = await self._send(request)
            if isinstance(outcome, DeliveryError):
                break
        return fate_of(outcome, attempts, self._policy)

    async def _begin(self, items: Sequence[Item], token: int, done: int) -> None:
        try:
            begun = await self._begins.ask([(item.id, token, done) for item in items])
        except StoreUnavailable as exc:
            raise _Lost from exc
        if not begun:
            raise _Lost

    async def _settle(self, items: Sequence[Item], token: int, fate: Fate) -> None:
        try:
            followed = await self._settles.ask([Settled(item.id, token, fate) for item in items])
        except StoreUnavailable as exc:  # what was begun is recovered as unknown
            raise _Lost from exc
        if followed:
            self.wake()

    async def _send(self, request: Request[Any]) -> SendResult | DeliveryError:
        try:
            async with asyncio.timeout(self._sender.limits.within):
                return await self._sender.send(request)
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


def item_of(row: Row, label: str) -> Item:
    """A row of the outbox as a channel sees it; `label` is for what no person wrote and does not say so."""
    label = in_characters(label, row["language"])
    says_so = row["sender"] == "agent" or label.strip("【】") in (row["text"] or "")
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
        done=row["done"],
        notice=row.get("notice"),
        label="" if says_so else label,
        language=row["language"],
    )
