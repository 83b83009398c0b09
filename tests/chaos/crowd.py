"""What all investors of a storm have in common: what they write, and what was accepted of them."""

import asyncio
import itertools
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from tests.chaos.arrivals import letters
from tests.chaos.books import Accepted
from tests.chaos.questions import question
from tests.e2e.channels.phones import Phones
from tests.e2e.channels.seen import Seen
from tests.unit.channels.samples import SAMPLES

PATIENCE = 4  # pauses
PRESSES = 0.15
PHOTOS = 0.03
TWICE = 0.08  # how often a platform brings the same again
PHOTO = SAMPLES["image/png"]


@dataclass
class Crowd:
    """What all investors share. `pause` is what each waits between two messages, in seconds from and to;
    `wishes` how often a message asks for a person.
    """

    phones: Phones
    pause: tuple[float, float]
    wishes: float
    accepted: list[Accepted] = field(default_factory=list)
    unheard: set[Accepted] = field(default_factory=set)
    again: int = 0
    broken: list[str] = field(default_factory=list)
    """Answers of the gateway that must not be."""


class Investor(ABC):
    """One of them; their choices come from their own chance."""

    channel = ""

    def __init__(self, crowd: Crowd, number: int, seed: int) -> None:
        self.crowd, self.number = crowd, number
        self.chance = Random(f"{seed} {self.channel} {number}")  # noqa: S311 - repeatable
        self.numbers: Iterator[int] = itertools.count(1)

    @property
    @abstractmethod
    def user(self) -> str:
        """What conversations call them."""

    @abstractmethod
    async def say(self, text: str) -> None: ...

    @abstractmethod
    async def press(self, title: str, number: str) -> None: ...

    @abstractmethod
    async def show(self, content: bytes) -> None:
        """A photo."""

    @abstractmethod
    async def screen(self, last: int | None = None) -> Seen:
        """All that they have seen of us, or the `last` messages of it."""

    async def write(self, ended: asyncio.Event) -> None:
        """One message after another until it ended; who sees nothing new waits a while before they go on."""
        await asyncio.sleep(self.chance.uniform(0.0, self.crowd.pause[1]))
        seen, waited = "", 0
        while not ended.is_set():
            now = letters(await self.screen(last=4))
            waited = 0 if now != seen or waited == PATIENCE else waited + 1
            if waited == 0:
                seen = now
                await self.act()
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), self.chance.uniform(*self.crowd.pause))

    async def act(self) -> None:
        drawn = self.chance.random()
        if drawn < PRESSES:
            choices = (await self.screen(last=4)).choices
            if choices:
                title = self.chance.choice(sorted(choices))
                await self.press(title, choices[title])
                return
        if drawn > 1 - PHOTOS:
            await self.show(PHOTO)
            return
        await self.say(question(self.chance, self.crowd.wishes))

    def accepted(self, message_id: str) -> None:
        self.crowd.accepted.append(Accepted(self.channel, self.user, message_id))

    def twice(self) -> bool:
        """Whether it is brought twice."""
        twice = self.chance.random() < TWICE
        self.crowd.again += twice
        return twice
