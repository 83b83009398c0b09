"""Answers which figures a share has: what the market pays, what it reported, what its bars compute to."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from actions.facts import FactWords
from actions.features import Answer
from actions.identify import Identifier
from actions.indicator.finance import FinanceTeller
from actions.indicator.technical import TechnicalTeller
from actions.indicator.valuation import ValuationTeller
from actions.indicator.values import Values
from actions.indicator.words import IndicatorWords, Span, Wish
from actions.market_port import AskedMarket
from actions.question import Question
from actions.utterance import Button, Utterance, payload
from market.bars import DAILY_BARS, BarsKey
from market.fact import Fact, Gap
from market.facts import known
from market.finance import REPORTS
from market.quote import Quote
from market.securities import Security, decimals

INTENT = "ask_indicator"
_MESSAGES = 2

Names = Sequence[str]
Teller = Callable[[Security, Names, Span], Awaitable[Utterance]]


class Indicator:
    """Joins identifier, market and words; one message for each group of figures, two at most."""

    def __init__(
        self, market: AskedMarket, identifier: Identifier, words: IndicatorWords, facts: FactWords
    ) -> None:
        self._market = market
        self._identifier = identifier
        self._words = words
        self._facts = facts
        self._tellers: dict[str, Teller] = {
            "valuation": self._valuation,
            "finance": self._finance,
            "technical": self._technical,
        }

    async def answer(self, question: Question) -> Answer:
        """What is not told at all, then the figures that are asked for, of the period that is meant."""
        wish = Wish.read(question.text, self._words, self._market.now().date())
        if wish == Wish():
            wish = Wish.remembered(question.details)
        security = self._identifier.one(question, INTENT, **wish.details)
        if isinstance(security, Answer):
            security.details = wish.details
            return security
        lacking = self._lacking(question)
        if lacking and not wish.names:
            said = [replace(lacking[0], buttons=self._buttons(security, set()))]
            return Answer(said, shown=(security,), details=wish.details)
        asked = list(wish.groups(self._words).items())[: _MESSAGES - len(lacking)]
        told = await asyncio.gather(
            *(self._tellers[group](security, names, wish.span) for group, names in asked)
        )
        buttons = self._buttons(security, {group for group, _ in asked})
        said = [*lacking, *told[:-1], replace(told[-1], buttons=buttons)]
        return Answer(said, shown=(security,), details=wish.details)

    def _lacking(self, question: Question) -> list[Utterance]:
        """That there is no such figure as the message, without its names, asks for."""
        text = question.text
        for asked in question.asked:
            text = text.replace(asked.text, " ") if asked.text else text
        told = self._words.lacks(text)
        return [Utterance("utter_indicator_lacking", {"lacking": told})] if told else []

    async def _valuation(self, security: Security, names: Names, span: Span) -> Utterance:
        if security.kind != "stock":  # an index has a valuation, only nobody here tells it
            lack = Gap[Any]("no_data" if security.kind == "index" else "not_covered")
            return self._gap(lack, "valuation", security)
        teller = ValuationTeller(self._words, self._facts.units, self._market.now())
        part = await Values(self._market, teller).tell(security, names)
        if not part.lines:
            what = names[0] if len(names) == 1 and names[0] in self._words.what else "valuation"
            return self._gap(Gap(part.lack), what, security)
        return self._told(security, teller.title(part.signed[0].as_of), part.lines, part.signed)

    async def _finance(self, security: Security, names: Names, span: Span) -> Utterance:
        if security.kind != "stock":
            return self._gap(Gap("not_covered"), "finance", security)
        found = await self._market.facts.get(REPORTS, security)
        fact = known(found)
        if fact is None:
            return self._gap(_gap_of(found), "finance", security)
        today, demo = self._market.now().date(), fact.demo
        teller = FinanceTeller(self._words, self._facts.units, today, demo=demo)
        title, lines = teller.tell(fact.value, names, span)
        return self._told(security, title, lines, [fact])

    async def _technical(self, security: Security, names: Names, span: Span) -> Utterance:
        """By prices adjusted backwards, as software does it; by the traded ones where those cannot be had."""
        adjusted = security.kind == "stock"
        found = await self._market.facts.get(DAILY_BARS, BarsKey(security, adjusted=adjusted))
        if adjusted and known(found) is None:
            adjusted, found = False, await self._market.facts.get(DAILY_BARS, BarsKey(security))
        fact = known(found)
        teller = TechnicalTeller(self._words, self._market.now())
        if fact is None or not fact.value:
            return self._gap(_gap_of(found), "technical", security)
        lines = teller.lines(fact.value, names, decimals(security.kind)) or [teller.few(fact.value)]
        return self._told(security, teller.title(fact, adjusted=adjusted), lines, [fact])

    def _told(
        self, security: Security, title: str, lines: Sequence[str], signed: Sequence[Fact[Any] | Quote]
    ) -> Utterance:
        stamp = self._facts.stamp(self._market.now(), *signed)
        values = {"name": security.name, "code": security.code, "title": title}
        return Utterance("utter_indicator", values | {"lines": "\n".join(lines), "stamp": stamp})

    def _gap(self, gap: Gap[Any], what: str, security: Security) -> Utterance:
        demo = self._market.mode == "demo"
        return self._facts.gap(gap, self._words.what[what], security, demo=demo)

    def _buttons(self, security: Security, told: set[str]) -> tuple[Button, ...]:
        """The groups that were not told yet."""
        if security.kind != "stock":
            return ()
        return tuple(
            Button(title, payload(INTENT, security, indicator=names))
            for group, buttons in self._words.buttons.items()
            if group not in told
            for title, names in buttons.items()
        )


def _gap_of(found: Fact[Any] | Gap[Any]) -> Gap[Any]:
    return found if isinstance(found, Gap) else Gap("no_data")
