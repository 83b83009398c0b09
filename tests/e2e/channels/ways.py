"""The ways on which an investor reaches us, each with the same few acts."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from tests.e2e.channels import seen
from tests.e2e.channels.phones import Phones
from tests.e2e.channels.seen import Seen
from tests.unit.channels.samples import SAMPLES

AMR, OGG = SAMPLES["audio/amr"], SAMPLES["audio/ogg"]


@dataclass
class Way(ABC):
    """One investor. `user` is what conversations call them, `looked` how much was seen before."""

    phones: Phones
    number: int
    channel = ""
    looked: int = 0

    @property
    @abstractmethod
    def user(self) -> str: ...

    @abstractmethod
    async def say(self, text: str) -> None: ...

    @abstractmethod
    async def press(self, title: str, number: str) -> None:
        """The choice of this title; `number` is its id."""

    async def speak(self, text: str) -> None:
        """A voice message that is heard as `text`."""
        await self.say(text)

    @abstractmethod
    async def look(self) -> Seen:
        """What is new on the screen."""


class Web(Way):
    channel = "web"

    @property
    def user(self) -> str:
        return f"web-{self.number}"

    async def say(self, text: str) -> None:
        await self.phones.web.post("/api/chat", json={"sender": self.user, "text": text})

    async def press(self, title: str, number: str) -> None:
        await self.phones.web.post("/api/chat", json={"sender": self.user, "payload": number})

    async def look(self) -> Seen:
        path = f"/api/chat/{self.user}/messages"
        answer = (await self.phones.web.get(path, params={"after": self.looked})).json()
        self.looked = answer["seq"]
        return seen.of_web(message for message in answer["messages"] if message["sender"] != "user")


class Wechat(Way):
    channel = "wechat"

    @property
    def user(self) -> str:
        return f"oLVPpjqs9BhvzwPj5A-{self.number}"

    async def say(self, text: str) -> None:
        await self.phones.wechat.say(self.user, text)

    async def press(self, title: str, number: str) -> None:
        await self.phones.wechat.choose(self.user, number, title)

    async def speak(self, text: str) -> None:
        await self.phones.wechat.speak(self.user, AMR)

    async def look(self) -> Seen:
        shown = self.phones.wechat.platform.screens.shown[self.user]
        new, self.looked = shown[self.looked :], len(shown)
        return seen.of_wechat(new)


class Kf(Way):
    channel = "wechat_kf"

    @property
    def user(self) -> str:
        return f"{self.phones.kf.account}:{self._customer}"

    async def say(self, text: str) -> None:
        await self.phones.kf.say(self._customer, text)

    async def press(self, title: str, number: str) -> None:
        await self.phones.kf.choose(self._customer, number, title)

    async def speak(self, text: str) -> None:
        await self.phones.kf.speak(self._customer, AMR)

    async def look(self) -> Seen:
        shown = self.phones.kf.company.screens.shown[self._customer]
        new, self.looked = shown[self.looked :], len(shown)
        return seen.of_wechat(new)

    @property
    def _customer(self) -> str:
        return f"wmAJ2GCAAAme{self.number}"


class Telegram(Way):
    channel = "telegram"

    @property
    def user(self) -> str:
        return str(7_000 + self.number)

    async def say(self, text: str) -> None:
        self.phones.telegram.people.say(int(self.user), text)

    async def press(self, title: str, number: str) -> None:
        self.phones.telegram.people.press(int(self.user), title)

    async def speak(self, text: str) -> None:
        self.phones.telegram.people.send(int(self.user), "voice", OGG)

    async def look(self) -> Seen:
        posts = [post for post in self.phones.telegram.platform.shown if post.chat == int(self.user)]
        new, self.looked = posts[self.looked :], len(posts)
        return seen.of_telegram(new)


WAYS: dict[str, type[Way]] = {
    "web": Web,
    "wechat": Wechat,
    "wechat_kf": Kf,
    "telegram": Telegram,
}
