"""A gateway's worker that stops at one point of its job, so that it can be killed or held there.

    python -m tests.unit.notices.doomed DSN before|after     (the delivery)

Says "here" when it has come to that point, and goes on when it is told a line.
"""

import asyncio
import sys
from collections.abc import Sequence

from conversations import Brain, Conversations, Reply
from conversations.followups import Fate
from notices.followups import Followups
from notices.jobs import Jobs
from tests.unit.notices.promises import QUICK, Preparing


class Doomed(Conversations):
    """Stops before or after it has said what follows; in the end it tells what became of that."""

    point = "before"

    async def follow_up(self, number: int, replies: Sequence[Reply], *, failed: bool = False) -> Fate | None:
        if self.point == "before":
            await stop()
        fate = await super().follow_up(number, replies, failed=failed)
        if self.point == "after":
            await stop()
        print(fate, flush=True)  # noqa: T201 - the test waits for it
        return fate


async def stop() -> None:
    print("here", flush=True)  # noqa: T201 - the test waits for it
    await asyncio.to_thread(sys.stdin.readline)


async def main(dsn: str, point: str) -> None:
    Doomed.point = point
    async with Brain("http://127.0.0.1:9", "nobody") as brain:
        conversations = await Doomed.open(dsn, brain)
        async with Jobs(dsn, [Followups(conversations, {"report": Preparing()}).task], QUICK):
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
