"""Which securities the rows of a table mean; what is not certain is named, and never guessed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from actions.holdings.held_names import HeldNames
from actions.holdings.spotting import Names, known
from customers.importing import Row, Table
from customers.shares import Held
from market.securities import Security

_EXCHANGES = ("SH", "SZ", "BJ")


@dataclass(frozen=True)
class Doubt:
    """A line of which nothing was taken, as it begins; `why` is a key of `whys` in holdings.yml."""

    line: int
    text: str
    why: str


@dataclass(frozen=True)
class Resolved:
    """What can be kept, each security once, and what cannot; `beyond` lines were not looked at."""

    held: tuple[Held, ...]
    doubts: tuple[Doubt, ...]
    beyond: int


async def resolved(names: HeldNames, table: Table) -> Resolved:
    """The same, with the funds off the exchange where a row may mean one."""
    if any(row.code and not _is_plain(names, row) for row in table.rows):
        await names.load()
    return resolve(names, table)


def resolve(names: HeldNames, table: Table) -> Resolved:
    """The same line twice is one; another quantity of the same security is a doubt."""
    held: dict[str, Held] = {}
    doubts = [Doubt(each.line, each.text, each.why) for each in table.unread]
    for row in table.rows:
        found = _security(names, row)
        if isinstance(found, str):
            doubts.append(Doubt(row.line, row.code or row.name[:12], found))
            continue
        told = Held(found.ref, row.quantity, row.cost)
        if held.setdefault(found.ref, told) != told:
            doubts.append(Doubt(row.line, f"{row.code}{found.name}", "duplicate"))
    return Resolved(tuple(held.values()), tuple(sorted(doubts, key=lambda each: each.line)), table.beyond)


def _security(names: HeldNames, row: Row) -> Security | str:
    """The one that is meant, else why there is none."""
    named = _named(names, row)
    if row.code:
        coded = _of_code(names, row.code)
        fund = names.fund(row.code, row.name) if row.name or not coded else None
        if fund and not set(named) & set(coded):
            return fund
        if named and not set(named) & set(coded):
            return "mismatch" if coded else "unknown"
        return _only([each for each in coded if each in named] or coded)
    return _only([each for each in named if each.kind != "index" and each.status == "listed"])


def _is_plain(names: Names, row: Row) -> bool:
    """Whether a security of that code bears that name, or none is written."""
    coded = _of_code(names, row.code)
    return bool(coded) and (not row.name or bool(set(_named(names, row)) & set(coded)))


def _named(names: Names, row: Row) -> list[Security]:
    return [each for spot in names.find(row.name) for each in known(names, spot.refs)] if row.name else []


def _of_code(names: Names, code: str) -> list[Security]:
    """Nobody holds an index, so its code is that of the share or the fund."""
    found = known(names, [f"{exchange}{code}" for exchange in _EXCHANGES])
    return [each for each in found if each.kind != "index"]


def _only(found: Sequence[Security]) -> Security | str:
    if not found:
        return "unknown"
    return found[0] if len(found) == 1 else "unclear"
