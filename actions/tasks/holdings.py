"""The holdings by chat: who of those that speak of them answers a message, and what is under way."""

import re
from dataclasses import dataclass

from actions.errors import NotMine
from actions.holdings.analysing import Analysing
from actions.holdings.intake import NAME, TOPIC, Intake
from actions.holdings.telling import Telling, read_put, told
from actions.holdings.words import Act, HoldingsWords
from actions.tasks.task import Said, State, Told, button
from actions.utterance import Button, Utterance
from customers.consents import Consents
from customers.importing import read_table
from customers.packing import unpack
from customers.shares import Holdings


@dataclass(frozen=True)
class HoldingsTask:
    """The state is that of the intake, or `{"step": "clear"}` while it is asked whether to clear."""

    holdings: Holdings
    consents: Consents
    words: HoldingsWords
    telling: Telling
    intake: Intake
    analysing: Analysing

    name = NAME

    def claims(self, said: Said, state: State | None) -> bool:
        text = said.normal
        if state is not None and self._word(said, state) is not None:
            return True
        act = self.words.act(text, said.text)
        if act in ("state", "sold", "sold_some"):
            return self.telling.names_any(said)
        return act is not None

    async def answer(self, said: Said, state: State | None) -> Told:
        choice = said.details.get("choice", "")
        word = choice or (self._word(said, state) if state is not None else None)
        if state is not None and word:
            following = await self._go_on(said, state, word)
            if following is not None:
                return following
        if choice:
            return await self._chosen(said, state, choice)
        return await self._do(said, self.words.act(said.normal, said.text) or "show")

    def way_back(self, state: State) -> Button | None:
        return button(self.words.buttons["back"], NAME, choice="again")

    def _word(self, said: Said, state: State) -> str | None:
        """What a typed message says to what is asked; None where it says nothing to it."""
        step, text = state["step"], said.normal
        if re.fullmatch(self.words.decline, text):
            return "cancel"
        if step == "paste":
            return "paste" if read_table(said.text).rows else None
        if step == "confirm" and re.fullmatch(self.words.replace, text):
            return "replace"
        if re.fullmatch(self.words.confirm, text):
            return "merge" if step == "confirm" else "clear"
        return None

    async def _go_on(self, said: Said, state: State, word: str) -> Told | None:
        """What follows from a word to what is asked; None where the word is about something else."""
        step = state["step"]
        if word in ("keep", "cancel"):
            return told(Utterance("utter_holdings_kept"))
        if step == "confirm":
            return await self._confirmed(said, state, word)
        if step == "paste" and word == "again":
            return self.intake.ask(said)
        if step == "paste" and word == "paste":
            return await self._do(said, "table")
        if step == "clear" and word == "clear":
            count = await self.holdings.clear(said.channel, said.user)
            return told(Utterance("utter_holdings_cleared", {"count": str(count)}))
        return await self.telling.ask_to_clear(said) if step == "clear" and word == "again" else None

    async def _confirmed(self, said: Said, state: State, word: str) -> Told | None:
        if word in ("merge", "replace"):
            return await self.intake.keep(said, state, replace=word == "replace")
        return await self.intake.again(said, state, self.telling.sheet()) if word == "again" else None

    async def _chosen(self, said: Said, state: State | None, choice: str) -> Told:
        """A button that stands for itself."""
        word, _, rest = choice.partition(" ")
        match word:
            case "import" | "analyse":
                told_of = await self._do(said, word)
            case "file":
                told_of = await self._file(said, rest)
            case "put":
                told_of = await self._put(said, rest)
            case "drop":
                told_of = await self.telling.drop(said, [rest])
            case "show" | "again":
                told_of = await self.telling.show(said, int(rest) if rest.isdigit() else 0)
            case _:
                told_of = Told((Utterance("utter_task_gone"),), state, TOPIC)
        return told_of

    async def _put(self, said: Said, written: str) -> Told:
        held = read_put(written)
        if held is None:
            return told(Utterance("utter_holdings_ask"))
        return await self.telling.put(said, [held])

    async def _do(self, said: Said, act: Act) -> Told:
        match act:
            case "show":
                told_of = await self.telling.show(said, 0)
            case "clear":
                told_of = await self.telling.ask_to_clear(said)
            case "sold":
                told_of = await self.telling.sold(said)
            case "sold_some":
                told_of = self.telling.rest(said)
            case "analyse":
                held = await self.holdings.of(said.channel, said.user)
                told_of = told(*(await self.analysing.of(held) if held else [self.telling.empty()]))
            case _:
                told_of = await self._take(said, act)
        return told_of

    async def _take(self, said: Said, act: Act) -> Told:
        """What is to be kept, now or in the end. Raises NotMine and ConsentMissing."""
        if act == "state" and not await self.telling.knows_any(said):
            raise NotMine
        await self._consented(said)
        if act == "import":
            return self.intake.ask(said)
        if act == "table":
            return await self.intake.read(said, read_table(said.text), "list", self.telling.sheet())
        return await self.telling.state(said)

    async def _file(self, said: Said, packed: str) -> Told:
        """What the gateway read in a file."""
        await self._consented(said)
        return await self.intake.read(said, unpack(packed), "csv", self.telling.sheet())

    async def _consented(self, said: Said) -> None:
        """Raises ConsentMissing."""
        await self.consents.require(said.channel, said.user, "finances")
