"""Reads what a board is made of; ends of transcripts are read anew only where something was said."""

from collections.abc import Awaitable, Callable, Sequence, Set
from dataclasses import replace

from conversations.database import Database
from conversations.records import Board, Head, Records
from desk.routing.alerts import Alert
from desk.work.board import CUT, READ, Facts, Glance, Sheet
from desk.work.contacts import Contacts
from desk.work.conversations import Rules

Raised = Callable[[], Awaitable[Sequence[Alert]]]
"""The alerts nobody has seen, whosever they are."""
Team = Callable[[], Awaitable[Sequence[object]]]
"""The agents with presence and load, as a page shows them."""

# Of each conversation the last line, and what the investor said of late that no person has answered: of the
# last hundred lines of this stretch. What a button of the desk means is done already.
_GLANCES = """
select w.id, last.seq, last.sender, last.kind, left(last.text, %(cut)s) as text, last.at,
  coalesce(open.unread, 0) as unread, open.unread_since
from unnest(%(ids)s::bigint[], %(segments)s::int[]) as w(id, segment)
cross join lateral (
  select seq, sender, kind, text, at from message where conversation_id = w.id order by seq desc limit 1
) last
left join lateral (
  select count(*)::int as unread, min(at) as unread_since
  from (
    select sender, seq, at, pressed, max(seq) filter (where sender = 'agent') over () as spoken
    from (
      select sender, seq, at, pressed from message where conversation_id = w.id and epoch >= w.segment
      order by seq desc limit 100
    ) late
  ) marked
  where sender = 'user' and seq > coalesce(spoken, 0)
    and not exists (select from button b
                    where b.id = pressed and b.conversation_id = w.id and b.payload like 'desk:%%')
) open on true"""


class Boards:
    """Raises StoreUnavailable. `elsewhere` are channels whose platform has a desk of its own: who waits there
    is nobody's to take here.
    """

    def __init__(
        self,
        database: Database,
        contacts: Contacts,
        alerts: Raised,
        team: Team,
        rules: Rules,
        elsewhere: Set[str] = frozenset(),
    ) -> None:
        self._database = database
        self._records = Records(database)
        self._contacts = contacts
        self._alerts = alerts
        self._team = team
        self._rules = rules
        self._elsewhere = elsewhere
        self._glances: dict[int, tuple[tuple[int, int], Glance]] = {}

    async def build(self, *, for_leads: bool) -> Sheet:
        """A board as things stand now; what only leads see is read for them only."""
        board = self._here(await self._records.board(READ))
        heads = [*board.queued, *board.attended]
        return Sheet(
            Facts(
                board=board,
                glances=await self._glanced(board.attended),
                contacts=await self._contacts.of([head.conversation_id for head in heads]),
                alerts=await self._alerts(),
                team=await self._team() if for_leads else (),
                terms=await self._rules(),
            )
        )

    def _here(self, board: Board) -> Board:
        queued = [head for head in board.queued if head.channel not in self._elsewhere]
        tickets = [head for head in board.tickets if head.channel not in self._elsewhere]
        count = board.queued_count - len(board.queued) + len(queued)
        return replace(board, queued=queued, queued_count=count, tickets=tickets)

    async def _glanced(self, heads: Sequence[Head]) -> dict[int, Glance]:
        known = {
            head.conversation_id: self._glances[head.conversation_id]
            for head in heads
            if self._glances.get(head.conversation_id, (None,))[0] == (head.seq, head.epoch)
        }
        changed = [head for head in heads if head.conversation_id not in known]
        self._glances = known | await self._read(changed) if changed else known
        return {number: glance for number, (_, glance) in self._glances.items()}

    async def _read(self, heads: Sequence[Head]) -> dict[int, tuple[tuple[int, int], Glance]]:
        values = {
            "ids": [head.conversation_id for head in heads],
            "segments": [head.segment or head.epoch for head in heads],
            "cut": CUT,
        }
        places = {head.conversation_id: (head.seq, head.epoch) for head in heads}
        rows = await self._database.rows(_GLANCES, values)
        return {(number := row.pop("id")): (places[number], Glance(**row)) for row in rows}
