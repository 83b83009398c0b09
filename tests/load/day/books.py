"""Whether all that was said was answered once and in order, by the tables and by what the platforms noted."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.chaos.arrivals import letters_of
from tests.chaos.balance import Imbalance, imbalances
from tests.chaos.books import ARRIVED, Books
from tests.chaos.ledger import Ledger

Note = tuple[str, str, float, str]
"""Channel, recipient, moment, text."""
Meant = tuple[str, str, str]
"""Channel, recipient, text."""
LOOKS = 60  # one a second
BEGINNING = 8  # letters of a message by which it is known again


@dataclass(frozen=True)
class Account:
    """All zero where the books balance: messages not stored, rules of the tables that do not hold, sends of
    which nobody knows the outcome, investors who saw too much or saw it in another order.
    """

    missing: int
    broken: tuple[Imbalance, ...]
    unknown: int
    duplicated: int
    disordered: int

    @property
    def faults(self) -> int:
        return self.missing + len(self.broken) + self.unknown + self.duplicated + self.disordered


async def audit(dsn: str, accepted: int, notes: Sequence[Note]) -> Account:
    """So many messages were accepted, and are answered; what people go on to say is waited for."""
    ledger = Ledger(dsn)
    await _at_rest(ledger)
    books = await ledger.read([], [])
    duplicated, disordered = compare(meant_of(books), notes)
    unknown = sum(row.state == "unknown" for row in books.sent)
    return Account(accepted - len(books.asked), tuple(imbalances(books)), unknown, duplicated, disordered)


async def _at_rest(ledger: Ledger) -> None:
    """Until nothing is under way; what does not come to rest in time the books show."""
    for _ in range(LOOKS):
        if not await ledger.under_way():
            return
        await asyncio.sleep(1)


def meant_of(books: Books) -> Iterable[Meant]:
    """What requests of ours were to show, in the order of each transcript."""
    for talk in books.talks:
        for said in books.lines.get(talk.id, []):
            row = books.rows.get((talk.id, said.seq))
            if row and row.state in ARRIVED and not row.passive:
                yield talk.channel, talk.user, said.text


def compare(meant: Iterable[Meant], notes: Iterable[Note]) -> tuple[int, int]:
    """How many recipients were shown more than was meant for them, and how many in another order."""
    wanted = defaultdict[tuple[str, str], list[str]](list)
    shown = defaultdict[tuple[str, str], list[str]](list)
    for channel, recipient, text in meant:
        wanted[channel, recipient].append(letters_of(text)[:BEGINNING])
    for channel, recipient, _, text in notes:
        shown[channel, recipient].append(letters_of(text))
    doubled = sum(len(texts) > len(wanted[who]) for who, texts in shown.items())
    return doubled, sum(not _in_order(texts, shown[who]) for who, texts in wanted.items())


def _in_order(beginnings: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether each beginning stands behind the one before it in what was shown."""
    whole, place = "\0".join(texts), 0
    for beginning in beginnings:
        found = whole.find(beginning, place)
        if found < 0:
            return False
        place = found + len(beginning)
    return True
