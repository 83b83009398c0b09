"""Dialogues with every task of the server, on several channels of one database."""

from actions.handlers.tasking import Tasks
from actions.question import Question
from actions.tasks.roster import consent_task, own_data
from actions.tasks.task import Said
from conversations.database import Database
from tests.unit.actions.given import NOW
from tests.unit.actions.talk import Dialogue

SECRET = "a secret of the tests"  # noqa: S105 - it opens nothing


def own_tasks(database: Database) -> Tasks:
    """Those about the investor's own data, channels and messages."""
    return Tasks(own_data(database, SECRET), consent_task(database), lambda: NOW)


def open_talk(database: Database, channel: str = "web") -> Dialogue:
    """A dialogue of the user "someone" on this channel."""
    return Dialogue({}, channel=channel, tasks=own_tasks(database))


async def own_of(database: Database, text: str) -> list[bool]:
    """Of each message that answers `text`, whether it is marked as the investor's own data."""
    tasks = own_tasks(database)
    said = Said(Question(text, channel="web"), "web", "someone", "m1", NOW)
    found = tasks.claiming(said, None, None)
    assert found
    _, told = await tasks.answer(found[0], said, found[1])
    return [utterance.account for utterance in told.utterances]
