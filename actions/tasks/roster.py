"""Every task, joined with what it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from actions.handlers.tasking import Tasks
from actions.tasks.consent import ConsentTask, ConsentWords
from conversations.database import Database
from customers.consents import Consents


@dataclass(frozen=True)
class TaskNeeds:
    """What tasks are made of."""

    database: Database
    now: Callable[[], datetime]


def build_tasks(needs: TaskNeeds) -> Tasks:
    """In the order in which they are asked whether a message begins them."""
    consent = ConsentTask(Consents(needs.database), ConsentWords.load())
    return Tasks((), consent, needs.now)
