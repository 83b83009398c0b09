"""A gateway whose clock jumps: run under libfaketime, it prints what became of a database's conversations.

Python's clock goes three hours forward and three back; PostgreSQL's does not. Before each jump and after it
the router takes a round over a conversation of every kind that a deadline hangs on.
"""

import asyncio
import json
import os
import sys
from datetime import datetime

from conversations import Brain, Conversations
from conversations.messages import SHANGHAI, Reply
from conversations.owners import accept, assign, wrap_up
from tests.fakes.brain import TOKEN, FakeBrain
from tests.keys import KEYS
from tests.unit.desk.routing.reception import ALWAYS, Desk


async def main(database_url: str) -> None:
    async with FakeBrain() as fake, Brain(fake.url, TOKEN, answer_within=2.0) as brain:
        conversations = await Conversations.open(database_url, brain, keys=KEYS)
        try:
            print(json.dumps(await play(Desk(conversations))))  # noqa: T201 - read by the test
        finally:
            await conversations.close(within=0.5)


async def play(desk: Desk) -> dict[str, list[object]]:
    await desk.settings.put("hours", ALWAYS, "admin")
    await desk.agent("wang", state="busy", capacity=9)
    numbers = await scene(desk)
    seen: dict[str, list[object]] = {"hour": [], "owners": [], "there": [], "told": [], "appointment": []}
    for jump in ("+0", "+3h", "-3h"):
        os.environ["FAKETIME"] = jump
        await desk.conversations.receive(desk.says("written", "在吗"))
        await desk.router.once()
        appointment = await desk.sql("select state from desk_appointment")
        seen["hour"].append(datetime.now(SHANGHAI).timestamp() / 3600)
        seen["owners"].append(await desk.owners(*numbers))
        seen["there"].append([each.state for each in await desk.presences.there(30)])
        seen["told"].append([len(await desk.told(user)) for user in ("queued", "booked")])
        seen["appointment"].append([row["state"] for row in appointment])
    return seen


async def scene(desk: Desk) -> list[int]:
    """One that waits, is offered, is served, has been served; and one with an appointment."""
    queued, offered = await desk.queue("queued", 60), await desk.queue("offered", 5)
    await desk.conversations.move(offered, assign("wang"))
    written, wrapped = await desk.queue("written"), await desk.queue("wrapped")
    await desk.conversations.move(written, accept("wang"))
    epoch = (await desk.head(written)).epoch
    await desk.conversations.say(written, "wang", Reply("您好"), epoch=epoch)
    await desk.later(written, 600)
    await desk.conversations.move(wrapped, accept("wang"))
    await desk.conversations.move(wrapped, wrap_up("wang"))
    booked = await desk.talk("booked")
    slots = await desk.appointments.slots(booked)
    await desk.appointments.book(booked, slots[2].starts_at)
    return [queued, offered, written, wrapped, booked]


asyncio.run(main(sys.argv[1]))
