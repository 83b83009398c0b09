"""Asks how it was, apart for people and for the bot, and keeps the answer with the stretch it is about.

People are rated for a segment, with the notice of its end; the bot at most once a day, when somebody says
thanks or goodbye whom it has answered since a person spoke. An answer may be changed for a while; after that
the first one stays.
"""

import re
from datetime import timedelta
from pathlib import Path

from conversations.counter import Pressed
from conversations.database import Database
from conversations.messages import Reply
from conversations.notices import Notices

FILE = Path(__file__).resolve().parents[2] / "data" / "notices" / "rating.yml"
NAMES = frozenset({"rate_bot", "rated", "rated_low", "rated_before"})
FAREWELLS = frozenset({"thanks", "goodbye"})
"""Intents after which the bot may ask."""
CHANGED_WITHIN = timedelta(minutes=10)
UNHAPPY = 2  # of 5
_PRESSED = re.compile(r"([0-9]{1,9}):(agent|bot):([1-5])")

_ASK_BOT = """
insert into desk_rating (conversation_id, epoch, subject)
select %(conversation_id)s, %(place)s, 'bot'
where exists (select from message
              where conversation_id = %(conversation_id)s and sender = 'user' and topic is not null
                and at > now() - interval '1 day'
                and seq > (select coalesce(max(seq), 0) from message
                           where conversation_id = %(conversation_id)s and sender = 'agent'))
  and not exists (select from desk_rating
                  where conversation_id = %(conversation_id)s and subject = 'bot'
                    and asked_at > now() - interval '1 day')
on conflict do nothing
returning id
"""

# People are rated where the talk of that segment has come to its end; the last of them is meant. The answer
# stays with who was rated then, whoever goes on with the segment.
_RATE_AGENT = """
insert into desk_rating as r (conversation_id, epoch, subject, agent, score, asked_at, rated_at)
select t.conversation_id, %(place)s, 'agent', coalesce(t.agent, t.by), %(score)s, t.at, now()
from transition t
where t.conversation_id = %(conversation_id)s and t.to_owner = 'wrapup' and t.epoch > %(place)s
  and t.segment = %(place)s
order by t.epoch desc limit 1
on conflict (conversation_id, epoch, subject) do update set score = excluded.score, rated_at = now()
where r.rated_at > now() - %(while)s and r.agent = excluded.agent
returning id
"""

_RATE_BOT = """
update desk_rating set score = %(score)s, rated_at = now()
where conversation_id = %(conversation_id)s and epoch = %(place)s and subject = 'bot'
  and (rated_at is null or rated_at > now() - %(while)s)
returning id
"""


class Ratings:
    """Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._notices = Notices.load(FILE, NAMES)

    async def ask_about_bot(self, conversation_id: int, place: int, intent: str | None) -> Reply | None:
        """The question behind the bot's answer to the message at `place`; None where none is due."""
        if intent not in FAREWELLS:
            return None
        row = await self._database.row(_ASK_BOT, {"conversation_id": conversation_id, "place": place})
        return self._notices.say("rate_bot", place=place) if row else None

    async def press(self, pressed: Pressed, rest: str) -> Reply | None:
        """What stands behind "desk:rate:": place, subject and score; None for what was never offered so."""
        found = _PRESSED.fullmatch(rest)
        if found is None:
            return None
        return await self._rate(pressed.conversation_id, int(found[1]), found[2], int(found[3]))

    async def _rate(self, conversation_id: int, place: int, subject: str, score: int) -> Reply:
        values = {
            "conversation_id": conversation_id,
            "place": place,
            "score": score,
            "while": CHANGED_WITHIN,
        }
        rated = await self._database.row(_RATE_AGENT if subject == "agent" else _RATE_BOT, values)
        if rated is None:
            return self._notices.say("rated_before")
        return self._notices.say("rated_low" if score <= UNHAPPY else "rated")
