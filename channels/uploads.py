"""Pictures of ours that a platform already has: each is uploaded once an account and used until it lapses."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from conversations.database import Database

SPARE = timedelta(hours=1)  # an id this near its end is not used any more

_FIND = """
select media_id from channel_upload
where account = %(account)s and picture = %(picture)s and expires_at > now() + %(spare)s"""

_KEEP = """
with lapsed as (
    delete from channel_upload
    where account = %(account)s and expires_at <= now() and picture <> %(picture)s)
insert into channel_upload (account, picture, media_id, expires_at)
values (%(account)s, %(picture)s, %(media_id)s, now() + %(lasts)s)
on conflict (account, picture) do update set media_id = excluded.media_id, expires_at = excluded.expires_at
returning id"""

_FORGET = """
delete from channel_upload
where account = %(account)s and picture = %(picture)s and media_id = %(media_id)s returning id"""


class Uploads:
    """The ids of one account, each good for `lasts`. Two gateways may upload one picture at the same time;
    then the id that came last is kept, and both are good.
    """

    def __init__(self, database: Database, account: str, lasts: timedelta = timedelta(days=3)) -> None:
        self._database = database
        self._account = account
        self._lasts = lasts

    async def id_of(self, picture: str, upload: Callable[[], Awaitable[str]]) -> str:
        """The platform's id of `picture`, from `upload` where it has none. Raises what `upload` raises."""
        values = {"account": self._account, "picture": picture}
        row = await self._database.row(_FIND, {**values, "spare": SPARE})
        if row:
            return str(row["media_id"])
        media_id = await upload()
        await self._database.rows(_KEEP, {**values, "media_id": media_id, "lasts": self._lasts})
        return media_id

    async def forget(self, picture: str, media_id: str) -> None:
        """The platform no longer knows the id."""
        values = {"account": self._account, "picture": picture, "media_id": media_id}
        await self._database.rows(_FORGET, values)
