"""What who waits is told beside their place: that nobody is there, that it takes long, that the desk closes.

Each is told once a segment, and written down after it was told: should that fail in between it is told twice,
and never not at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from conversations import Conversations
from conversations.errors import TransitionError
from conversations.messages import Owner, Reply
from conversations.owners import leave_ticket
from conversations.queueing import note_waiting
from conversations.tickets import Terms as TicketTerms
from desk.routing.choosing import Choice
from desk.routing.hours import OpeningHours
from desk.routing.roster import Queued
from desk.routing.terms import PRESSING, Terms
from desk.routing.words import load_words, told

AT_ONCE = 100  # investors told in a round
TOLD_AGAIN = 4
"""How often who waits long is told so: at night nobody comes, and platforms count what we write."""
AFTER_HOURS = "after hours"
"""The reason of a step that makes a ticket of who still waits at closing time."""

_TOLD = """
select t.conversation_id, t.epoch, t.what, extract(epoch from now() - t.at)::float as age
from desk_told t join conversation c on c.id = t.conversation_id and c.owner = 'queued'
"""
_MARK = """
insert into desk_told (conversation_id, epoch, what) values (%(conversation)s, %(epoch)s, %(what)s)
on conflict do nothing returning what
"""
_SENT_AWAY = """
select c.id as conversation, coalesce(c.segment, c.epoch) as epoch
from conversation c join transition t on t.conversation_id = c.id and t.epoch = c.epoch
where c.owner = 'ticket' and t.by = 'system' and t.reason = %(reason)s
  and not exists (select from desk_told s where s.conversation_id = c.id
                  and s.epoch = coalesce(c.segment, c.epoch) and s.what = 'closing')
order by c.id limit %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be said: `what` is what it is remembered by."""

    conversation: int
    segment: int
    what: str
    reply: Reply


class Patience:
    """Tells it. `tickets` are the deadlines of what is left for staff."""

    def __init__(self, conversations: Conversations, tickets: TicketTerms) -> None:
        self._conversations = conversations
        self._tickets = tickets
        self._words = load_words()

    async def close(self, queue: Sequence[Queued], opening: OpeningHours, now: datetime) -> list[Queued]:
        """Make tickets of who waits while the desk is closed and can; returns who still waits."""
        if opening.is_open(now):
            staying = list(queue)
        else:
            staying = [one for one in queue if one.waiting.priority >= PRESSING or not await self._send(one)]
        await self._tell_sent_away(opening, now)
        return staying

    async def tell(self, queue: Sequence[Queued], choice: Choice, terms: Terms) -> None:
        """Tell who waits for nobody, and who waits long."""
        if not queue:
            return
        rows = await self._conversations.database.rows(_TOLD, {})
        known = {(row["conversation_id"], row["epoch"], row["what"]): row["age"] for row in rows}
        due = (due for one in queue if (due := self._due(one, choice, terms, known)))
        await self._say(due, "queued")

    def _due(
        self, one: Queued, choice: Choice, terms: Terms, known: dict[tuple[int, int, str], float]
    ) -> Due | None:
        name, what, facts = _what(one, choice, terms, known)
        if not name or (one.waiting.conversation, one.segment, what) in known:
            return None
        return Due(one.waiting.conversation, one.segment, what, self._words.say(name, **facts))

    async def _send(self, one: Queued) -> bool:
        step = leave_ticket(by="system", reason=AFTER_HOURS, epoch=one.epoch)
        try:
            await self._conversations.move(one.waiting.conversation, replace(step, quiet=True))
        except TransitionError:  # an agent took it, or the investor went, in this moment
            return False
        return True

    async def _tell_sent_away(self, opening: OpeningHours, now: datetime) -> None:
        values = {"reason": AFTER_HOURS, "limit": AT_ONCE}
        rows = await self._conversations.database.rows(_SENT_AWAY, values)
        reopens = opening.next_opening(now) if rows else None
        for row in rows:
            reply = await self._noted(row["conversation"], row["epoch"], reopens)
            await self._say([Due(row["conversation"], row["epoch"], "closing", reply)], "ticket")

    async def _noted(self, conversation: int, segment: int, reopens: datetime | None) -> Reply:
        """What is said to who is sent away, once there is a ticket with its deadline."""
        key = f"closing:{segment}"
        ticket = await note_waiting(self._conversations.database, self._tickets, conversation, key)
        facts = {"number": ticket.number, "contact": told(ticket.contact_due)}
        if reopens is None:
            return self._words.say("closing_open_end", **facts)
        return self._words.say("closing", opening=told(reopens), **facts)

    async def _say(self, dues: Iterable[Due], owner: Owner) -> None:
        for count, due in enumerate(dues):
            if count == AT_ONCE:  # the others in the next round
                return
            if await self._conversations.tell(due.conversation, due.reply, {owner}):
                values = {"conversation": due.conversation, "epoch": due.segment, "what": due.what}
                await self._conversations.database.rows(_MARK, values)


def _what(
    one: Queued, choice: Choice, terms: Terms, known: dict[tuple[int, int, str], float]
) -> tuple[str, str, dict[str, object]]:
    """The notice, what it is remembered by, and its facts; an empty name for nothing."""
    if not choice.fit_at_last(one.waiting):
        age = known.get((one.waiting.conversation, one.segment, "unstaffed"))
        if age is None or age < terms.unstaffed_within:
            return "unstaffed", "unstaffed", {}
        if (one.waiting.conversation, one.segment, "unstaffed_offer") not in known:
            return "unstaffed_offer", "unstaffed_offer", {}
    times = int(one.alone // terms.queue_limit)
    if 0 < times <= TOLD_AGAIN:
        return "still_waiting", f"waited:{times}", {"minutes": int(one.alone // 60)}
    return "", "", {}
