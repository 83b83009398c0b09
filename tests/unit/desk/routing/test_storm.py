"""Agents, investors and two routers act at random at once: every step follows from the one before."""

import asyncio
import contextlib
import random
from collections import Counter, defaultdict

from conversations.errors import TransitionError
from conversations.owners import Step, accept, release, request_handoff, requeue, wrap_up
from desk.routing.router import Router
from tests.unit.desk.routing.reception import Desk

AGENTS = {"wang": 2, "li": 1, "zhao": 3}
HELD = ("assigned", "human", "wrapup")


async def act(desk: Desk, chance: random.Random, numbers: list[int]) -> None:
    """Somebody looks at a conversation and takes a step that was right when they looked."""
    head = await desk.head(chance.choice(numbers))
    await asyncio.sleep(chance.random() * 0.005)
    agent, epoch = head.agent or "", head.epoch
    choices: dict[str, list[Step]] = {
        "bot": [request_handoff(by="investor", reason="asked", epoch=epoch)],
        "queued": [release(by="investor", reason="button", epoch=epoch)],
        "assigned": [accept(agent, epoch=epoch)] * 3 + [requeue(by=agent, reason="declined", epoch=epoch)],
        "human": [wrap_up(agent, epoch=epoch), release(by=agent, reason="solved", epoch=epoch)],
        "wrapup": [requeue(by=agent, reason="not over", epoch=epoch), accept(agent, epoch=epoch)],
    }
    if steps := choices.get(head.owner):
        with contextlib.suppress(TransitionError):  # somebody was quicker: that is what is tried here
            await desk.conversations.move(head.conversation_id, chance.choice(steps))


async def several(desk: Desk, seed: int, numbers: list[int]) -> None:
    chance = random.Random(seed)  # noqa: S311 - a storm that can be had again
    for _ in range(40):
        await act(desk, chance, numbers)


async def rounds(router: Router) -> None:
    while True:
        await router.once()


async def test_whatever_happens_at_once_each_conversation_has_one_owner_and_no_agent_too_many(
    desk: Desk,
) -> None:
    for name, capacity in AGENTS.items():
        await desk.agent(name, capacity=capacity)
    numbers = [await desk.queue(f"u{n}") for n in range(14)]
    routers = [asyncio.create_task(rounds(each)) for each in (desk.router, desk.another_router())]
    await asyncio.gather(*(several(desk, seed, numbers) for seed in range(6)))
    for router in routers:
        router.cancel()
    await asyncio.gather(*routers, return_exceptions=True)
    await check(desk, numbers)


async def check(desk: Desk, numbers: list[int]) -> None:
    """Go through all steps: each from where the one before led, none beyond an agent's capacity."""
    steps = await desk.sql(
        "select conversation_id as number, epoch, from_owner, to_owner, agent from transition order by id"
    )
    stands: defaultdict[int, tuple[int, str, str | None]] = defaultdict(lambda: (0, "bot", None))
    for step in steps:
        epoch, owner, _ = stands[step["number"]]
        assert (step["epoch"], step["from_owner"]) == (epoch + 1, owner)
        stands[step["number"]] = (step["epoch"], step["to_owner"], step["agent"])
        loads = Counter(agent for _, held, agent in stands.values() if held in HELD)
        assert all(loads[name] <= most for name, most in AGENTS.items())
    heads = [await desk.head(number) for number in numbers]
    assert [(head.epoch, head.owner, head.agent) for head in heads] == [stands[n] for n in numbers]
    assert Counter(step["to_owner"] for step in steps)["assigned"] > len(AGENTS)
