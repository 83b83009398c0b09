"""Answers "茅台最近三个月的走势图" with a picture and the figures of that stretch."""

import asyncio
from dataclasses import replace
from typing import Any

from actions.chart.gallery import Gallery
from actions.chart.sheet import Bars, Day, Minutes, Sheet
from actions.chart.span import Span
from actions.chart.words import ChartWords
from actions.facts import FactWords
from actions.features import Answer
from actions.identify import Identifier
from actions.market_port import AskedMarket, latest_quote
from actions.question import Question
from actions.utterance import Button, Utterance, payload
from market.bars import DAILY_BARS, MINUTES, BarsKey
from market.fact import Fact, Gap
from market.facts import known
from market.names import normalise
from market.securities import Security

INTENT = "ask_chart"
OFFERED = 3
"""Buttons below one picture."""
_ENOUGH_MINUTES = 2
"""Fewer make no line."""
_PATIENCE = 4.0
"""Seconds within which adjusted prices must have failed, for the traded ones to be asked for as well."""


class Charts:
    """Joins identifier, market, words and gallery."""

    def __init__(
        self,
        market: AskedMarket,
        identifier: Identifier,
        words: ChartWords,
        facts: FactWords,
        gallery: Gallery,
    ) -> None:
        self._market = market
        self._identifier = identifier
        self._words = words
        self._facts = facts
        self._gallery = gallery

    async def answer(self, question: Question) -> Answer:
        text = normalise(question.text)
        span = Span.read(text) or Span.of(question.details.get("chart_span", "")) or Span()
        details = {"chart_span": span.code}
        security = self._security(question, text, details)
        if isinstance(security, Answer):
            security.details = details
            return security
        told = await self._tell(security, span, traded=self._words.wants_as_traded(text))
        told[-1] = Utterance(told[-1].response, told[-1].values, self._buttons(security, span, question))
        if beyond := self._words.not_drawn(text):
            shown = self._words.units[span.unit]
            note = Utterance("utter_chart_beyond", {"what": beyond, "shown": shown})
            told = [note, *(each for each in told if each.response != "utter_chart_short")]
        return Answer(told, shown=(security,), details=details)

    async def picture(self, security: Security) -> str | None:
        """The address of the usual chart of a security, for whoever tells something else of it."""
        found, adjusted = await self._bars(security, traded=False)
        bars = known(found)
        if bars is None:
            return None
        return await self._candles(security, Span(), await self._begun(security, bars), adjusted)

    def _security(self, question: Question, text: str, details: dict[str, str]) -> Security | Answer:
        """The market as a whole is its first index, unless something else is named."""
        if not question.asked and self._words.means_market(text):
            index = next(iter(self._identifier.known([self._words.market_ref])), None)
            if index is not None:
                return index
        return self._identifier.one(question, INTENT, **details)

    async def _tell(self, security: Security, span: Span, *, traded: bool) -> list[Utterance]:
        if span.unit == "minute":
            return await self._day(security)
        found, adjusted = await self._bars(security, traded=traded)
        bars = known(found)
        if bars is None:
            return await self._instead(found, security)
        bars = await self._begun(security, bars)
        values = self._sheet(security).stretch(span, bars, adjusted)
        image = await self._candles(security, span, bars, adjusted)
        told = [_illustrated("utter_chart", "utter_chart_text", values, image)]
        if span.lacks(bars.value):
            told.insert(0, Utterance("utter_chart_short", {"first": bars.value[0].day.isoformat()}))
        return told

    async def _day(self, security: Security) -> list[Utterance]:
        found, quote = await asyncio.gather(
            self._market.facts.get(MINUTES, security), latest_quote(self._market, security)
        )
        minutes: Minutes | None = known(found)
        if minutes is None:
            return await self._instead(found, security)
        day = Day.of(minutes, quote, ())
        if day.previous_close is None:
            bars = known(await self._market.facts.get(DAILY_BARS, BarsKey(security)))
            day = Day.of(minutes, quote, bars.value if bars else ())
        sheet = self._sheet(security)
        if len(minutes.value) < _ENOUGH_MINUTES:
            return [Utterance("utter_chart_day_few", sheet.hours(minutes, day))]
        key = (security.ref, minutes.value[-1], minutes.as_of, minutes.source, minutes.stale, day)
        image = await self._gallery.show(key, sheet.line(minutes, day))
        values = sheet.hours(minutes, day)
        return [_illustrated("utter_chart_day", "utter_chart_day_text", values, image)]

    async def _bars(self, security: Security, *, traded: bool) -> tuple[Fact[Any] | Gap[Any], bool | None]:
        """Bars, and whether they are adjusted; as traded where that is wanted or all that can be had."""
        if security.kind == "index":
            return await self._market.facts.get(DAILY_BARS, BarsKey(security)), None
        if not traded:
            loop = asyncio.get_running_loop()
            began = loop.time()
            found = await self._market.facts.get(DAILY_BARS, BarsKey(security, adjusted=True))
            if known(found) is not None or loop.time() - began > _PATIENCE:
                return found, True
        return await self._market.facts.get(DAILY_BARS, BarsKey(security)), False

    async def _begun(self, security: Security, bars: Bars) -> Bars:
        """Where no close before the only bar is known, the quote of that day may say it."""
        only = bars.value[-1]
        if len(bars.value) > 1 or only.previous_close is not None:
            return bars
        quote = await latest_quote(self._market, security)
        if quote is None or quote.as_of.date() != only.day:
            return bars
        return replace(bars, value=(replace(only, previous_close=quote.previous_close),))

    async def _candles(self, security: Security, span: Span, bars: Bars, adjusted: bool | None) -> str | None:
        chart = self._sheet(security).candles(span, bars, adjusted)
        key = (security.ref, span, adjusted, bars.value[-1], bars.as_of, bars.source, bars.stale)
        return await self._gallery.show(key, chart)

    async def _instead(self, found: Fact[Any] | Gap[Any], security: Security) -> list[Utterance]:
        """Why there is no chart, and the quote if there is one."""
        gap = found if isinstance(found, Gap) else Gap[Any]("no_data")
        told = [self._facts.gap(gap, self._words.what, security, demo=self._market.mode == "demo")]
        quote = await latest_quote(self._market, security)
        if quote is not None and (quote.last or quote.previous_close):
            told.append(Utterance("utter_chart_quote", self._sheet(security).quote(quote)))
        return told

    def _buttons(self, security: Security, span: Span, question: Question) -> tuple[Button, ...]:
        """Other securities that were asked for first, then other spans."""
        refs = [each.refs[0] for each in question.asked[1:] if len(each.refs) == 1]
        others = [
            Button(self._words.other.format(name=each.name), payload(INTENT, each, chart_span=span.code))
            for each in self._identifier.known(refs)
        ]
        spans = [
            Button(title, payload(INTENT, security, chart_span=code))
            for code, title in self._words.buttons.items()
            if code != span.code
        ]
        return (*others[:2], *spans)[:OFFERED]

    def _sheet(self, security: Security) -> Sheet:
        return Sheet(security, self._words, self._facts, self._market.now())


def _illustrated(with_picture: str, without: str, values: dict[str, str], image: str | None) -> Utterance:
    return Utterance(with_picture, {**values, "image": image}) if image else Utterance(without, values)
