"""Takes notices on, each once for its key, and puts each on the best way to its investor.

Everything is done for a batch at once: no investor costs a round trip of their own.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched, groupby
from typing import Any, get_args

from conversations import Conversations
from conversations.database import Connection, Row, array_of, jsonb
from conversations.messages import SHANGHAI, Choice, Reply
from conversations.traits import SENT, traits_of
from conversations.unasked import Place, Unasked, say_unasked
from customers.kinds import load_kinds
from customers.sending import held_until, kinds_in_sql
from notices import mailing_sql as sql
from notices.post import Notice
from notices.ways import Account, Name, Reachable, Way, ladder, next_way

BATCH = 1000  # notices of one transaction
URGENT = 10  # priority in the outbox; ordinary traffic has 0
RUNG = 200  # conversations of a batch whose readers are woken at once; the others look each second


@dataclass(frozen=True, slots=True)
class Carried:
    """A notice that was taken on at `made_at` and needs a way; `tried` are those it was given to before."""

    number: int
    investor_id: int
    kind: str
    reply: Reply
    made_at: datetime
    until: datetime | None = None
    tried: Collection[str] = ()


@dataclass(slots=True)
class Chosen:
    """The ways of a batch: what is said now, whose time is over, and who has none."""

    said: list[Unasked] = field(default_factory=list)
    ways: dict[int, Way] = field(default_factory=dict)
    late: list[int] = field(default_factory=list)
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
        if rehearsal:
            await _place(connection, "rehearsed", chosen.ways, [_nowhere(one) for one in chosen.said])
            places = []
        else:
            places = await _said(connection, chosen.said)
            await _place(connection, "queued", chosen.ways, places)
        for state, numbers in (("unreachable", chosen.lost), ("dropped", chosen.late)):
            if numbers:
                await connection.execute(sql.LOSE, {"notices": array_of(numbers), "state": state})
        return places

    async def ring(self, places: Sequence[Place]) -> None:
        """Wake whoever reads these conversations now, and the outboxes here; others look by themselves."""
        for place in places[:RUNG]:
            await self._conversations.ring(place.conversation_id)

    def _choose(self, carried: Sequence[Carried], accounts: dict[int, list[Row]]) -> Chosen:
        chosen, now = Chosen(), datetime.now(SHANGHAI)
        for each in carried:
            rows = accounts.get(each.investor_id, [])
            ways = ladder([_account(row) for row in rows], self._reachable, account_data=each.reply.account)
            way = next_way(ways, each.tried)
            if way is None or each.kind not in load_kinds():
                chosen.lost.append(each.number)
            elif (said := _unasked(each, way, rows[0], now)) is None:
                chosen.late.append(each.number)
            else:
                chosen.ways[each.number] = way
                chosen.said.append(said)
        return chosen


def _unasked(each: Carried, way: Way, row: Row, now: datetime) -> Unasked | None:
    """What is said by this way, in the language of `row` and not in its quiet hours; None where it is of no
    use any more.
    """
    kind, quiet = load_kinds()[each.kind], (row["quiet_from"], row["quiet_to"])
    begin = held_until(kind, now, *quiet) or now
    ends = _ends(each, held_until(kind, each.made_at, *quiet))
    if ends is not None and ends <= begin:
        return None
    kept_until = begin + (traits_of(way.channel) if way.channel else SENT).keep
    return Unasked(
        notice=each.number,
        conversation_id=way.conversation_id,
        channel=way.channel,
        reply=each.reply,
        not_before=begin,
        until=kept_until if ends is None else min(kept_until, ends),
        priority=URGENT if kind.urgent else 0,
        language=row["language"],
    )


def _ends(each: Carried, held: datetime | None) -> datetime | None:
    """Until when it is worth sending, whatever way: what quiet hours held beyond that keeps its time behind
    them.
    """
    if each.until is None or held is None or held < each.until:
        return each.until
    return held + (each.until - each.made_at)


async def admit(connection: Connection, notices: Sequence[Notice], campaign: int = 0) -> list[Carried]:
    """Write down which of them are new and may be sent."""
    rows = await (await connection.execute(sql.ADMIT, _taken_on(notices, campaign))).fetchall()
    own = {(notice.investor_id, notice.key): notice for notice in notices}
    return [
        Carried(row["id"], notice.investor_id, notice.kind, notice.reply, row["made_at"], notice.until)
        for row in rows
        for notice in (own[row["investor_id"], row["key"]],)
    ]


def _taken_on(notices: Sequence[Notice], campaign: int) -> dict[str, Any]:
    """What a campaign's notices share is the campaign's, and travels once."""
    numbers: dict[tuple[object, ...], int] = {}
    shared: list[dict[str, Any]] = []
    shared_of = []
    for notice in notices:
        number = numbers.setdefault(_shared_by(notice), len(numbers))
        if number == len(shared):
            own = {} if campaign else {"why": notice.why, "reply": kept(notice.reply)}
            until = notice.until and notice.until.isoformat()
            shared.append({"shared": number, "key": notice.key, "kind": notice.kind, "until": until, **own})
        shared_of.append(number)
    return {
        "campaign": campaign,
        "kinds": kinds_in_sql(),
        "shared": jsonb(shared),
        "investors": array_of(notice.investor_id for notice in notices),
        "shared_of": array_of(shared_of),
    }


def _shared_by(notice: Notice) -> tuple[object, ...]:
    return notice.key, notice.kind, notice.reply, notice.why, notice.until


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
    values = {"investors": array_of(sorted({each.investor_id for each in carried}))}
    rows = await (await connection.execute(sql.ACCOUNTS, values)).fetchall()
    return {investor: list(own) for investor, own in groupby(rows, key=lambda row: int(row["investor_id"]))}


def _account(row: Row) -> Account:
    return Account(row["channel"], row["conversation_id"], row["left"], row["tickets"], row["abroad"])


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


def _nowhere(one: Unasked) -> Place:
    """Where it would have been said."""
    return Place(one.notice, one.conversation_id, 0)


async def _place(connection: Connection, state: str, ways: dict[int, Way], places: Sequence[Place]) -> None:
    if not places:
        return
    names: list[Name] = list(get_args(Name))
    values = {
        "state": state,
        "names": names,
        "notices": array_of(place.notice for place in places),
        "name_of": array_of(names.index(ways[place.notice].name) + 1 for place in places),
        "conversations": array_of(place.conversation_id for place in places),
        "places": array_of(place.seq for place in places),
    }
    await connection.execute(sql.PLACE, values)
