"""The lines of reckoned fees, figures below each other. Pure."""

from collections.abc import Mapping
from decimal import Decimal

from actions import figures
from actions.fee.reading import Deal
from actions.fee.reckoning import Cost, Side
from actions.fee.words import FeeWords
from rules.fees import Rates

_TEN_THOUSAND = 10_000


class Sheet:
    """`own` is the broker's rate of commission in percent; without it the ceiling was reckoned with."""

    def __init__(self, words: FeeWords, rates: Rates, own: Decimal | None) -> None:
        self._words = words
        self._rates = rates
        self._own = own

    def head(self, deal: Deal) -> str:
        sides = self._words.side_join.join(self._words.sides[side] for side in deal.sides)
        return self._words.head.format(sides=sides, amount=self._amount(deal.amount))

    def lines(self, costs: Mapping[Side, Cost]) -> list[str]:
        """One for each item, a column for each side; the sum of both sides below."""
        rows = [
            (self._commission(costs), [each.commission for each in costs.values()]),
            (self._item("stamp_duty", self._rates.stamp_duty.number), [c.stamp_duty for c in costs.values()]),
            (
                self._item("transfer_fee", self._rates.transfer_fee.number),
                [c.transfer_fee for c in costs.values()],
            ),
            (self._words.items[self._total], [each.total for each in costs.values()]),
        ]
        heads = [("", [self._words.sides[side] for side in costs])] if len(costs) > 1 else []
        table = [*heads, *((name, [figures.price(each, 2) for each in sums]) for name, sums in rows)]
        both = sum((each.total for each in costs.values()), Decimal(0))
        together = [self._words.round.format(total=figures.price(both, 2))] if len(costs) > 1 else []
        return [*_aligned(table), *together]

    def note(self, costs: Mapping[Side, Cost]) -> str:
        floor = figures.plain(self._rates.commission_floor.number)
        name = "least" if self._least(costs) else "most" if self._own is None else "own"
        note = self._words.notes[name].format(floor=floor)
        return note + (self._words.notes["seller"] if "sell" not in costs else "")

    @property
    def _total(self) -> str:
        return "total_most" if self._own is None else "total"

    def _commission(self, costs: Mapping[Side, Cost]) -> str:
        if self._least(costs):
            return self._words.items["least"]
        rate = self._rates.commission_ceiling.number if self._own is None else self._own
        return self._item("most" if self._own is None else "own", rate)

    def _least(self, costs: Mapping[Side, Cost]) -> bool:
        return all(each.commission == self._rates.commission_floor.number for each in costs.values())

    def _item(self, name: str, rate: Decimal) -> str:
        return self._words.items[name].format(rate=figures.plain(rate))

    def _amount(self, amount: Decimal) -> str:
        if amount >= _TEN_THOUSAND and amount % 100 == 0:
            return f"{figures.plain(amount / _TEN_THOUSAND)}{self._words.ten_thousand}"
        return figures.plain(amount)


def _aligned(table: list[tuple[str, list[str]]]) -> list[str]:
    first = max(figures.width(name) for name, _ in table)
    widths = [max(figures.width(row[place]) for _, row in table) for place in range(len(table[0][1]))]
    return [
        figures.FULL_BLANK.join(
            [
                figures.pad_name(name, first),
                *(figures.pad_figure(text, wide) for text, wide in zip(row, widths, strict=True)),
            ]
        )
        for name, row in table
    ]
