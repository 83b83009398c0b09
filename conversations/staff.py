"""Who there is beside the bot, and what becomes of a turn's wish for people while they are at work or not.

    open      into the queue
    closed    a ticket with its deadline, and an appointment is offered
    none      as if there were no desk: what is pressing becomes a ticket for those who see to tickets

What the bot said stays, unless it was a promise of people who cannot come: then a notice stands for it.
"""

from collections.abc import Set
from dataclasses import dataclass, field, replace

from conversations.answering import Composed
from conversations.brain import Handoff, TicketWish
from conversations.notices import Notices
from conversations.reception import Always, Attended, Reception
from conversations.tickets import Terms, Tickets

CALLED = frozenset({"ask_human", "misunderstood"})
"""Reasons for which the bot says nothing but that a person comes."""
NO_OFFER = frozenset({"distress"})
"""Reasons for which no time is to be chosen."""
AFTER_HOURS = TicketWish("open", "message")


@dataclass(frozen=True, slots=True)
class Staffing:
    """What the operator has set: the deadlines of tickets, who knows when people are at work, `desks`:
    channels whose platforms have one of their own.
    """

    terms: Terms = field(default_factory=Terms)
    reception: Reception = field(default_factory=Always)
    desks: Set[str] = frozenset()


class Staff:
    """What becomes of a turn's wish for people."""

    def __init__(self, notices: Notices, staffing: Staffing) -> None:
        self.tickets = Tickets(notices, staffing.terms)
        self._notices = notices

    def serve(self, composed: Composed) -> Composed:
        """The turn as it can be served now."""
        wish = composed.handoff
        if wish is None or composed.desk == "open":
            return composed
        served = replace(composed, handoff=None, ticket=composed.ticket or _ticket(composed.desk, wish))
        said = () if wish.reason in CALLED else composed.outcome.replies
        if composed.desk == "none":
            return served.saying(*(said or (self._notices.say("unstaffed"),)))
        if served.ticket == AFTER_HOURS:
            return replace(served.saying(*said), receipt="after_hours")
        offers = wish.reason not in NO_OFFER
        return served.saying(*said, *((self._notices.say("after_hours_offer"),) if offers else ()))


def _ticket(desk: Attended, wish: Handoff) -> TicketWish | None:
    """What is pressing is noted for staff; what is not is a message for them where they come back."""
    if wish.priority > 0:
        return TicketWish("note", wish.reason)
    return AFTER_HOURS if desk == "closed" else None
