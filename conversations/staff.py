"""Who there is beside the bot: a desk that takes conversations over, and those who see to tickets."""

from collections.abc import Set
from dataclasses import dataclass, field, replace

from conversations.answering import Composed
from conversations.brain import TicketWish
from conversations.notices import Notices
from conversations.tickets import Terms, Tickets


@dataclass(frozen=True, slots=True)
class Staffing:
    """What the operator has set: the deadlines of tickets, and whether a desk is connected, to all channels
    or to those of `desks`, whose platform has one of its own.
    """

    terms: Terms = field(default_factory=Terms)
    has_desk: bool = True
    desks: Set[str] = frozenset()


class Staff:
    """What becomes of a turn's wish for people."""

    def __init__(self, notices: Notices, staffing: Staffing) -> None:
        self.tickets = Tickets(notices, staffing.terms)
        self._staffing = staffing

    def serve(self, composed: Composed, channel: str) -> Composed:
        """The turn as it can be served: without a desk a pressing wish for a person becomes a ticket."""
        wish = composed.handoff
        if wish is None or self._staffing.has_desk or channel in self._staffing.desks:
            return composed
        pressing = TicketWish("note", wish.reason) if wish.priority > 0 else None
        return replace(composed, handoff=None, ticket=composed.ticket or pressing)
