"""All open pages of a gateway share what was looked at once."""

import asyncio
from collections.abc import Sequence

from conversations import Conversations
from desk.routing.alerts import Alert
from tests.unit.desk.office import Office
from tests.unit.desk.work.floor import Floor
from tests.unit.desk.work.page import page


class SlowFloor(Floor):
    """A board takes until `goes_on`, which is always so at first."""

    def __init__(self, conversations: Conversations, office: Office) -> None:
        super().__init__(conversations, office)
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    async def _alerts(self) -> list[Alert]:
        await self.goes_on.wait()
        return self.alerts


async def test_who_comes_later_sees_at_once_what_others_see(
    conversations: Conversations, office: Office
) -> None:
    floor = SlowFloor(conversations, office)
    head = await floor.waits()
    browser, wang = await floor.desk()
    other, li = await floor.desk()
    async with floor.serving() as host, page(floor, host, wang, browser) as first:
        assert _waiting(await first.next("board")) == [head.conversation_id]
        floor.goes_on.clear()
        async with asyncio.timeout(5), page(floor, host, li, other) as second:
            assert _waiting(await second.next("board")) == [head.conversation_id]
        floor.goes_on.set()


async def test_a_supervisor_is_not_shown_what_was_made_for_agents_alone(
    conversations: Conversations, office: Office
) -> None:
    floor = SlowFloor(conversations, office)
    floor.team = [{"agent": "wang"}]
    browser, wang = await floor.desk()
    other, zhao = await floor.desk("supervisor")
    async with floor.serving() as host, page(floor, host, wang, browser) as first:
        await first.next("board")
        async with page(floor, host, zhao, other) as second:
            assert (await second.next("board"))["board"]["team"] == floor.team


def _waiting(frame: dict[str, dict[str, Sequence[dict[str, int]]]]) -> list[int]:
    return [item["conversation_id"] for item in frame["board"]["queue"]]
