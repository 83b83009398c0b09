"""Investors who take the risk test: a clock, a dialogue with the real tasks, ready answers."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from actions.handlers.tasking import Tasks
from actions.suitability.roster import suitability_tasks
from actions.tasks.roster import consent_task
from conversations.database import Database
from customers.suitability.lists import Lists
from market.session import SHANGHAI
from tests.unit.actions.talk import Dialogue, article

BEGIN = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
SAMPLES = Lists.load()
SHEET = SAMPLES.questionnaires.current
STEADY = dict.fromkeys((question.id for question in SHEET.questions), "B") | {
    "capacity": "A",
    "qualification": "C",
}
"""Answers of who comes out as C3."""
BOLD = STEADY | {"age": "C", "income": "E", "debts": "A", "investable": "E", "asset_share": "E"}
BOLD |= {"qualification": "ABC", "knowledge": "D", "years": "E", "experience": "ABCD", "products": "D"}
BOLD |= {"frequency": "D", "horizon": "D", "kinds": "CDE", "goal": "D", "choice": "E", "max_loss": "E"}
"""Answers of who comes out as C5."""

ARTICLES = tuple(article(f"SUI0{number}") for number in range(1, 7))
MESSAGES = itertools.count(1)
"""No two messages have the same id, whoever says them."""


@dataclass
class Clock:
    """Seven seconds pass with every look."""

    now: datetime = BEGIN
    step: timedelta = field(default=timedelta(seconds=7))

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


class Investor(Dialogue):
    """A dialogue with the real tasks; `someone` on another channel is another account."""

    def __init__(
        self, database: Database, clock: Clock, channel: str = "web", lists: Lists = SAMPLES
    ) -> None:
        self.clock = clock
        own, doors = suitability_tasks(database, lists)
        tasks = Tasks(own, consent_task(database), clock, doors)
        super().__init__({}, ARTICLES, tasks=tasks, channel=channel)
        self._messages = MESSAGES

    async def type(self, text: str) -> str:
        """What is answered to words of which nothing is understood by themselves."""
        return await self.say(text, "out_of_scope")

    def same_message(self) -> None:
        """The next message has the id of the one before."""
        self._messages = itertools.count(int(self._events[0]["message_id"].removeprefix("m")))

    async def begin(self) -> str:
        """The first question, with the consent."""
        await self.say("开始测评", "ask_risk_test")
        return await self.press("同意")

    async def fill(self, answers: dict[str, str]) -> str:
        """What is said to the last answer."""
        said = ""
        for letters in answers.values():
            said = await self.type(letters)
        return said

    async def take(self, answers: dict[str, str] | None = None) -> str:
        """The whole test, and what comes out of it."""
        started = await self.say("开始测评", "ask_risk_test")
        if "同意保存吗" in started:
            await self.press("同意")
        await self.fill(answers or STEADY)
        return await self.press("提交")
