"""Every task, joined with what it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from actions.brief.briefing import Briefing
from actions.brief.wishes import BriefTalk
from actions.handlers.tasking import Tasks
from actions.tasks.brief import BriefTask
from actions.tasks.consent import ConsentTask, ConsentWords
from conversations.database import Database
from customers.briefs import BriefWishes
from customers.consents import Consents


@dataclass(frozen=True)
class TaskNeeds:
    """What tasks are made of."""

    database: Database
    now: Callable[[], datetime]
    briefing: Briefing


def build_tasks(needs: TaskNeeds) -> Tasks:
    """In the order in which they are asked whether a message begins them."""
    consent = ConsentTask(Consents(needs.database), ConsentWords.load())
    briefs = BriefTask(BriefWishes(needs.database), needs.briefing, BriefTalk.load())
    return Tasks((briefs,), consent, needs.now)
