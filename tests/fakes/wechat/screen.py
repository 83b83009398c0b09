"""What an investor sees in the chat with the account, in order."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal

OUT_OF_SERVICE = "该公众号暂时无法提供服务，请稍后再试"
By = Literal["passive", "service", "platform"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One bubble: `by` a passive reply, by a customer-service message, or by WeChat itself."""

    by: By
    kind: str
    text: str | None = None
    image: bytes | None = None
    choices: tuple[tuple[str, str], ...] = ()  # id and words of each entry of a menu


@dataclass
class Screens:
    """Each user's own."""

    shown: defaultdict[str, list[Shown]] = field(default_factory=lambda: defaultdict(list))

    def show(self, user: str, bubble: Shown) -> None:
        self.shown[user].append(bubble)

    def texts(self, user: str) -> list[str | None]:
        return [bubble.text for bubble in self.shown[user]]
