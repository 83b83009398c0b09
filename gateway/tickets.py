"""`make tickets`: what staff has to see to by when, and noting that it was done.

make tickets                              what is not resolved, the most urgent first
make tickets ARGS="contacted 261126-0042" somebody got in touch
make tickets ARGS="resolved 261126-0042"  there is an answer
"""

import asyncio
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from conversations.database import Database
from conversations.errors import StoreUnavailable
from conversations.messages import SHANGHAI
from conversations.tickets import Ticket, advance, unresolved
from gateway.columns import columns
from gateway.errors import GatewayError
from gateway.running import database_in_use
from gateway.settings import read_settings

_NUMBER = re.compile(r"\d{6}-(\d{4,})")
_COLUMNS = ("number", "about", "state", "opened", "due", "", "channel", "conversation")


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
        print(asyncio.run(_obey(database_in_use(read_settings()), sys.argv[1:])))  # noqa: T201
    except (GatewayError, StoreUnavailable) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


async def _obey(dsn: str, words: Sequence[str]) -> str:
    async with Database(dsn, connections=1) as database:
        match list(words):
            case []:
                return table(await unresolved(database), datetime.now(SHANGHAI))
            case ["contacted" | "resolved" as state, number] if found := _NUMBER.fullmatch(number):
                done = await advance(database, int(found[1]), state)
                return f"{number} is {state}." if done else f"{number} is none that could be {state}."
    return (__doc__ or "").strip()


def table(tickets: Sequence[Ticket], now: datetime) -> str:
    """One line a ticket; late ones say so."""
    if not tickets:
        return "No ticket waits."
    return columns(_COLUMNS, [_row(ticket, now) for ticket in tickets])


def _row(ticket: Ticket, now: datetime) -> tuple[str, ...]:
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
    )


if __name__ == "__main__":
    sys.exit(main())
