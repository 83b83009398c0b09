"""Reckons a purchase or a redemption of a fund from the figures of a message; each stands for itself."""

from dataclasses import dataclass

from actions.fund.deal import read_deal
from actions.fund.dealing import FundDealing
from actions.tasks.task import Said, State, Told
from actions.utterance import Button

NAME = "fund_deal"
TOPIC = "FND02"


@dataclass(frozen=True)
class FundDealTask:
    """Nothing is kept, and no order is taken."""

    dealing: FundDealing

    name = NAME

    def claims(self, said: Said, state: State | None) -> bool:
        return read_deal(said.normal, self.dealing.words) is not None

    async def answer(self, said: Said, state: State | None) -> Told:
        deal = read_deal(said.normal, self.dealing.words)
        return Told((await self.dealing.answer(deal),) if deal else (), None, TOPIC)

    def way_back(self, state: State) -> Button | None:
        return None
