"""Who writes faster than anybody reads: of a burst the last message is answered, once the pace allows it.

On platforms every message is stored before this is asked. Those of a burst that others follow are told of
once, and stand in the transcript with that reason beside them.
"""

import asyncio
from collections.abc import Set

from conversations.rates import Rate, Rates
from conversations.turns import Open

TOO_FAST = "too_fast"
LONGEST = 30.0  # seconds; a turn's lease lasts longer than this and an answer together


class Pace:
    """One gateway's, for those it answers on `channels`; whoever is on another one is never too fast."""

    def __init__(self, rate: Rate, channels: Set[str]) -> None:
        self._channels = channels
        self._rates = Rates(rate)
        self._told = Rates(Rate(1, rate.seconds))

    async def keeps(self, message: Open) -> bool:
        """True once `message` may be answered; False where it is beyond it and others wait behind."""
        if message.channel not in self._channels:
            return True
        who = f"{message.channel}:{message.user}"
        left = self._rates.wait(who)
        if left and message.behind:
            return False
        await asyncio.sleep(min(left, LONGEST))
        self._rates.use(who)
        return True

    def tells(self, message: Open) -> bool:
        """Whether the notice is due: once a while."""
        return self._told.take(f"{message.channel}:{message.user}") == 0.0
