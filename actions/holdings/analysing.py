"""Looks at holdings as a whole: what they consist of, how concentrated they are, how they have moved.

Facts and arithmetic: nothing is judged, nothing is advised.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from actions import figures
from actions.chart.gallery import Gallery
from actions.facts import FactWords
from actions.holdings.analysis_words import AnalysisWords
from actions.holdings.held_names import HeldNames
from actions.holdings.in_time import in_time
from actions.holdings.marks import Marks
from actions.holdings.portfolio import concentration, divided, moved, moved_together, shares_of
from actions.holdings.pricing import priced
from actions.holdings.spotting import known
from actions.holdings.stretches import Stretch, stretch
from actions.holdings.valued import Position, valued
from actions.market_port import AskedMarket
from actions.utterance import Utterance
from charts.series import AllocationChart, Division, Line, LinesChart, Slice
from customers.shares import Held
from market.company import PROFILE, Profile
from market.fact import Fact
from market.facts import known as known_fact
from market.securities import Security

INDEX = "SH000300"
"""沪深300, what the whole is held against."""
LOOKED_AT = 20
"""The largest holdings, whose industry and bars are asked for: more would be asked of the houses at once."""
_SECTORS, _BOARDS, _LARGEST = 6, 4, 4
_TOLD = 4
"""Parts that are told in words; the picture shows them all."""

Parts = Sequence[tuple[Position, Decimal]]


@dataclass(frozen=True)
class Analysing:
    """Two messages: parts and concentration, then the stretch against the index."""

    market: AskedMarket
    names: HeldNames
    words: AnalysisWords
    facts: FactWords
    gallery: Gallery
    index: str = INDEX

    async def of(self, held: Sequence[Held]) -> list[Utterance]:
        await self.names.load_for([each.ref for each in held])
        securities = known(self.names, [each.ref for each in held])
        quotes = await priced(self.market, securities)
        positions = valued(held, {each.ref: each for each in securities}, quotes)
        parts = shares_of(positions)
        if not parts:
            return [Utterance("utter_analysis_none", account=True)]
        looked = [each for each, _ in parts[:LOOKED_AT]]
        profiles, moves = await asyncio.gather(self._profiles(looked), self._moves(looked))
        return [await self._allocation(positions, parts, profiles), moves]

    async def _profiles(self, looked: Sequence[Position]) -> dict[str, Fact[Profile]]:
        """Who the companies are, of those of whom anybody could say."""
        stocks = [each.security for each in looked if each.security.kind == "stock"]
        found = await in_time([self._profile(each) for each in stocks])
        return {each.ref: fact for each, fact in zip(stocks, found, strict=True) if fact is not None}

    async def _profile(self, security: Security) -> Fact[Profile] | None:
        return known_fact(await self.market.facts.get(PROFILE, security))

    async def _allocation(
        self, positions: Sequence[Position], parts: Parts, profiles: Mapping[str, Fact[Profile]]
    ) -> Utterance:
        words, marks = self.words, Marks(self.words, self.market.now().date())
        divisions = self._divisions(parts, profiles, marks)
        quotes = [each.quote for each, _ in parts if each.quote]
        stamp = self.facts.stamp(self.market.now(), *quotes, *profiles.values())
        chart = AllocationChart(words.picture, words.picture_subtitle, divisions, stamp)
        image = await self.gallery.show(chart, chart)
        lines = [self._divided(each) for each in divisions[:2]] + marks.lines(positions, parts)
        lines += [*self._concentrated(parts), *self._left_out(positions, parts)]
        values = {"lines": "\n".join(lines), "stamp": stamp}
        return _illustrated("utter_analysis", "utter_analysis_text", values, image)

    def _divisions(
        self, parts: Parts, profiles: Mapping[str, Fact[Profile]], marks: Marks
    ) -> tuple[Division, ...]:
        words = self.words
        sectors = {ref: fact.value.industry for ref, fact in profiles.items()}

        def sector(each: Position) -> str:
            found = sectors.get(each.security.ref) or words.unknown_sector
            return found if each.security.kind == "stock" else words.fund

        return (
            Division(words.titles["sector"], divided(parts, sector, words.rest, _SECTORS)),
            Division(words.titles["board"], divided(parts, self._board, words.rest, _BOARDS)),
            Division(words.titles["risk"], divided(parts, marks.risk, words.rest, _BOARDS)),
            Division(words.titles["largest"], tuple(Slice(e.security.name, p) for e, p in parts[:_LARGEST])),
        )

    async def _moves(self, looked: Sequence[Position]) -> Utterance:
        index = known(self.names, [self.index])
        held = {each.security.ref: each.held.quantity for each in looked}
        found = await stretch(self.market, [*(each.security for each in looked), *index])
        mine = {ref: quantity for ref, quantity in held.items() if ref in found.closes}
        lacking = [each.name for each in found.lacking if each.ref in held]
        notes = [self.words.short.format(name=self.words.list.join(lacking))] if lacking else []
        if not mine:
            return Utterance("utter_analysis_unmoved", {"notes": self.words.no_lines}, account=True)
        name = self.words.mine_part.format(count=len(mine)) if lacking else self.words.mine
        lines = [Line(name, moved_together(mine, found.closes))]
        lines += [
            Line(each.name, moved(found.closes[each.ref])) for each in index if each.ref in found.closes
        ]
        notes += [self.words.no_index.format(name=each.name) for each in index if each in found.lacking]
        notes.append(self.words.held_as_now)
        values = self.moves(found, lines) | {"notes": "\n".join(notes)}
        chart = self.chart(self.words.moves, found, lines)
        image = await self.gallery.show(chart, chart)
        return _illustrated("utter_analysis_moves", "utter_analysis_moves_text", values, image)

    def chart(self, title: str, found: Stretch, lines: Sequence[Line]) -> LinesChart:
        """The lines as a picture."""
        first, last = found.days[0], found.days[-1]
        subtitle = self.words.moves_subtitle.format(first=first, last=last)
        stamp = self.facts.stamp(self.market.now(), *found.facts)
        return LinesChart(title, subtitle, found.days, tuple(lines), stamp)

    def moves(self, found: Stretch, lines: Sequence[Line]) -> dict[str, str]:
        """What the lines end with, over which days, and by whom."""
        told = [
            self.words.moved.format(name=line.name, percent=figures.signed_percent(line.values[-1]))
            for line in lines
            if line.values[-1] is not None
        ]
        return {
            "days": self.words.moves_subtitle.format(first=found.days[0], last=found.days[-1]),
            "prices": self.words.traded if found.traded else self.words.adjusted,
            "lines": self.words.join.join(told),
            "stamp": self.facts.stamp(self.market.now(), *found.facts),
        }

    def _board(self, each: Position) -> str:
        if each.security.kind != "stock":
            return self.words.fund
        return each.security.board or self.words.other_board

    def _divided(self, division: Division) -> str:
        told = [
            self.words.divided.format(label=each.label, percent=figures.percent(each.percent))
            for each in division.slices[:_TOLD]
        ]
        return f"{division.title} {self.words.join.join(told)}"

    def _concentrated(self, parts: Parts) -> list[str]:
        found = concentration(parts)
        three = self.words.three.format(percent=figures.percent(found.three)) if len(parts) > 1 else ""
        first = figures.percent(found.first)
        values = {"hhi": figures.price(found.index, 2), "equal": figures.price(found.equal, 1)}
        return [
            self.words.concentrated.format(name=parts[0][0].security.name, first=first, three=three),
            self.words.even.format(**values),
        ]

    def _left_out(self, positions: Sequence[Position], parts: Parts) -> list[str]:
        without = [each.security.name for each in positions if not each.value]
        told = [self.words.left_out.format(names=self.words.list.join(without))] if without else []
        return told + ([self.words.not_looked.format(count=LOOKED_AT)] if len(parts) > LOOKED_AT else [])


def _illustrated(with_picture: str, without: str, values: dict[str, str], image: str | None) -> Utterance:
    if image is None:
        return Utterance(without, values, account=True)
    return Utterance(with_picture, {**values, "image": image}, account=True)
