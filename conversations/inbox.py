"""The way in: a message is stored, and whoever owns the conversation decides what happens next."""

import asyncio
from contextlib import nullcontext
from dataclasses import dataclass
from weakref import WeakValueDictionary

import psycopg

from conversations.counter import is_pressed
from conversations.counters import Counters
from conversations.database import Connection, Database
from conversations.errors import BadInbound
from conversations.intake import Accepted, accept
from conversations.liveness import Liveness
from conversations.messages import Answer, Inbound, Message, Owner
from conversations.moving import Owners
from conversations.owners import SERVED_BY_BOT, leave_ticket, release, transfer
from conversations.pressing import Pressing
from conversations.talk import Talk
from conversations.turns import Begun, Lease, Open, Turns, new_token

LEFT = leave_ticket(by="investor", reason="left a message")
# Payloads of this room's own buttons, for those who wait for a person; after a talk, those of who was not
# content with it: the bot, whose they are, does not hear of them.
COMMANDS = {
    "owner:bot": release(by="investor", reason="went back to the bot"),
    "owner:ticket": LEFT,
    "/leave_message": LEFT,
    "/ask_human": transfer(by="investor", reason="ask_human"),
}
COMMANDED: dict[Owner, frozenset[str]] = {
    "queued": frozenset({"owner:bot", "owner:ticket"}),
    "assigned": frozenset({"owner:bot", "owner:ticket"}),
    "ticket": frozenset({"owner:bot"}),
    "wrapup": frozenset({"/leave_message", "/ask_human"}),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A stored message; `answer` is there at once where the bot has nothing to say to it."""

    begun: Begun
    answer: Answer | None


class Inbox:
    """Takes messages in for one gateway, whose liveness lock stands on the leases."""

    def __init__(
        self,
        database: Database,
        turns: Turns,
        owners: Owners,
        talk: Talk,
        liveness: Liveness,
        counters: Counters,
        pressing: Pressing,
    ) -> None:
        self._database = database
        self._turns = turns
        self._owners = owners
        self._talk = talk
        self._liveness = liveness
        self._counters = counters
        self._pressing = pressing
        self._doors: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def take(self, inbound: Inbound) -> Taken:
        """Store `inbound`, durable on return, and start its turn if it is ours to start."""
        accepted = accept(inbound)
        door = self._doors.setdefault((inbound.channel, inbound.user), asyncio.Lock())
        came = asyncio.get_running_loop().time()
        async with door:  # connections of the pool would overtake each other: a burst keeps its order
            return await self._take(accepted, came)

    async def _take(self, accepted: Accepted, came: float) -> Taken:
        token = new_token()
        self._talk.held.add(token)  # before the row carries it, or the sweep would take it for a lost turn
        try:
            taken = await self._store(accepted, token)
        except BaseException:
            self._talk.held.discard(token)
            raise
        self._counters.add("duplicates" if taken.begun.seen else "received", accepted.inbound.channel)
        self._start(accepted, taken.begun, token, came)
        if accepted.inbound.kind != "button" or taken.begun.owner in SERVED_BY_BOT:
            return taken
        if not (taken.begun.seen or is_pressed(taken.begun.payload)):
            return taken
        return await self._pressed(accepted.inbound, taken)

    async def _store(self, accepted: Accepted, token: int) -> Taken:
        async def work(connection: Connection) -> Taken:
            # A pressed button of ours is stored and obeyed together, or neither.
            whole = connection.transaction() if accepted.inbound.kind == "button" else nullcontext()
            async with whole:
                begun = await self._turns.begin(connection, accepted, self._liveness.holder, token)
                if begun.seen or begun.owner in SERVED_BY_BOT:
                    return Taken(begun, None)
                return Taken(begun, await self._attend(connection, begun))

        try:
            return await self._database.patiently(work)
        except psycopg.errors.UniqueViolation:  # its twin was stored while we waited for the row
            return await self._database.patiently(work)
        except (
            psycopg.DataError
        ) as exc:  # text and ids are clean by now: only the channel's media can hold it
            raise BadInbound("media") from exc

    async def _attend(self, connection: Connection, begun: Begun) -> Answer:
        """People own it: nothing is parsed; a wish to leave the queue is granted, else the place is told."""
        if is_pressed(begun.payload):
            return _kept(begun, begun.owner, ())
        async with connection.transaction():
            if begun.payload in COMMANDED.get(begun.owner, ()):
                step = COMMANDS[str(begun.payload)]
                moved = await self._owners.take(connection, begun.conversation_id, step, begun.inbound_id)
                self._counters.add("transitions", f"{moved.before}>{moved.owner}")
                return _kept(begun, moved.owner, moved.said)
            said = await self._owners.attend(connection, begun.conversation_id, begun.inbound_id)
            return _kept(begun, begun.owner, said)

    async def _pressed(self, inbound: Inbound, taken: Taken) -> Taken:
        begun = taken.begun
        said = await self._pressing.obey(inbound, begun)
        return Taken(begun, _kept(begun, begun.owner, said)) if said else taken

    def _start(self, accepted: Accepted, begun: Begun, token: int, came: float) -> None:
        if not begun.leased:
            self._talk.held.discard(token)
            return
        alone = begun.waiting == 1 and not begun.seen
        waited = asyncio.get_running_loop().time() - came
        message = _open(accepted, begun, waited) if alone else None
        self._talk.start(Lease(begun.conversation_id, token), message)


def _kept(begun: Begun, owner: Owner, said: tuple[Message, ...]) -> Answer:
    return Answer(
        replies=said,
        seq=said[-1].seq if said else begun.seq,
        topic=None,
        intent=None,
        confidence=None,
        owner=owner,
        by="owner",
    )


def _open(accepted: Accepted, begun: Begun, waited: float) -> Open:
    inbound = accepted.inbound
    return Open(
        conversation_id=begun.conversation_id,
        inbound_id=begun.inbound_id,
        seq=begun.seq,
        channel=inbound.channel,
        user=inbound.user,
        epoch=begun.epoch,
        message_id=inbound.message_id,
        kind=inbound.kind,
        text=inbound.text,
        payload=begun.payload,
        refusal=accepted.refusal,
        state=begun.state,
        media=inbound.media,
        language=begun.language,
        waited=waited,
    )
