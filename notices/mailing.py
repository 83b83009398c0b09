"""Takes notices on, each once for its key, and puts each on the best way to its investor.

Everything is done for a batch at once: no investor costs a round trip of their own.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched, groupby
from typing import Any

from conversations import Conversations
from conversations.database import Connection, Row, jsonb
from conversations.messages import SHANGHAI, Choice, Reply
from conversations.traits import SENT, traits_of
from conversations.unasked import Place, Unasked, say_unasked
from notices import mailing_sql as sql
from notices.post import Notice
from notices.quiet import not_before
from notices.ways import Account, Reachable, Way, ladder, next_way

BATCH = 1000  # notices of one transaction
URGENT = 10  # priority in the outbox; ordinary traffic has 0
RUNG = 200  # conversations of a batch whose readers are woken at once; the others look each second


@dataclass(frozen=True, slots=True)
class Carried:
    """A notice that was taken on and needs a way; `tried` are those it was given to before."""

    number: int
    investor_id: int
    reply: Reply
    urgent: bool
    tried: Collection[str] = ()


@dataclass(slots=True)
class Chosen:
    """The ways of a batch: what is said now, and who has none."""

    said: list[Unasked] = field(default_factory=list)
    ways: dict[int, Way] = field(default_factory=dict)
    lost: list[int] = field(default_factory=list)


class Mailing:
    """The real Post, over `conversations`; `reachable` are the outboxes that are on."""

    def __init__(self, conversations: Conversations, reachable: Reachable) -> None:
        self._conversations = conversations
        self._reachable = reachable

    async def send(self, notices: Sequence[Notice]) -> int:
        """See Post."""
        new = 0
        for batch in batched(notices, BATCH):
            async with self._conversations.database.transaction() as connection:
                taken = await admit(connection, batch)
                places = await self.carry(connection, taken)
            await self.ring(places)
            new += len(taken)
        return new

    async def carry(
        self, connection: Connection, carried: Sequence[Carried], *, rehearsal: bool = False
    ) -> list[Place]:
        """Put each on its next way, within the caller's transaction; in a rehearsal nothing is said."""
        accounts = await _accounts(connection, carried)
        chosen = self._choose(carried, accounts)
        places = [] if rehearsal else await _said(connection, chosen.said)
        if rehearsal:
            await _settle(
                connection, [(n, "rehearsed", way.key, None, None) for n, way in chosen.ways.items()]
            )
        await _settle(connection, [_queued(place, chosen.ways) for place in places])
        await _settle(connection, [(number, "unreachable", None, None, None) for number in chosen.lost])
        return places

    async def ring(self, places: Sequence[Place]) -> None:
        """Wake whoever reads these conversations now; the outboxes look by themselves."""
        for place in places[:RUNG]:
            await self._conversations.ring(place.conversation_id)

    def _choose(self, carried: Sequence[Carried], accounts: dict[int, list[Row]]) -> Chosen:
        chosen, now = Chosen(), datetime.now(SHANGHAI)
        for each in carried:
            rows = accounts.get(each.investor_id, [])
            ways = ladder([_account(row) for row in rows], self._reachable, account_data=each.reply.account)
            way = next_way(ways, each.tried)
            if way is None:
                chosen.lost.append(each.number)
                continue
            begin = now if each.urgent else not_before(now, rows[0]["quiet_from"], rows[0]["quiet_to"])
            keep = (traits_of(way.channel) if way.channel else SENT).keep
            chosen.ways[each.number] = way
            chosen.said.append(
                Unasked(
                    notice=each.number,
                    conversation_id=way.conversation_id,
                    channel=way.channel,
                    reply=each.reply,
                    not_before=begin,
                    until=begin + keep,
                    priority=URGENT if each.urgent else 0,
                )
            )
        return chosen


async def admit(connection: Connection, notices: Sequence[Notice], campaign: int = 0) -> list[Carried]:
    """Write down which of them are new and may be sent."""
    values = {
        "campaign": campaign,
        "investors": [notice.investor_id for notice in notices],
        "keys": [notice.key for notice in notices],
        "kinds": [notice.kind for notice in notices],
        "urgent": [notice.urgent for notice in notices],
        "whys": [None if campaign else notice.why for notice in notices],
        "replies": [None if campaign else jsonb(kept(notice.reply)) for notice in notices],
    }
    rows = await (await connection.execute(sql.ADMIT, values)).fetchall()
    replies = {(notice.investor_id, notice.key): notice.reply for notice in notices}
    return [
        Carried(row["id"], row["investor_id"], replies[row["investor_id"], row["key"]], row["urgent"])
        for row in rows
    ]


def kept(reply: Reply) -> dict[str, Any]:
    """A reply as it is kept until it has arrived; see `read_kept`."""
    choices = [[choice.title, choice.payload] for choice in reply.choices]
    return {"text": reply.text, "image": reply.image, "account": reply.account, "choices": choices}


def read_kept(row: dict[str, Any]) -> Reply:
    """The reply again."""
    choices = tuple(Choice(title, payload) for title, payload in row["choices"])
    return Reply(row["text"], choices, row["image"], row["account"])


async def _accounts(connection: Connection, carried: Sequence[Carried]) -> dict[int, list[Row]]:
    if not carried:
        return {}
    values = {"investors": sorted({each.investor_id for each in carried})}
    rows = await (await connection.execute(sql.ACCOUNTS, values)).fetchall()
    return {investor: list(own) for investor, own in groupby(rows, key=lambda row: int(row["investor_id"]))}


def _account(row: Row) -> Account:
    return Account(row["channel"], row["conversation_id"], row["left"], row["tickets"])


async def _said(connection: Connection, said: Sequence[Unasked]) -> list[Place]:
    """Several notices to one conversation are said in order, one statement for each round."""
    places: list[Place] = []
    rest = list(said)
    while rest:
        first: dict[int, Unasked] = {}
        later: list[Unasked] = []
        for each in rest:
            if first.setdefault(each.conversation_id, each) is not each:
                later.append(each)
        places += await say_unasked(connection, list(first.values()))
        rest = later
    return places


Settled = tuple[int, str, str | None, int | None, int | None]


def _queued(place: Place, ways: dict[int, Way]) -> Settled:
    return (place.notice, "queued", ways[place.notice].key, place.conversation_id, place.seq)


def _rehearsed(number: int, way: Way) -> Settled:
    return (number, "rehearsed", way.key, None, None)


async def _settle(connection: Connection, settled: Sequence[Settled]) -> None:
    """Number, state, way, conversation and place of each."""
    if not settled:
        return
    numbers, states, ways, conversations, places = (list(column) for column in zip(*settled, strict=True))
    values = {"notices": numbers, "states": states, "ways": ways}
    await connection.execute(sql.PLACE, values | {"conversations": conversations, "places": places})
