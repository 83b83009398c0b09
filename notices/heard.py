"""The buttons under what was sent unasked: that it was seen, and why it came."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from conversations import Notices, Reply
from conversations.counter import PREFIX, Answered, Counter, Pressed
from conversations.database import Database
from customers.investors import NUMBERS_OF
from notices.telling import NAMES, WORDS

HEARD, WHY = f"{PREFIX}heard:", f"{PREFIX}why:"

# Whoever presses, also under the number they had before two accounts turned out to be theirs.
_MINE = f"n.campaign_id = %(campaign)s and n.investor_id in ({NUMBERS_OF})"
_HEARD = f"""
with theirs as (
  update notice_sent n set state = 'read', changed_at = now() where {_MINE} returning n.campaign_id
), known as (
  insert into event_acknowledged (investor_id, event_id, channel)
  select a.investor_id, g.event_id, a.channel from investor_account a, campaign g
  where a.channel = %(channel)s and a.user_id = %(user)s and g.id in (select campaign_id from theirs)
  on conflict do nothing
)
select 1 from theirs limit 1"""  # noqa: S608
_WHY = f"""
select coalesce(n.why, g.why) as why from notice_sent n left join campaign g on g.id = n.campaign_id
where {_MINE} limit 1"""  # noqa: S608 - our own text


@dataclass(frozen=True, slots=True)
class HeardButtons:
    """A Counter before another one, `beyond`, that knows all other buttons. Raises StoreUnavailable."""

    database: Database
    beyond: Counter
    words: Notices

    @classmethod
    def before(cls, beyond: Counter, database: Database) -> "HeardButtons":
        return cls(database, beyond, Notices.load(WORDS, NAMES))

    async def press(self, pressed: Pressed) -> Reply | None:
        """None for a button of nobody's."""
        for prefix, obey in ((HEARD, self._heard), (WHY, self._why)):
            if pressed.payload.startswith(prefix):
                return await self._obeyed(pressed, pressed.payload.removeprefix(prefix), obey)
        return await self.beyond.press(pressed)

    async def after(self, answered: Answered) -> Reply | None:
        return await self.beyond.after(answered)

    async def _obeyed(
        self, pressed: Pressed, number: str, obey: Callable[[dict[str, object]], Awaitable[Reply | None]]
    ) -> Reply | None:
        if not number.isdecimal() or len(number) > 18:
            return None
        return await obey({"campaign": int(number), "channel": pressed.channel, "user": pressed.user})

    async def _heard(self, values: dict[str, object]) -> Reply | None:
        return self.words.say("heard") if await self.database.rows(_HEARD, values) else None

    async def _why(self, values: dict[str, object]) -> Reply | None:
        row = await self.database.row(_WHY, values)
        return self.words.say("why", why=row["why"] or "") if row else None
