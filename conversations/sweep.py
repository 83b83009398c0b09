"""Every second, what somebody left unanswered is taken up: a killed gateway costs a second, no message."""

from functools import partial

from conversations.counters import Counters
from conversations.database import Connection, Database
from conversations.errors import TransitionError
from conversations.liveness import Liveness
from conversations.moving import Owners
from conversations.owners import REOPEN
from conversations.rounds import Rounds
from conversations.talk import Talk
from conversations.turns import TakenUp, Turns

AT_ONCE = 100


class Sweep:
    """Looks for messages without a turn, now with `wake`, but only while our liveness lock is held."""

    def __init__(
        self,
        database: Database,
        turns: Turns,
        owners: Owners,
        talk: Talk,
        liveness: Liveness,
        counters: Counters,
    ) -> None:
        self._database = database
        self._turns = turns
        self._owners = owners
        self._talk = talk
        self._liveness = liveness
        self._counters = counters
        self._rounds = Rounds()

    def wake(self) -> None:
        self._rounds.wake()

    async def run(self) -> None:
        """Until cancelled."""
        await self._rounds.run(self.once)

    async def once(self) -> None:
        """Take up at most AT_ONCE conversations."""
        if not self._liveness.held:
            return
        found = await self._turns.take_up(self._liveness.holder, list(self._talk.held), AT_ONCE)
        for taken in found:  # what a fault leaves unstarted is in nobody's hands and is seen again
            await self._answer(taken)
        if len(found) == AT_ONCE:
            self.wake()

    async def _answer(self, taken: TakenUp) -> None:
        if taken.owner == "closed":
            try:
                await self._database.patiently(partial(self._reopen, taken))
            except TransitionError:  # somebody else moved it just now; what still waits is seen next time
                return
            self._counters.add("transitions", "closed>bot")
        else:
            self._counters.add("taken_up")
        self._talk.start(taken.lease)

    async def _reopen(self, taken: TakenUp, connection: Connection) -> None:
        async with connection.transaction():
            await self._owners.take(connection, taken.lease.conversation_id, REOPEN)
