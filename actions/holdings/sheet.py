"""The lines in which holdings are told. Pure."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from actions import figures
from actions.facts import FactWords
from actions.holdings.resolving import Resolved
from actions.holdings.valued import Position, Totals
from actions.holdings.words import HoldingsWords
from customers.shares import Held
from market.securities import Security, decimals_of, is_off_exchange

PREVIEWED = 6
"""Holdings that are shown before they are kept."""
DOUBTED = 3
"""Unreadable lines that are shown."""


class HoldingsSheet:
    """Speaks of holdings as of `now`."""

    def __init__(self, words: HoldingsWords, facts: FactWords, now: datetime) -> None:
        self._words = words
        self._facts = facts
        self._now = now

    def positions(self, positions: Sequence[Position]) -> str:
        """Two lines each: what it is, and what it is worth."""
        quotes = [each.quote for each in positions if each.quote]
        dated = len({each.as_of.date() for each in quotes}) > 1
        return "\n".join(line for each in positions for line in self._position(each, dated=dated))

    def total(self, positions: Sequence[Position]) -> str:
        """The sum of what is known, and how much is not in it."""
        sums = Totals.of(positions)
        told = self._words.total.format(value=self._money(sums.value))
        if sums.costed:
            told += self._words.total_gain.format(gain=self._gain(sums.gain))
            part = self._words.cost_part.format(count=sums.costed)
            told += part if sums.costed < sums.valued else ""
        without = len(positions) - sums.valued
        return told + (self._words.total_part.format(count=without) if without else "")

    def stamp(self, positions: Sequence[Position]) -> str:
        """When and whence; "" where nothing is quoted."""
        quotes = [each.quote for each in positions if each.quote]
        return self._facts.stamp(self._now, *quotes) if quotes else ""

    def saved(self, security: Security, held: Held) -> str:
        """One holding in a sentence."""
        cost = "" if held.cost is None else self._words.saved_cost.format(cost=figures.plain(held.cost))
        return self._words.saved_one.format(**self._named(security, held)) + cost

    def preview(self, told: Sequence[tuple[Security, Held]]) -> str:
        """The first ones, and how many more."""
        lines = [self.saved(security, held) for security, held in told[:PREVIEWED]]
        rest = len(told) - PREVIEWED
        return "\n".join([*lines, *([self._words.preview_more.format(count=rest)] if rest > 0 else [])])

    def doubts(self, resolved: Resolved) -> str:
        """What could not be read, the first lines with the reason; "" where all could."""
        lines: list[str] = []
        if resolved.doubts:
            lines.append(self._words.unread_head.format(count=len(resolved.doubts)))
        lines += [
            self._words.unread_line.format(line=each.line, cells=each.text, why=self._words.whys[each.why])
            for each in resolved.doubts[:DOUBTED]
        ]
        if (rest := len(resolved.doubts) - DOUBTED) > 0:
            lines.append(self._words.unread_more.format(count=rest))
        if resolved.beyond:
            lines.append(self._words.beyond.format(count=resolved.beyond))
        return "\n".join(lines)

    def _position(self, each: Position, *, dated: bool) -> list[str]:
        head = self._words.position.format(**self._named(each.security, each.held))
        if each.foreign or each.price is None or each.quote is None:
            return [head, self._words.foreign if each.foreign else self._words.unpriced]
        price = figures.price(each.price, decimals_of(each.security))
        words = self._words.worth_fund if is_off_exchange(each.security.ref) else self._words.worth
        line = words.format(price=price, value=self._money(each.value or Decimal(0)))
        line = (self._words.suspended if each.quote.suspended else "") + line
        if each.gain is not None:
            percent = "" if each.gain_percent is None else figures.signed_percent(each.gain_percent)
            line += self._words.gain.format(gain=self._gain(each.gain), percent=percent).rstrip()
        return [head, f"{line}  {figures.day(each.quote.as_of, self._now)}" if dated else line]

    def _named(self, security: Security, held: Held) -> dict[str, str]:
        unit = self._words.units["stock" if security.kind == "stock" else "other"]
        quantity = f"{figures.plain(held.quantity)}{unit}"
        return {"name": security.name, "code": security.code, "quantity": quantity}

    def _money(self, value: Decimal) -> str:
        """In full where it is small, so that it can be checked."""
        units = self._facts.units
        return figures.big(value, units) if abs(value) >= units["万"] else figures.price(value, 2)

    def _gain(self, value: Decimal) -> str:
        return ("+" if value > 0 else "") + self._money(value)
