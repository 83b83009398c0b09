"""PostgreSQL drops every connection in the middle of talking: nothing is lost, said twice or out of order."""

import asyncio

from conversations import StoreUnavailable
from desk.errors import AlreadyTaken, Unavailable
from desk.people.caller import Caller
from desk.work.speaking import Saying
from tests.unit.desk.work.floor import Floor
from tests.unit.desk.work.page import page

CUT = """
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()"""


async def test_what_agents_say_through_cuts_arrives_once_and_in_order(floor: Floor) -> None:
    browser, wang = await floor.desk()
    head = await floor.served(wang)
    texts = [f"第 {place} 句" for place in range(20)]

    async def say(text: str) -> None:
        """As the page does: the same again, under the same name, until it is answered."""
        while True:
            try:
                await floor.speaking.say(wang, head.conversation_id, Saying(head.epoch, text[2:-2], text))
            except Unavailable:
                continue
            return

    async with floor.serving() as host, page(floor, host, wang, browser) as desk:
        await desk.says(type="watch", conversation=head.conversation_id, after=head.seq, epoch=head.epoch)
        cutting = asyncio.create_task(cuts(floor))
        for text in texts:
            await say(text)
        cutting.cancel()
        assert await desk.lines(head.seq + 20) == list(range(head.seq + 1, head.seq + 21))
    assert (await floor.texts())[-20:] == texts


async def test_a_conversation_whose_steps_are_cut_has_exactly_one_owner(floor: Floor) -> None:
    people = [(await floor.desk())[1] for _ in range(3)]
    head = await floor.waits()
    number = head.conversation_id
    cutting = asyncio.create_task(cuts(floor))
    for _ in range(6):
        await asyncio.gather(*(grab(floor, each, number) for each in people))
    cutting.cancel()
    now = await floor.head(number)
    steps = await floor.records.steps(number)
    assert [step.epoch for step in steps] == list(range(1, now.epoch + 1))
    assert all(step.before == earlier.owner for earlier, step in zip(steps, steps[1:], strict=False))
    assert (steps[-1].owner, steps[-1].agent) == (now.owner, now.agent)


async def grab(floor: Floor, caller: Caller, number: int) -> None:
    """Take it if it waits, give it back if it is theirs."""
    try:
        head = await floor.head(number)
        if head.owner == "queued":
            await floor.work.accept(caller, number, head.epoch)
        elif head.agent == caller.agent:
            await floor.work.requeue(caller, number, head.epoch)
    except (AlreadyTaken, StoreUnavailable, Unavailable):  # who has it, the next look tells
        return


async def cuts(floor: Floor) -> None:
    """Again and again, until cancelled."""
    while True:
        await floor.office.database.rows(CUT, {})
        await asyncio.sleep(0.15)
