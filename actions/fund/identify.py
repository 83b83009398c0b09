"""Which fund a question means: by its code, its name, the one spoken of before; or a question back."""

import re
from dataclasses import dataclass

from actions.facts import FactWords
from actions.features import Answer
from actions.fund.lines import FundWords, Part
from actions.fund.names import FundList
from actions.identify import Identifier
from actions.market_port import AskedMarket
from actions.question import Question
from actions.residue import Residue
from actions.utterance import Button, Utterance, payload
from market.names import normalise
from market.securities import Security

INTENT = "ask_fund"
_CODE = re.compile(r"(?<![0-9])[0-9]{6}(?![0-9])")
_FUNDS = frozenset({"etf", "fund"})


@dataclass(frozen=True)
class Meant:
    """A fund by its code; `security` where it is listed, `name` where that is known."""

    code: str
    name: str = ""
    security: Security | None = None


class FundIdentifier:
    """Reads codes and names, by the lexicon and the list of all funds."""

    def __init__(
        self,
        market: AskedMarket,
        funds: FundList,
        identifier: Identifier,
        words: FundWords,
        facts: FactWords,
    ) -> None:
        self._market = market
        self._funds = funds
        self._identifier = identifier
        self._words = words
        self._facts = facts
        self._residue = Residue(words.question_words.split())

    async def find(self, question: Question, part: Part) -> Meant | Answer | None:
        """The fund, an answer that asks back, or None where none is meant."""
        text = normalise(question.text)
        if pressed := question.details.get("fund_code", "") if not (text or question.asked) else "":
            return Meant(pressed, await self.name_of(pressed))
        if written := _CODE.search(text):
            return await self._coded(written.group(), question, text)
        asked = self._securities(question)
        if asked and asked[0].kind in _FUNDS and not re.search(self._words.feeder, text):
            return Meant(asked[0].code, asked[0].name, asked[0])
        leaning = re.search(self._words.pronouns, text)
        if leaning and (before := await self._before(question)):
            return before
        wanted = self._residue.of(text)
        if wanted and not re.fullmatch(self._words.generic, wanted):
            return (
                self._share(asked[0]) if self._is_share(asked, wanted) else await self._called(wanted, part)
            )
        return await self._before(question)

    async def name_of(self, code: str) -> str:
        """A fund's name as the list of all funds has it, "" where nobody can say."""
        await self._funds.load()
        found = self._funds.names.of(code)
        return found.name if found else ""

    async def _coded(self, code: str, question: Question, text: str) -> Meant | Answer:
        """A code is a fund's where the words speak of funds or no share has it; else both are offered."""
        securities = self._securities(question)
        fund = next((each for each in securities if each.kind in _FUNDS), None)
        share = next((each for each in securities if each.kind == "stock"), None)
        if fund is None and share is not None and not re.search(self._words.own_words, text):
            choices = (
                Button(self._words.buttons["fund"].format(code=code), payload(INTENT, fund_code=code)),
                Button(f"{share.name} {self._words.buttons['quote']}", payload("ask_quote", share)),
            )
            return Answer([Utterance("utter_fund_collision", {"code": code, "name": share.name}, choices)])
        return Meant(code, fund.name if fund else await self.name_of(code), fund)

    async def _called(self, wanted: str, part: Part) -> Meant | Answer:
        """The fund of that name, several to choose from, or that there is none."""
        gap = await self._funds.load()
        found = self._funds.names.find(wanted)
        if len(found) == 1:
            return Meant(found[0].code, found[0].name)
        if found:
            buttons = tuple(
                Button(f"{each.name} {each.code}", payload(INTENT, fund_code=each.code, fund_part=part))
                for each in found
            )
            return Answer([Utterance("utter_fund_which", {"query": wanted}, buttons)])
        if gap is not None:
            return Answer([self._facts.gap(gap, self._words.what_names, demo=self._market.mode == "demo")])
        return Answer([Utterance("utter_fund_unknown", {"query": wanted})])

    async def _before(self, question: Question) -> Meant | None:
        """The fund of the turns before."""
        code = question.thread_details.get("fund_code", "") if question.thread == INTENT else ""
        code = code or question.details.get("fund_code", "")
        if code:
            return Meant(code, await self.name_of(code))
        spoken = self._identifier.spoken_of(question)
        if spoken and spoken.kind in _FUNDS:
            return Meant(spoken.code, spoken.name, spoken)
        return None

    def _securities(self, question: Question) -> tuple[Security, ...]:
        return self._identifier.known(ref for asked in question.asked for ref in asked.refs)

    @staticmethod
    def _is_share(asked: tuple[Security, ...], wanted: str) -> bool:
        """Whether the name that is left is that of a share and of nothing more."""
        return bool(asked) and asked[0].kind == "stock" and len(wanted) <= len(asked[0].name)

    def _share(self, share: Security) -> Answer:
        button = Button(self._words.buttons["quote"], payload("ask_quote", share))
        return Answer([Utterance("utter_fund_share", {"name": share.name, "code": share.code}, (button,))])
