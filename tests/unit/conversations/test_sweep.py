"""What the sweep takes up, what it leaves alone, and that a fault in its round strands nobody."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager

import psycopg

from conversations import Brain, Notices
from conversations.answering import Answering, Desk
from conversations.counter import Closed
from conversations.counters import Counters
from conversations.database import Connection, Database
from conversations.hearing import Deaf, Listening
from conversations.intake import accept
from conversations.liveness import Liveness
from conversations.moving import Owners
from conversations.reception import Always
from conversations.staff import Staff, Staffing
from conversations.sweep import Sweep
from conversations.talk import Talk
from conversations.turns import TakenUp, Turns, new_token
from tests.unit.conversations.conftest import Says, eventually

NOBODY = 1  # the number of a liveness lock that no session holds


class Cut(Database):
    """A database whose next connections, as many as `cuts` says, are gone when they are used."""

    cuts = 0

    def connection(self) -> AbstractAsyncContextManager[Connection]:
        if self.cuts:
            self.cuts -= 1
            raise psycopg.OperationalError("terminating connection due to administrator command")
        return super().connection()


class CutAfterTaking(Turns):
    """The connection goes just after conversations were taken up."""

    def __init__(self, database: Cut) -> None:
        super().__init__(database)
        self._cut = database

    async def take_up(self, holder: int, tokens: Sequence[int], limit: int) -> list[TakenUp]:
        taken = await super().take_up(holder, tokens, limit)
        self._cut.cuts = 1
        return taken


async def test_a_cut_while_one_conversation_is_opened_again_strands_no_other(
    database_url: str, brain: Brain, says: Says
) -> None:
    liveness = Liveness(database_url, lambda _number: None)
    await liveness.open()
    async with Cut(database_url) as database:
        turns, owners, counters = CutAfterTaking(database), Owners(Notices.load(), Always()), Counters()
        async with database.connection() as connection:
            await turns.begin(connection, accept(says("一")), NOBODY, new_token())
            await connection.execute("update conversation set owner = 'closed', lease_token = null")
            await turns.begin(connection, accept(says("二", user="u2")), NOBODY, new_token())
        answering = Answering(
            brain, Notices.load(), counters, Listening(database, Deaf()), Desk(Always(), Closed())
        )
        staff = Staff(Notices.load(), Staffing())

        talk = Talk(database, turns, answering, owners, counters, lambda *_: None, staff)
        await Sweep(database, turns, owners, talk, liveness, counters).once()

        async def all_answered() -> bool:
            return not await database.rows("select from conversation where waiting > 0", {})

        await eventually(all_answered)
        await talk.close(1)
    await liveness.close()


async def test_a_gateway_that_lost_its_lock_does_not_take_its_own_turns_from_itself(
    database_url: str, says: Says
) -> None:
    async with Database(database_url) as database, database.connection() as connection:
        turns, token = Turns(database), new_token()
        begun = await turns.begin(connection, accept(says("你好")), NOBODY, token)
        assert await turns.take_up(NOBODY, [token], 10) == []
        taken = await turns.take_up(NOBODY, [], 10)
    assert [one.lease.conversation_id for one in taken] == [begun.conversation_id]
