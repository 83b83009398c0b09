"""Sectors as an investor reads them: words, single lines and aligned lists. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Self, cast

from actions import figures
from actions.facts import moment
from actions.words import NOTICES, load_words
from market.names import normalise
from market.sectors import Group, Order, Sector


@dataclass(frozen=True)
class SectorWords:
    """The table data/notices/sector.yml; keys there are the names here."""

    what: str
    own_what: str
    named_what: str
    shown: int
    groups: Mapping[str, str]
    heads: Mapping[str, str]
    cells: Mapping[str, str]
    lines: Mapping[str, str]
    gap: str
    join: str
    buttons: Mapping[str, str]
    orders: Mapping[str, str]
    concept: str
    members: str
    own: str
    here: str
    aliases: Mapping[str, Sequence[str]]
    question_words: str

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "sector.yml")

    def order(self, text: str) -> Order:
        """By which figure a question wants sectors put in order."""
        plain = normalise(text)
        found = next((name for name, words in self.orders.items() if re.search(words, plain)), "up")
        return cast("Order", found)

    def group(self, text: str) -> Group:
        """Whether a question speaks of concepts or of industries."""
        return "concept" if re.search(self.concept, normalise(text)) else "industry"


class SectorLines:
    """Writes sectors as of `now`, large amounts in `units`."""

    def __init__(self, words: SectorWords, units: Mapping[str, int], now: datetime) -> None:
        self._words = words
        self._units = units
        self._now = now

    def sheet(self, sector: Sector) -> str:
        """All that is known of one sector, below each other."""
        lines = [figures.signed_percent(sector.change_percent)]
        money = [self._filled("money", sector), self._filled("flow", sector)]
        lines.append(self._words.gap.join(each for each in money if each))
        lines += [self._filled(name, sector) for name in ("counts", "members", "leader")]
        return "\n".join(line for line in lines if line)

    def table(self, sectors: Sequence[Sector], order: Order) -> str:
        """A line each, their figures below each other; with their days where these differ."""
        names = max(figures.width(each.name) for each in sectors)
        moves = [figures.signed_percent(each.change_percent) for each in sectors]
        widest = max(len(move) for move in moves)
        lines = []
        for sector, move in zip(sectors, moves, strict=True):
            cells = [figures.pad_name(sector.name, names), figures.pad_figure(move, widest)]
            cells.append(self._beside(sector, order))
            if sector.day:
                midnight = datetime(
                    sector.day.year, sector.day.month, sector.day.day, tzinfo=self._now.tzinfo
                )
                cells.append(moment(midnight, self._now))
            lines.append(self._words.gap.join(cell for cell in cells if cell))
        return "\n".join(lines)

    def _beside(self, sector: Sector, order: Order) -> str:
        if order in {"inflow", "outflow"}:
            if sector.net_inflow is None:
                return ""
            money = sector.net_inflow if order == "inflow" else -sector.net_inflow
            return self._words.cells[order].format(money=self._money(money))
        if order == "down" or not sector.leader or sector.leader_change is None:
            return ""
        change = figures.signed_percent(sector.leader_change)
        return self._words.cells["leader"].format(leader=sector.leader, change=change)

    def _filled(self, line: str, sector: Sector) -> str:
        """The line with its values; "" where one is not known."""
        values = {
            "amount": self._money(sector.amount),
            "inflow": self._money(sector.net_inflow),
            "rising": sector.rising,
            "falling": sector.falling,
            "members": sector.members or None,
            "leader": sector.leader or None,
            "leader_change": None
            if sector.leader_change is None
            else figures.signed_percent(sector.leader_change),
        }
        known = {name: value for name, value in values.items() if value is not None}
        needed = re.findall(r"{(\w+)}", self._words.lines[line])
        return self._words.lines[line].format(**known) if all(name in known for name in needed) else ""

    def _money(self, amount: Decimal | None) -> str | None:
        return None if amount is None else figures.big(amount, self._units)
