"""When a group may be written to again: to Telegram it is one chat, to the outbox several conversations."""

import asyncio

from channels.telegram.address import Address


class Pace:
    """The groups of one bot that have to wait, as one gateway knows it; those that need not are forgotten."""

    def __init__(self) -> None:
        self._free_at: dict[int, float] = {}  # of the loop's clock

    def left(self, address: Address) -> float:
        """Seconds to wait; 0 in a private chat, where the outbox knows of it."""
        return max(self._free_at.get(address.chat, 0.0) - asyncio.get_running_loop().time(), 0.0)

    def hold(self, address: Address, seconds: float) -> None:
        """Nothing more for so long to the group that `address` is in."""
        if address.person is None:
            return
        now = asyncio.get_running_loop().time()
        held = {chat: free_at for chat, free_at in self._free_at.items() if free_at > now}
        self._free_at = {**held, address.chat: max(held.get(address.chat, 0.0), now + seconds)}
