"""What a task is: it claims the messages that are its own, answers them, and remembers where it stands. Pure.

One task is under way at a time, in the slot `task`. Whatever it does not claim is answered as ever, with a
button that leads back. What it keeps, it keeps once for each message id: a turn may be run twice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from actions.question import Question
from actions.utterance import Button, Utterance, payload
from market.names import normalise
from market.securities import Security

State = Mapping[str, Any]
"""Where a task stands: JSON that the dialogue state carries."""

INTENT = "go_on_task"


@dataclass(frozen=True)
class Said:
    """One message: what it asks, who wrote it from which `channel` and `user`, when.

    `details` are what a button of a task says; empty for what was typed. Without `account` the investor's own
    data is not shown on that channel.
    """

    asked: Question
    channel: str
    user: str
    message_id: str
    at: datetime
    details: Mapping[str, str] = field(default_factory=dict)
    account: bool = True

    @property
    def text(self) -> str:
        return self.asked.text

    @cached_property
    def normal(self) -> str:
        """The text in one form; every task is asked whether it is its own."""
        return normalise(self.text)


@dataclass(frozen=True)
class Told:
    """What a task answers: its utterances, and where it stands now; None: it is over.

    `topic` is set where it is another one than that of the message's intent; `handoff` and `followup` are
    those of features. `next` names the task that goes on at once, with the message to go on with.
    """

    utterances: Sequence[Utterance] = ()
    state: State | None = None
    topic: str | None = None
    handoff: Mapping[str, Any] | None = None
    followup: Mapping[str, str] | None = None
    next: "tuple[str, Said] | None" = None


class Task(Protocol):
    """One kind of task; raises ConsentMissing where something is to be kept without it, NotMine where a
    message is to be answered as ever after all, and StoreUnavailable.
    """

    @property
    def name(self) -> str: ...

    def claims(self, said: Said, state: State | None) -> bool:
        """Whether a typed message is this task's: it begins it, or, with the `state` of one under way, goes
        on with it. Buttons are not asked for.
        """
        ...

    async def answer(self, said: Said, state: State | None) -> Told: ...

    def way_back(self, state: State) -> Button | None:
        """What leads back to it behind another answer."""
        ...


def button(title: str, task: str, choice: str) -> Button:
    """A button of the task, which hears `choice`."""
    return Button(title, payload(INTENT, task=task, choice=choice))


def choices(
    task: str, securities: Sequence[Security], choice: Callable[[Security], str]
) -> tuple[Button, ...]:
    """A button a security, of which the task hears its `choice`."""
    return tuple(button(f"{each.name} {each.code}", task, choice(each)) for each in securities)
