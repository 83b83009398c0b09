"""How far WeCom's stream of a service account was read."""

from dataclasses import dataclass
from datetime import timedelta

from conversations.database import Database

_READ = """
select place, moved_at > now() - %(lately)s as lately from channel_cursor where stream = %(stream)s"""
_MOVE = """
insert into channel_cursor (stream, place) values (%(stream)s, %(place)s)
on conflict (stream) do update set place = excluded.place, moved_at = now()
where channel_cursor.place = %(before)s
returning place"""


@dataclass(frozen=True, slots=True)
class Place:
    """A cursor of WeCom's; None at the first time. `lately`: somebody has read not long ago."""

    cursor: str | None
    lately: bool


class Stream:
    """The stream of one service account."""

    def __init__(self, database: Database, open_kfid: str) -> None:
        self.name = f"wechat_kf:{open_kfid}"
        self._database = database

    async def place(self, lately: timedelta) -> Place:
        row = await self._database.row(_READ, {"stream": self.name, "lately": lately})
        return Place(row["place"], row["lately"]) if row else Place(None, lately=False)

    async def move(self, before: str | None, place: str) -> None:
        """Everything up to `place` is in the inbox; nothing happens if somebody else has read on."""
        values = {"stream": self.name, "place": place, "before": before or ""}
        await self._database.rows(_MOVE, values)
