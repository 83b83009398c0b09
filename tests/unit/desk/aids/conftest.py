"""A floor whose agents have replies, articles, drafts and the bot's suggestions at hand."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import httpx
import pytest

from conversations import Brain, Conversations
from conversations.records import Head
from desk.people.caller import Caller, Role
from desk.routes.aids import AidRoutes
from desk.work.canned import CannedReplies
from desk.work.drafts import Drafts
from desk.work.library import Handbook
from desk.work.suggesting import Suggesting
from tests.fakes.brain import TOKEN, FakeBrain
from tests.keys import KEYS
from tests.unit.desk.office import Office
from tests.unit.desk.work.floor import CHECKER, Floor

TODAY = date(2026, 11, 26)


@dataclass(frozen=True)
class Rule:
    verified: bool


@dataclass(frozen=True)
class Filled:
    text: str
    rows: Iterable[Any]


class Filling:
    """Fills in what every rule is: 42, and checked by nobody."""

    def fill(self, text: str, day: date) -> Filled:
        assert day == TODAY
        filled = text.replace("{rule:fees.stamp_duty@any}", "42")
        return Filled(filled, () if filled == text else (Rule(verified=False),))


class Aids:
    """Everything of desk/routes/aids.py over a floor."""

    def __init__(self, floor: Floor, brain: Brain, handbook: Handbook) -> None:
        self.floor = floor
        database = floor.conversations.database
        self.replies = CannedReplies(database, CHECKER.check)
        self.drafts = Drafts(database)
        self.handbook = handbook
        self.suggesting = Suggesting(brain, database, floor.opening, handbook, floor.office.audit)

    @cached_property
    def routes(self) -> AidRoutes:
        return AidRoutes(self.floor.opening, self.replies, self.drafts, self.handbook, self.suggesting)

    async def desk(self, role: Role = "agent", **details: Any) -> tuple[httpx.AsyncClient, Caller]:
        """Somebody's browser, signed in, and who they are."""
        office = self.floor.office
        browser = office.browser(self.routes.routes(office.guard))
        return browser, await office.signed_in(browser, await office.hire(role, **details))

    async def at_work(self) -> tuple[httpx.AsyncClient, Caller, Head]:
        """An agent who has a conversation."""
        browser, wang = await self.desk()
        return browser, wang, await self.floor.served(wang)


@pytest.fixture(scope="session")
def files_handbook() -> Handbook:
    """That of the files, whose index takes a second."""
    handbook = Handbook("", str, Filling(), lambda: TODAY)
    handbook.shelf.library.prepare()
    return handbook


@pytest.fixture
async def fake() -> AsyncIterator[FakeBrain]:
    async with FakeBrain() as running:
        yield running


@pytest.fixture
async def brain(fake: FakeBrain) -> AsyncIterator[Brain]:
    async with Brain(fake.url, TOKEN, answer_within=2.0) as client:
        yield client


@pytest.fixture
async def floor(database_url: str, brain: Brain, office: Office) -> AsyncIterator[Floor]:
    conversations = await Conversations.open(database_url, brain, keys=KEYS)
    yield Floor(conversations, office)
    await conversations.close(within=0.5)


@pytest.fixture
def aids(floor: Floor, brain: Brain, files_handbook: Handbook) -> Aids:
    return Aids(floor, brain, files_handbook)
