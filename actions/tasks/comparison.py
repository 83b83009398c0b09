"""Lays two to four securities beside each other over the same days: how far each has moved. No judgement."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from actions.holdings.analysing import Analysing
from actions.holdings.portfolio import moved
from actions.holdings.spotting import Names, spots
from actions.holdings.stretches import stretch
from actions.tasks.task import Said, State, Told
from actions.utterance import Button, Utterance
from charts.series import Line
from market.securities import Security

NAME = "comparison"
TOPIC = "QUO12"
_FEWEST, _MOST = 2, 4


@dataclass(frozen=True)
class ComparisonTask:
    """Each message stands for itself."""

    names: Names
    analysing: Analysing

    name = NAME

    def claims(self, said: Said, state: State | None) -> bool:
        """Not where it is asked which is better, or what else is compared than prices."""
        text, words = said.normal, self.analysing.words
        if "\n" in text or not re.search(words.compare, text) or re.search(words.advice, text):
            return False
        return len(spots(self.names, said.text, held=False)) >= _FEWEST

    async def answer(self, said: Said, state: State | None) -> Told:
        found = spots(self.names, said.text, held=False)
        securities = list(dict.fromkeys(each.certain for each in found if each.certain))
        words = self.analysing.words
        if unclear := next((each for each in found if each.certain is None), None):
            return _ask(words.compare_unclear.format(query=unclear.text))
        if not _FEWEST <= len(securities) <= _MOST:
            return _ask(words.compare_few)
        return await self._compare(securities)

    def way_back(self, state: State) -> Button | None:
        return None

    async def _compare(self, securities: Sequence[Security]) -> Told:
        words = self.analysing.words
        together = await stretch(self.analysing.market, securities)
        lines = [
            Line(each.name, moved(together.closes[each.ref]))
            for each in securities
            if each.ref in together.closes
        ]
        lacking = words.list.join(each.name for each in together.lacking)
        short = words.short.format(name=lacking) if lacking else ""
        if len(lines) < _FEWEST:
            return _ask(words.no_bars.format(name=lacking) if lacking else words.no_lines)
        values = self.analysing.moves(together, lines)
        values["lines"] += f"\n{short}" if short else ""
        chart = self.analysing.chart(words.compare_picture, together, lines)
        image = await self.analysing.gallery.show(chart, chart)
        if image is None:
            return Told((Utterance("utter_comparison_text", values),), None, TOPIC)
        return Told((Utterance("utter_comparison", {**values, "image": image}),), None, TOPIC)


def _ask(said: str) -> Told:
    return Told((Utterance("utter_comparison_ask", {"said": said}),), None, TOPIC)
