"""Answers what a deal of a told amount costs, item by item; other questions about fees have their article."""

import re
from collections.abc import Mapping
from decimal import Decimal

from actions.article.feature import Reading
from actions.features import Answer, Feature, Features
from actions.fee.reading import Deal, deal
from actions.fee.reckoning import Side, cost
from actions.fee.sheet import Sheet
from actions.fee.words import FeeWords
from actions.identify import Identifier
from actions.language import ENGLISH, language_of
from actions.question import Question
from actions.rule_stamps import RuleStamp
from actions.utterance import Button, Utterance, payload
from market.names import normalise
from rules.fees import Fees, Rates
from rules.row import Unknown

OTHERWISE: Mapping[str, tuple[Side, ...]] = {"ask_commission": ("buy", "sell"), "ask_stamp_duty": ("sell",)}
"""The intents whose amounts are reckoned, and for which sides where a question names none."""

_OWN_RATE = "{broker:commission}"
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")


def with_sums(articles: Features, reading: Reading, identifier: Identifier) -> Features:
    """The articles, of which those about fees also reckon."""
    fees, words, stamp = Fees.load(), FeeWords.load(), RuleStamp.load()
    reckoned = {
        intent: Sums(articles[intent], sides, reading, identifier, fees, words, stamp)
        for intent, sides in OTHERWISE.items()
    }
    return {**articles, **reckoned}


class Sums:
    """Answers "买一万块的股票要交多少费", "卖十万股票税费多少"; without an amount, as `article` does."""

    def __init__(
        self,
        article: Feature,
        otherwise: tuple[Side, ...],
        reading: Reading,
        identifier: Identifier,
        fees: Fees,
        words: FeeWords,
        stamp: RuleStamp,
    ) -> None:
        self._article = article
        self._otherwise = otherwise
        self._reading = reading
        self._identifier = identifier
        self._fees = fees
        self._words = words
        self._stamp = stamp

    async def answer(self, question: Question) -> Answer:
        """The sums for shares; the article for other kinds, in English, and where a rate is not known."""
        found = self._deal(question)
        rates = self._fees.rates(self._reading.now().date())
        if found is None or isinstance(rates, Unknown):
            return await self._article.answer(question)
        return Answer([self._told(found, rates)])

    def _deal(self, question: Question) -> Deal | None:
        named = self._identifier.known(ref for asked in question.asked for ref in asked.refs)
        text = "" if language_of(question.text) == ENGLISH else question.text
        for asked in question.asked:  # a code is no amount, nor is 三一重工
            text = text.replace(asked.text, " ")
        text = normalise(text)
        if re.search(self._words.others, text) or any(each.kind != "stock" for each in named):
            return None
        return deal(text, self._words.patterns(), self._otherwise)

    def _told(self, found: Deal, rates: Rates) -> Utterance:
        own = self._own_rate()
        costs = {side: cost(found.amount, side, rates, own) for side in found.sides}
        sheet = Sheet(self._words, rates, own)
        values = {
            "head": sheet.head(found),
            "lines": "\n".join(sheet.lines(costs)),
            "note": sheet.note(costs),
            "stamp": self._stamp.sign(*rates.rows),
        }
        buttons = tuple(Button(title, payload(intent)) for intent, title in self._words.buttons.items())
        return Utterance("utter_fee_reckoned", values, buttons)

    def _own_rate(self) -> Decimal | None:
        """The broker's own rate in percent, where the operator has told one."""
        told = self._reading.filling.fill(_OWN_RATE, self._reading.now().date()).text
        rate = _PERCENT.search(told)
        return Decimal(rate[1]) if rate else None
