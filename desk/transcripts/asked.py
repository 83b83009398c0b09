"""Wishes about the transcript that investors confirm in the chat: written down as those that staff take.

It is a kind of promise of the turn that heard them (conversations/followups.py): the number and the day come
as its second message. The key is "<kind>:<channel>:<user>".
"""

from collections.abc import Iterator, Sequence

from conversations.database import Connection, Database
from conversations.messages import SHANGHAI, Reply
from conversations.notices import Notices
from customers.investors import Investors
from desk.audit.log import note
from desk.errors import Unknown
from desk.transcripts.wishes import ANSWER_WITHIN, FILE, Wish, opened, taken
from desk.transcripts.wishes_sql import OPEN_OF, TURN

KINDS = ("copy", "delete")
NAMES = frozenset(
    {f"{step}_{kind}" for step in ("asked", "taken") for kind in KINDS} | {"asked_by", "not_taken"}
)
ACTOR = "system"
_CONVERSATION = "select id from conversation where channel = %(channel)s and user_id = %(user)s"


class AskedWishes:
    """Raises Unknown for a key that no turn gives, and StoreUnavailable: then it may be asked again."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._investors = Investors(database)
        self._words = Notices.load(FILE, NAMES)

    async def prepare(self, key: str, within: float) -> Sequence[Reply]:
        """Write the wish down in each conversation of the person, and say the numbers. One that is open
        already is not taken a second time.
        """
        kind, channel, user = read_key(key)
        accounts = await self._investors.accounts(channel, user)
        wishes: list[Wish] = []
        for each in dict.fromkeys([(channel, user), *accounts]):
            row = await self._database.row(_CONVERSATION, {"channel": each[0], "user": each[1]})
            wishes += [await self._take(row["id"], kind)] if row else []
        if not wishes:
            raise Unknown("conversation")
        return list(self._told(wishes))

    def apology(self, key: str) -> Reply:
        return self._words.say("not_taken")

    async def _take(self, conversation_id: int, kind: str) -> Wish:
        values = {"conversation_id": conversation_id, "kind": kind, "days": ANSWER_WITHIN}
        values |= {"text": self._words.say(f"asked_{kind}").text, "by": self._words.say("asked_by").text}
        async with self._database.transaction() as connection:
            await connection.execute(TURN, values)
            found = await (await connection.execute(OPEN_OF, values)).fetchone()
            if found:
                return opened(self._database, found)
            row = await taken(connection, self._database.keys, values)
            if row is None:
                raise Unknown("conversation")
            return await _noted(connection, opened(self._database, row))

    def _told(self, wishes: Sequence[Wish]) -> Iterator[Reply]:
        for wish in wishes:
            due = wish.due_at.astimezone(SHANGHAI)
            yield self._words.say(f"taken_{wish.kind}", number=wish.id, due=f"{due:%m-%d}")


def read_key(key: str) -> tuple[str, str, str]:
    """Kind of wish, channel and user. Raises Unknown."""
    kind, _, rest = key.partition(":")
    channel, _, user = rest.partition(":")
    if kind not in KINDS or not channel or not user:
        raise Unknown("wish")
    return kind, channel, user


async def _noted(connection: Connection, wish: Wish) -> Wish:
    detail = {"step": "taken", "kind": wish.kind, "wish": wish.id}
    await note(connection, ACTOR, "wish", f"conversation:{wish.conversation_id}", detail)
    return wish
