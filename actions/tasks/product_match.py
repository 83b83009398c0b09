"""What an investor may hold by their own result, why not, and the warning for who insists; each step is kept.

Nothing is ever recommended or ordered here. The lowest class has no way around the rule (适当性办法第22条).
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from actions.desk import wish
from actions.errors import NotMine
from actions.suitability.matching import Meant
from actions.suitability.offers import Offers
from actions.suitability.telling import MATCHES as NAME
from actions.suitability.telling import NAME as TEST
from actions.suitability.telling import utter
from actions.tasks.risk_test import by
from actions.tasks.task import Said, State, Told, button
from actions.utterance import Button, payload
from customers.consents import Consents
from customers.suitability.evidence import Evidence
from customers.suitability.results import Result, Results

TOPIC, ABOVE_TOPIC, SENIOR_TOPIC = "SUI04", "SUI05", "SUI06"
_ARTICLE = "ask_risk_mismatch"
_SKILL = "suitability"
_A_WHILE = timedelta(minutes=30)
"""For so long "超出我的承受能力还要买" means the product before."""


class ProductMatchTask:
    """The state is `{"step", "product", "risk"}`: "which" product is asked for; it was "warned" of that risk,
    or asked "again", and a sentence is waited for.
    """

    name = NAME

    def __init__(self, results: Results, evidence: Evidence, consents: Consents, offers: Offers) -> None:
        self._results = results
        self._evidence = evidence
        self._consents = consents
        self._offers = offers
        self._words = offers.words

    def claims(self, said: Said, state: State | None) -> bool:
        return self._hear(said, state) is not None

    def way_back(self, state: State) -> Button:
        return button(self._words.buttons["back"], NAME, "show")

    async def answer(self, said: Said, state: State | None) -> Told:
        heard = self._hear(said, state) or "show"
        result = await self._results.latest(said.channel, said.user)
        if result is None:
            raise NotMine
        await self._consents.require(said.channel, said.user, "finances")
        if result.expired(said.at):
            return await self._expired(said, result)
        match heard:
            case "mine":
                return await self._mine(said, result)
            case "fits":
                return await self._fits(said, result)
            case "confirm" | "withdraw" | "hesitate" if state is not None:
                return await self._decide(said, result, state, heard)
        return await self._insist(said, result, state)

    def _hear(self, said: Said, state: State | None) -> str | None:
        if said.details:
            return said.details.get("choice", "")
        heard = self._offers.matching.under_way(said.text, state["step"]) if state else None
        return heard or self._offers.matching.command(said.text)

    async def _mine(self, said: Said, result: Result) -> Told:
        """The products that fit, as they stand in the list: none is better than another."""
        lines = self._offers.fitting(result, said.at)
        words = self._offers.say(self._words.mine, result, None, said.at, lines=lines)
        await self._keep(said, "", "listed", result, words)
        return Told([utter(words)], None, TOPIC)

    async def _fits(self, said: Said, result: Result) -> Told:
        """Whether it fits, and if not, why; insisting is left to the investor."""
        meant = self._offers.matching.meant(said.text)
        if meant is None:
            raise NotMine
        verdict = self._offers.match(result, meant.risk, said.at).verdict
        if verdict == "barred":
            return await self._barred(said, result, meant)
        fits = verdict == "fits"
        words = self._offers.say(self._words.fits if fits else self._words.above, result, meant, said.at)
        await self._keep(said, meant.code, "fitted" if fits else "mismatched", result, words)
        buttons = () if fits else (self._mine_button, self._article)
        return Told([utter(words, *buttons)], None, TOPIC)

    async def _insist(self, said: Said, result: Result, state: State | None) -> Told:
        """The special warning in full, for who wants what is above their level."""
        spoken_of = (state or {}).get("product") or await self._spoken_of(said)
        meant = self._offers.matching.meant(said.text) or self._offers.matching.coded(spoken_of)
        if meant is None:
            return Told([utter(self._words.which)], {"step": "which", "product": ""}, ABOVE_TOPIC)
        verdict = self._offers.match(result, meant.risk, said.at).verdict
        if verdict == "barred":
            return await self._barred(said, result, meant)
        if verdict != "above":
            words = self._offers.say(self._words.within, result, meant, said.at)
            await self._keep(said, meant.code, "fitted", result, words)
            return Told([utter(words)], None, TOPIC)
        words = self._offers.say(self._words.warning, result, meant, said.at)
        await self._keep(said, meant.code, "warned", result, words)
        asked = self._words.ask.format(sentence=self._words.sentence)
        return Told([utter(words), utter(asked)], _state("warned", meant), ABOVE_TOPIC)

    async def _decide(self, said: Said, result: Result, state: State, heard: str) -> Told:
        """What follows the warning: the sentence, or second thoughts."""
        product, again = state["product"], state["step"] == "again"
        if heard == "withdraw":
            await self._keep(said, product, "withdrawn", result, self._words.withdrawn)
            return Told([utter(self._words.withdrawn)], None, ABOVE_TOPIC)
        if heard == "hesitate":
            sentence = self._words.sentence_again if again else self._words.sentence
            asked = self._words.ask.format(sentence=sentence)
            return Told([utter(f"{self._words.hesitated}\n{asked}")], state, ABOVE_TOPIC)
        meant = self._offers.matching.coded(product)
        if (
            meant is None
            or meant.risk != state.get("risk", meant.risk)
            or self._offers.match(result, meant.risk, said.at).verdict != "above"
        ):
            return await self._insist(said, result, state)  # another result or list since the warning
        return await self._confirmed(said, result, meant, again=again)

    async def _confirmed(self, said: Said, result: Result, meant: Meant, *, again: bool) -> Told:
        """Who is old is asked a second time, and then called; all others are told where orders are given."""
        if result.senior and not again:
            asked = self._words.ask_again.format(sentence=self._words.sentence_again)
            await self._keep(said, meant.code, "confirmed", result, asked)
            return Told([utter(asked)], _state("again", meant), SENIOR_TOPIC)
        at = said.at.strftime(self._words.minute)
        words = (self._words.called_back if result.senior else self._words.confirmed).format(at=at)
        await self._keep(said, meant.code, "confirmed_again" if again else "confirmed", result, words)
        if result.senior:
            return Told([utter(words)], None, SENIOR_TOPIC, wish("topic", _SKILL))
        return Told([utter(words, self._article)], None, ABOVE_TOPIC)

    async def _barred(self, said: Said, result: Result, meant: Meant) -> Told:
        words = self._offers.say(self._words.barred, result, meant, said.at)
        await self._keep(said, meant.code, "barred", result, words)
        return Told([utter(words, self._mine_button)], None, ABOVE_TOPIC)

    async def _expired(self, said: Said, result: Result) -> Told:
        words = self._offers.say(self._words.expired, result, None, said.at)
        await self._keep(said, "", "expired", result, words)
        retest = button(self._words.buttons["retest"], TEST, "start")
        return Told([utter(words, retest)], None, TOPIC)

    async def _keep(self, said: Said, product: str, step: str, result: Result, words: str) -> None:
        shown: Mapping[str, Any] = {
            "text": words,
            "level": result.level,
            "lowest": result.lowest,
            "test": result.test_id,
            "valid_until": result.valid_until.isoformat(),
        }
        await self._evidence.keep(by(said), product, step, shown, said.text or said.details.get("choice"))

    async def _spoken_of(self, said: Said) -> str:
        """The product that was said not to fit a while ago, "" for none."""
        since = said.at - _A_WHILE
        return await self._evidence.latest(said.channel, said.user, "mismatched", since) or ""

    @property
    def _mine_button(self) -> Button:
        return button(self._words.buttons["mine"], NAME, "mine")

    @property
    def _article(self) -> Button:
        return Button(self._words.buttons["article"], payload(_ARTICLE))


def _state(step: str, meant: Meant) -> State:
    return {"step": step, "product": meant.code, "risk": meant.risk}
