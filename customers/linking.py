"""Accounts of one person on several channels: joined by a code that is good once, for ten minutes.

Of a code only a keyed hash is kept, for eight digits are soon guessed from a plain one. An account may type
five an hour. After fifty wrong ones of all together in ten minutes, accounts that were wrong before must
wait, so that a few that guess do not shut out who types the right one; after five hundred, all must: no code
meets more guesses while it is good, which is a chance of one in 200,000.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from conversations.database import Connection, Database
from customers.consents import agreed
from customers.erasure import Erased
from customers.investors import hold, number_of
from customers.joining import join

DIGITS = 8
MINUTES = 10
TRIES = 5  # an hour, of one account
GUESSED = 50  # wrong in ten minutes, of all together: who was wrong before waits
WRONG = 500  # the same: everybody waits
Outcome = Literal["joined", "same", "wrong", "too_many"]

_TIDY = "delete from investor_link_code where expires_at < now() or investor_id = %(investor)s"
_ISSUE = """
insert into investor_link_code (digest, investor_id, expires_at)
values (%(digest)s, %(investor)s, now() + make_interval(mins => %(minutes)s))
on conflict do nothing returning expires_at"""
_ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended('wenpan.customers.linking', 0))"
_BEFORE = """
select outcome from investor_link_try where account = %(account)s and message_id = %(message_id)s"""
_FORGET = "delete from investor_link_try where at < now() - interval '1 hour'"
_TRIED = """
select count(*) filter (where account = %(account)s and outcome <> 'joined') as own,
  count(*) filter (where outcome = 'wrong' and at > now() - interval '10 minutes') as wrong
from investor_link_try"""
_NOTE = """
insert into investor_link_try (account, message_id, outcome)
values (%(account)s, %(message_id)s, %(outcome)s)"""
_FIND = """
select investor_id from investor_link_code
where digest = %(digest)s and used_at is null and expires_at > now()"""
_USE = "update investor_link_code set used_at = now() where digest = %(digest)s"
_ADD = """
insert into investor_account (channel, user_id, investor_id) values (%(channel)s, %(user)s, %(investor)s)
on conflict do nothing"""
_LEAVE = """
delete from investor_account a
where a.channel = %(channel)s and a.user_id = %(user)s and a.investor_id = %(investor)s
  and exists (select from investor_account o where o.investor_id = a.investor_id
    and (o.channel, o.user_id) <> (a.channel, a.user_id))"""


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it is shown, once, and until when it is good."""

    text: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of typing a code. "same": of an account that belongs to the same person already.

    `erased` went because the newest word of the two withdrew a consent.
    """

    outcome: Outcome
    erased: Erased = Erased()


class Linking:
    """Codes hashed with `secret`, the same one for every process. Raises StoreUnavailable."""

    def __init__(self, database: Database, secret: str) -> None:
        self._database = database
        self._key = hashlib.blake2b(b"wenpan link codes", key=secret.encode()[:64]).digest()

    async def issue(self, channel: str, user: str) -> Code:
        """A new code for who writes from there; the ones before are worth nothing any more. Raises
        ConsentMissing("records").
        """
        async with self._database.transaction() as connection:
            investor = await agreed(connection, channel, user, "records")
            await connection.execute(_TIDY, {"investor": investor})
            while True:
                text = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
                values = {"digest": self._hash(text), "investor": investor, "minutes": MINUTES}
                row = await (await connection.execute(_ISSUE, values)).fetchone()
                if row:
                    return Code(text, row["expires_at"])

    async def use(self, channel: str, user: str, text: str, message_id: str) -> Tried:
        """Make who writes from there one with whose code it is, once; the same message again gives the same
        answer.
        """
        whose = {"account": self._hash(f"{channel}:{user}"), "message_id": message_id}
        async with self._database.transaction() as connection:
            await connection.execute(_ONE_AT_A_TIME)
            before = await (await connection.execute(_BEFORE, whose)).fetchone()
            if before:
                return Tried(before["outcome"])
            await connection.execute(_FORGET)
            tried = await (await connection.execute(_TRIED, whose)).fetchone()
            if tried and _too_many(tried["own"], tried["wrong"]):
                return Tried("too_many")
            found = await self._used(connection, channel, user, self._hash(text))
            await connection.execute(_NOTE, {**whose, "outcome": found.outcome})
            return found

    async def leave(self, channel: str, user: str, other: tuple[str, str]) -> bool:
        """Take `other`, one of the same person's accounts, out again: whoever writes from there is somebody
        new, and what was kept stays with the rest. The last account stays.
        """
        async with self._database.transaction() as connection:
            await connection.execute(_ONE_AT_A_TIME)
            investor = await number_of(connection, channel, user)
            values = {"channel": other[0], "user": other[1], "investor": investor}
            return (await connection.execute(_LEAVE, values)).rowcount > 0

    async def _used(self, connection: Connection, channel: str, user: str, digest: str) -> Tried:
        row = await (await connection.execute(_FIND, {"digest": digest})).fetchone()
        if row is None:
            return Tried("wrong")
        stays = row["investor_id"]
        values = {"channel": channel, "user": user, "investor": stays}
        added = (await connection.execute(_ADD, values)).rowcount > 0
        gone = await number_of(connection, channel, user)
        if gone == stays and not added:
            return Tried("same")
        await connection.execute(_USE, {"digest": digest})
        if gone is None or gone == stays:
            return Tried("joined")
        await hold(connection, gone, stays)
        return Tried("joined", await join(connection, gone, stays, self._database.keys))

    def _hash(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()


def _too_many(own: int, wrong: int) -> bool:
    """By an account's own tries of the hour and the wrong ones of all. Pure."""
    return own >= TRIES or wrong >= (GUESSED if own else WRONG)
