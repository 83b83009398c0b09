"""Dialogues with every task of the server, on several channels of one database."""

from actions.tasks.roster import TaskNeeds, build_tasks
from conversations.database import Database
from tests.unit.actions.given import NOW
from tests.unit.actions.talk import Dialogue

SECRET = "a secret of the tests"  # noqa: S105 - it opens nothing


def open_talk(database: Database, channel: str = "web") -> Dialogue:
    """A dialogue of the user "someone" on this channel."""
    return Dialogue({}, channel=channel, tasks=build_tasks(TaskNeeds(database, lambda: NOW, SECRET)))
