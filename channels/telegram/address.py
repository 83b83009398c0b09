"""Where a conversation on Telegram is, as the user of a conversation names it. Pure.

A private chat is a conversation. In a group each person has one of their own, and in each topic of a forum
another one: what somebody asked there must not become the context of what somebody else asks.
"""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Address:
    """`person` is None in a private chat; `topic` is set in a topic of a forum."""

    chat: int
    person: int | None = None
    topic: int | None = None

    @property
    def user(self) -> str:
        """The user of its conversation: "<chat>", "<chat>:<person>" or "<chat>:<person>:<topic>"."""
        parts = (self.chat, self.person, self.topic)
        return ":".join(str(part) for part in parts if part is not None)

    @classmethod
    def read(cls, user: str) -> Self:
        """The address that `user` names; raises ValueError for what is none."""
        chat, *rest = (int(part) for part in user.split(":", 2))
        return cls(chat, *rest)
