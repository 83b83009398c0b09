"""Answers what a fund is worth and what it costs: the value last published, fees as the contract has them."""

import re
from dataclasses import replace
from typing import Any

from actions.facts import FactWords, moment
from actions.features import Answer
from actions.fund.identify import INTENT, FundIdentifier, Meant
from actions.fund.lines import FundLines, FundWords, Part
from actions.market_port import AskedMarket
from actions.question import Question
from actions.rule_stamps import RuleStamp
from actions.utterance import Button, Utterance, payload
from market.fact import Fact, Gap
from market.facts import known
from market.funds import FUND_FEES, FUND_NAV, FUND_PROFILE, FundNav
from market.names import normalise
from market.session import SHANGHAI
from rules.fund_redemption import FundRedemption
from rules.row import Unknown


class Funds:
    """Joins identifier, market, rules and words."""

    def __init__(
        self,
        market: AskedMarket,
        identifier: FundIdentifier,
        rules: FundRedemption,
        words: FundWords,
        facts: FactWords,
        stamp: RuleStamp,
    ) -> None:
        self._market = market
        self._identifier = identifier
        self._rules = rules
        self._words = words
        self._facts = facts
        self._stamp = stamp
        self._lines = FundLines(words)

    async def answer(self, question: Question) -> Answer:
        """Of the fund that is meant; where none is, what holds for all of them."""
        text = normalise(question.text)
        part: Part = "fees" if question.details.get("fund_part") == "fees" else self._words.part(text)
        meant = await self._identifier.find(question, part)
        if isinstance(meant, Answer):
            return meant
        if meant is None:
            return Answer([self._in_general(text, part)])
        before = question.thread_details.get("fund_code", "")
        if before not in {"", meant.code} and re.search(self._words.compared, text):
            return await self._both(Meant(before, await self._identifier.name_of(before)), meant)
        return await self._of(meant, part, text)

    async def _both(self, one: Meant, other: Meant) -> Answer:
        """The values of two funds, and that they are not compared."""
        first, second = await self._of(one, "nav", ""), await self._of(other, "nav", "")
        bare = [replace(each, buttons=()) for each in first.utterances]
        *_, last = second.utterances
        if "lines" in last.values:
            told = f"{last.values['lines']}\n{self._words.apart}"
            last = replace(last, values=last.values | {"lines": told})
        return replace(second, utterances=[*bare[-1:], last])

    async def _of(self, meant: Meant, part: Part, text: str) -> Answer:
        """What is asked of one fund. Its value is asked for first: it tells whether there is such a fund."""
        answer = await self._market.facts.get(FUND_NAV, meant.code)
        nav = known(answer)
        if nav is None:
            gap = answer if isinstance(answer, Gap) else Gap[FundNav]("no_data")
            return Answer([self._without(meant, gap)])
        name = meant.name or await self._named(meant.code)
        said = [await self._costs(meant, name)] if part == "fees" else [self._worth(meant, name, nav)]
        for pattern, response in (
            (self._words.estimate, "utter_fund_estimate"),
            (self._words.history, "utter_fund_history"),
        ):
            if part == "nav" and re.search(pattern, text):
                said.insert(0, Utterance(response))
                break
        shown = (meant.security,) if meant.security else ()
        return Answer(said, shown=shown, details={"fund_code": meant.code})

    def _worth(self, meant: Meant, name: str, nav: Fact[FundNav]) -> Utterance:
        values = {
            "name": name,
            "code": meant.code,
            "day": moment(nav.as_of, self._market.now(), full=nav.demo),
            "lines": self._lines.value(nav.value),
            "stamp": self._facts.stamp(self._market.now(), nav),
        }
        return Utterance("utter_fund", values, self._buttons(meant, "fees"))

    async def _costs(self, meant: Meant, name: str) -> Utterance:
        answer = await self._market.facts.get(FUND_FEES, meant.code)
        fees = known(answer)
        if fees is None:
            gap: Gap[Any] = answer if isinstance(answer, Gap) else Gap("no_data")
            if gap.reason == "not_covered":  # every fund has fees, only nobody here tells them
                gap = Gap("no_data")
            return self._gap(gap, f"{name} {meant.code} {self._words.what_fees}")
        values = {
            "name": name,
            "code": meant.code,
            "lines": self._lines.fees(fees.value),
            "stamp": self._facts.stamp(self._market.now(), fees),
        }
        return Utterance("utter_fund_fees", values, self._buttons(meant, "nav"))

    def _in_general(self, text: str, part: Part) -> Utterance:
        """What is true of all funds, or the question which one is meant."""
        if re.search(self._words.timing, text):
            return Utterance("utter_fund_timing")
        if re.search(self._words.classes, text):
            return Utterance("utter_fund_classes")
        if part == "nav":
            return Utterance("utter_fund_ask")
        least = self._rules.least(self._market.now().astimezone(SHANGHAI).date())
        if isinstance(least, Unknown):
            return Utterance("utter_fund_fees_contract")
        values = {
            "lines": self._lines.least(least),
            "stamp": self._stamp.sign(*(each.row for each in least)),
        }
        return Utterance("utter_fund_fees_rules", values)

    async def _named(self, code: str) -> str:
        """The fund's own name where the list of all funds could not be had."""
        profile = known(await self._market.facts.get(FUND_PROFILE, code))
        return profile.value.name if profile else self._words.nameless

    def _without(self, meant: Meant, gap: Gap[FundNav]) -> Utterance:
        if gap.reason == "no_data" and not meant.name and self._market.mode != "demo":
            return Utterance("utter_fund_unknown", {"query": meant.code})
        return self._gap(gap, f"{meant.name or self._words.nameless} {meant.code} {self._words.what}")

    def _gap(self, gap: Gap[Any], what: str) -> Utterance:
        return self._facts.gap(gap, what, demo=self._market.mode == "demo")

    def _buttons(self, meant: Meant, part: Part) -> tuple[Button, ...]:
        other = Button(self._words.buttons[part], payload(INTENT, fund_code=meant.code, fund_part=part))
        if meant.security is None:
            return (other,)
        return other, Button(self._words.buttons["quote"], payload("ask_quote", meant.security))
