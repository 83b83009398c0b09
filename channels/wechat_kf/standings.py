"""Where WeCom has each investor's session, as last heard or asked for, and which step here that reflects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from channels.wechat_kf.parse import CHANNEL
from channels.wechat_kf.states import Standing, State
from conversations.database import Database, Row

UNKNOWN_EPOCH = -1

_READ = """
select user_id, state, servicer, epoch from service_state
where channel = %(channel)s and user_id = any(%(users)s)"""
# A session lasts 48 hours at most; the next message begins another. One that nobody has settled begins anew.
_BEGIN = """
insert into service_state (channel, user_id, state, epoch, changed_at)
values (%(channel)s, %(user)s, %(new)s, %(epoch)s, %(at)s)
on conflict (channel, user_id) do update set state = excluded.state, servicer = null, epoch = excluded.epoch,
    changed_at = excluded.changed_at
where (service_state.state = %(ended)s or service_state.changed_at < %(at)s - interval '48 hours'
       or service_state.state = %(new)s and service_state.epoch = %(epoch)s)
    and service_state.changed_at <= %(at)s + interval '1 second'
returning user_id"""
# WeCom tells whole seconds: what it says of the second of a change of ours came after it.
_HEAR = """
insert into service_state (channel, user_id, state, servicer, epoch, changed_at)
values (%(channel)s, %(user)s, %(state)s, %(servicer)s, %(epoch)s, %(at)s)
on conflict (channel, user_id) do update set state = excluded.state, servicer = excluded.servicer,
    changed_at = greatest(service_state.changed_at, excluded.changed_at)
where service_state.changed_at <= %(at)s + interval '5 seconds'
returning user_id"""
_REFLECT = """
insert into service_state (channel, user_id, state, servicer, epoch)
values (%(channel)s, %(user)s, %(state)s, %(servicer)s, %(epoch)s)
on conflict (channel, user_id) do update set state = excluded.state, servicer = excluded.servicer,
    epoch = greatest(service_state.epoch, excluded.epoch), changed_at = now()
returning user_id"""


@dataclass(frozen=True, slots=True)
class Reflected:
    """A standing, and the epoch of the owner here that it agrees with."""

    standing: Standing
    epoch: int


class Standings:
    """Raises StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, users: Sequence[str]) -> dict[str, Reflected]:
        """What is known; nothing of those never heard of."""
        rows = await self._database.rows(_READ, {"channel": CHANNEL, "users": list(users)})
        return {row["user_id"]: _reflected(row) for row in rows}

    async def begin(self, user: str, at: datetime) -> bool:
        """The investor wrote: whether that begins a session, or one that is not settled yet goes on."""
        values = {"new": int(State.NEW), "ended": int(State.ENDED), "epoch": UNKNOWN_EPOCH, "at": at}
        return bool(await self._database.rows(_BEGIN, {"channel": CHANNEL, "user": user, **values}))

    async def hear(self, user: str, standing: Standing, at: datetime) -> bool:
        """WeCom said so at `at`; False if that is older than what is known."""
        return bool(await self._database.rows(_HEAR, {**_values(user, standing, UNKNOWN_EPOCH), "at": at}))

    async def reflect(self, user: str, standing: Standing, epoch: int) -> None:
        """The session stands so, and that agrees with the owner of `epoch`."""
        await self._database.rows(_REFLECT, _values(user, standing, epoch))


def _values(user: str, standing: Standing, epoch: int) -> dict[str, object]:
    state, servicer = int(standing.state), standing.servicer
    return {"channel": CHANNEL, "user": user, "state": state, "servicer": servicer, "epoch": epoch}


def _reflected(row: Row) -> Reflected:
    return Reflected(Standing(State(row["state"]), row["servicer"]), row["epoch"])
