"""`make tickets`: what staff has to see to by when, and noting that it was done.

make tickets                              what is not resolved, the most urgent first, and what may be written
make tickets ARGS="contacted 261126-0042" somebody got in touch
make tickets ARGS="resolved 261126-0042"  there is an answer
"""

import asyncio
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from channels.quota import Left, Quotas
from conversations.database import Database
from conversations.errors import StoreUnavailable
from conversations.messages import SHANGHAI
from conversations.tickets import Ticket, advance, unresolved
from gateway.columns import columns
from gateway.errors import GatewayError
from gateway.running import database_in_use
from gateway.settings import read_settings

_NUMBER = re.compile(r"\d{6}-(\d{4,})")
_COLUMNS = ("number", "about", "state", "opened", "due", "", "channel", "conversation", "may write")
COUNTED = frozenset({"wechat", "wechat_kf"})
"""Channels whose platform lets us write only so much, so late."""


class TicketCounts(Collector):
    """How many tickets wait and how many are late; `refresh` counts anew."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: Sequence[Ticket] | None = None

    async def refresh(self) -> None:
        """Count now; where the database does not answer, nothing is shown."""
        try:
            self._waiting = await unresolved(self._database)
        except StoreUnavailable:  # the health page says so
            self._waiting = None

    def collect(self) -> Iterable[Metric]:
        if self._waiting is None:
            return
        now = datetime.now(SHANGHAI)
        family = GaugeMetricFamily("wenpan_tickets_waiting", "tickets that are not resolved", labels=["late"])
        late = sum(ticket.due < now for ticket in self._waiting)
        family.add_metric(["no"], len(self._waiting) - late)
        family.add_metric(["yes"], late)
        yield family


def main() -> int:
    """List the tickets, or note what was done; 1 with one clear sentence where that is not possible."""
    try:
        print(asyncio.run(obey(database_in_use(read_settings()), sys.argv[1:])))  # noqa: T201
    except (GatewayError, StoreUnavailable) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


async def obey(dsn: str, words: Sequence[str]) -> str:
    """What is printed for the words of the command."""
    async with Database(dsn, connections=1) as database:
        match list(words):
            case []:
                tickets = await unresolved(database)
                return table(tickets, datetime.now(SHANGHAI), await _left(Quotas(database), tickets))
            case ["contacted" | "resolved" as state, number] if found := _NUMBER.fullmatch(number):
                done = await advance(database, int(found[1]), state)
                return f"{number} is {state}." if done else f"{number} is none that could be {state}."
    return (__doc__ or "").strip()


async def _left(quotas: Quotas, tickets: Sequence[Ticket]) -> dict[int, Left]:
    """By conversation, what may still be written to the investor where that is counted."""
    counted = (ticket for ticket in tickets if ticket.channel in COUNTED)
    return {each.conversation_id: await quotas.left(each.channel, each.user) for each in counted}


def table(tickets: Sequence[Ticket], now: datetime, left: Mapping[int, Left]) -> str:
    """One line a ticket; late ones say so, and `left` by conversation what may still be written."""
    if not tickets:
        return "No ticket waits."
    return columns(_COLUMNS, [_row(each, now, left.get(each.conversation_id)) for each in tickets])


def _row(ticket: Ticket, now: datetime, left: Left | None) -> tuple[str, ...]:
    opened, due = (at.astimezone(SHANGHAI).strftime("%m-%d %H:%M") for at in (ticket.opened_at, ticket.due))
    late = "LATE" if ticket.due < now else ""
    return (
        ticket.number,
        ticket.kind,
        ticket.state,
        opened,
        due,
        late,
        ticket.channel,
        str(ticket.conversation_id),
        _said(left) if left else "",
    )


def _said(left: Left) -> str:
    if left.until is None:
        return "nothing until the investor writes"
    return f"{left.messages} until {left.until.astimezone(SHANGHAI):%m-%d %H:%M}"


if __name__ == "__main__":
    sys.exit(main())
