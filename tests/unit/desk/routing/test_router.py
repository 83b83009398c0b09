"""Who waits is served, the oldest first, whatever agents, investors and gateways do at that moment."""

import asyncio

import pytest

from conversations.messages import Choice, Reply
from conversations.owners import accept, release, requeue, wrap_up
from tests.unit.conversations.conftest import eventually
from tests.unit.desk.routing.reception import Desk


async def stands(desk: Desk, number: int, owner: str) -> bool:
    return (await desk.head(number)).owner == owner


async def has_run(desk: Desk) -> bool:
    return desk.router.counts.waiting is not None


async def test_the_oldest_is_offered_to_who_is_ready(desk: Desk) -> None:
    await desk.agent("wang")
    younger, older = await desk.queue("u1", 5), await desk.queue("u2", 90)
    await desk.router.once()
    assert await desk.owners(older, younger) == [("assigned", "wang"), ("queued", None)]


async def test_an_agent_who_frees_is_given_the_oldest(desk: Desk) -> None:
    await desk.agent("wang")
    served, oldest, other = [await desk.queue(f"u{n}", 90 - n) for n in range(3)]
    await desk.router.once()
    await desk.conversations.move(served, accept("wang"))
    await desk.router.once()
    assert await desk.owners(served, oldest) == [("human", "wang"), ("queued", None)]
    await desk.conversations.move(served, release(by="wang", reason="solved"))
    await desk.router.once()
    assert await desk.owners(oldest, other) == [("assigned", "wang"), ("queued", None)]


async def test_nobody_is_given_more_than_their_capacity_and_one_more_at_the_peak(desk: Desk) -> None:
    await desk.agent("wang", capacity=2)
    await desk.agent("off", capacity=0)
    numbers = [await desk.queue(f"u{n}", 90 - n) for n in range(4)]
    await desk.router.once()
    assert [owner for owner, _ in await desk.owners(*numbers)] == ["assigned", "assigned", "queued", "queued"]
    await desk.settings.put(
        "hours", {"other": [], "trading": [["00:00", "24:00"]], "peak": ["00:00", "24:00"]}, "a"
    )
    await desk.router.once()
    assert [owner for owner, _ in await desk.owners(*numbers)].count("assigned") == 3


async def test_who_is_busy_or_away_or_gone_is_offered_nothing(desk: Desk) -> None:
    for state in ("busy", "away", "gone"):
        await desk.agent(state, state=state)
    number = await desk.queue("u1", 90)
    await desk.router.once()
    assert await desk.owners(number) == [("queued", None)]


async def test_an_offer_not_taken_goes_to_the_next_with_its_clock_kept(desk: Desk) -> None:
    await desk.agent("wang")
    number = await desk.queue("u1", 10)
    before = (await desk.head(number)).queued_at
    await desk.router.once()
    await desk.later(number, 31)
    await desk.agent("li")
    await desk.sql("update desk_presence set state = 'busy' where agent = 'wang'")
    await desk.router.once()
    head = await desk.head(number)
    assert (head.owner, head.agent) == ("assigned", "li")
    assert before is not None
    assert head.queued_at is not None
    assert (before - head.queued_at).total_seconds() == pytest.approx(31)
    assert desk.router.counts.reassigned == {"not accepted": 1}


async def test_an_investor_hears_of_people_and_not_of_offers(desk: Desk) -> None:
    await desk.agent("wang")
    number = await desk.queue("u1", 10)
    before = await desk.told("u1")
    for _ in range(2):
        await desk.router.once()
        await desk.later(number, 31)
    assert await desk.told("u1") == before


async def test_who_misses_two_offers_in_a_row_is_away(desk: Desk) -> None:
    await desk.agent("wang")
    number = await desk.queue("u1")
    for expected in ("ready", "away"):
        await desk.router.once()
        await desk.later(number, 31)
        await desk.router.once()
        assert [each.state for each in await desk.presences.there(30)] == [expected]
    assert await desk.owners(number) == [("queued", None)]


async def test_an_offer_taken_ends_the_row_of_missed_ones(desk: Desk) -> None:
    await desk.agent("wang")
    number = await desk.queue("u1")
    await desk.router.once()
    await desk.later(number, 31)
    await desk.router.once()
    await desk.conversations.move(number, accept("wang"))
    await desk.router.once()
    assert await desk.sql("select missed from desk_presence") == [{"missed": 0}]


async def test_what_a_vanished_agent_had_is_given_to_another_before_who_waits_longer(desk: Desk) -> None:
    await desk.agent("wang")
    talk = await desk.queue("u1")
    await desk.router.once()
    await desk.conversations.move(talk, accept("wang"))
    await desk.later(talk, 31)
    older = await desk.queue("u2", 500)
    await desk.vanish("wang")
    await desk.agent("li")
    await desk.router.once()
    assert await desk.owners(talk, older) == [("assigned", "li"), ("queued", None)]
    assert "最前面" in " ".join(await desk.told("u1"))
    assert desk.router.counts.reassigned == {"agent gone": 1}


async def test_a_short_silence_of_the_browser_takes_nothing_away(desk: Desk) -> None:
    await desk.agent("wang")
    talk = await desk.queue("u1")
    await desk.router.once()
    await desk.conversations.move(talk, accept("wang"))
    await desk.later(talk, 100)
    await desk.sql("update desk_presence set seen_at = now() - interval '25 seconds'")
    await desk.router.once()
    assert await desk.owners(talk) == [("human", "wang")]


async def test_an_investor_left_without_an_answer_goes_to_the_front(desk: Desk) -> None:
    await desk.agent("wang")
    talk = await desk.queue("u1")
    await desk.conversations.move(talk, accept("wang"))
    await desk.conversations.say(talk, "wang", Reply("您好"), epoch=(await desk.head(talk)).epoch)
    await desk.later(talk, 300)
    await desk.router.once()
    assert await desk.owners(talk) == [("human", "wang")]  # the investor has the word
    await desk.conversations.receive(desk.says("u1", "在吗"))
    await desk.later(talk, 179)
    await desk.router.once()
    assert await desk.owners(talk) == [("human", "wang")]
    await desk.later(talk, 2)
    await desk.sql("update desk_presence set state = 'busy'")
    await desk.router.once()
    assert await desk.owners(talk) == [("queued", None)]
    assert desk.router.counts.reassigned == {"not answered": 1}


async def test_a_button_of_the_desk_waits_for_no_word_of_the_agents(desk: Desk) -> None:
    await desk.agent("wang")
    talk = await desk.queue("u1")
    await desk.conversations.move(talk, accept("wang"))
    await desk.conversations.say(talk, "wang", Reply("您好"), epoch=(await desk.head(talk)).epoch)
    [said] = await desk.conversations.tell(talk, Reply("评分", (Choice("满意", "desk:rate:1:agent:4"),)))
    pressed = desk.says("u1", "满意", kind="button", button=said.buttons[0].id)
    await desk.conversations.receive(pressed)
    await desk.later(talk, 200)
    await desk.router.once()
    assert await desk.owners(talk) == [("human", "wang")]


async def test_an_agent_who_accepts_and_says_nothing_loses_the_conversation(desk: Desk) -> None:
    await desk.agent("wang", state="busy")
    talk = await desk.queue("u1")
    await desk.conversations.move(talk, accept("wang"))
    await desk.later(talk, 181)
    await desk.router.once()
    assert await desk.owners(talk) == [("queued", None)]


async def test_agents_of_a_platforms_own_desk_are_left_alone(desk: Desk) -> None:
    talk = await desk.queue("u1")
    await desk.conversations.move(talk, accept("somebody of WeCom's"))
    await desk.later(talk, 86_400)
    await desk.router.once()
    assert await desk.owners(talk) == [("human", "somebody of WeCom's")]


async def test_a_talk_in_which_the_investor_is_silent_is_wrapped_up_and_ended(desk: Desk) -> None:
    await desk.agent("wang")
    talk = await desk.queue("u1")
    await desk.conversations.move(talk, accept("wang"))
    await desk.conversations.say(talk, "wang", Reply("还有问题吗"), epoch=(await desk.head(talk)).epoch)
    await desk.later(talk, 1801)
    await desk.router.once()
    assert await desk.owners(talk) == [("wrapup", "wang")]
    await desk.later(talk, 301)
    await desk.router.once()
    assert await desk.owners(talk) == [("bot", None)]


async def test_a_wrap_up_that_nobody_ends_goes_to_the_bot_with_what_was_written_down(desk: Desk) -> None:
    await desk.agent("wang")
    talk = await desk.queue("u1")
    await desk.conversations.move(talk, accept("wang"))
    await desk.conversations.move(talk, wrap_up("wang", detail={"told": "已为您登记"}))
    await desk.later(talk, 301)
    await desk.router.once()
    assert await desk.owners(talk) == [("bot", None)]
    assert "已为您登记" in (await desk.told("u1"))[-1]


async def test_who_writes_after_the_talk_is_before_the_agent_again(desk: Desk) -> None:
    await desk.agent("wang")
    talk = await desk.queue("u1")
    await desk.conversations.move(talk, accept("wang"))
    await desk.conversations.move(talk, wrap_up("wang"))
    await desk.conversations.receive(desk.says("u1", "还有一个问题"))
    await desk.later(talk, 301)
    await desk.router.once()
    assert await desk.owners(talk) == [("human", "wang")]


async def test_who_asks_for_a_person_is_offered_to_one_by_the_running_router(desk: Desk) -> None:
    await desk.agent("wang")
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(desk.router.run())
        number, next_one = await desk.queue("u1"), await desk.queue("u2")
        await eventually(lambda: stands(desk, number, "assigned"))
        await desk.conversations.move(number, accept("wang"))
        await desk.conversations.move(number, release(by="wang", reason="solved"))
        await eventually(lambda: stands(desk, next_one, "assigned"))
        running.cancel()


async def test_the_running_router_outlives_a_lost_connection(desk: Desk) -> None:
    await desk.agent("wang")
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(desk.router.run())
        await eventually(lambda: has_run(desk))
        await desk.sql(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
        number = await desk.queue("u1")
        await eventually(lambda: stands(desk, number, "assigned"))
        running.cancel()


async def test_the_last_agent_is_remembered(desk: Desk) -> None:
    await desk.agent("wang")
    await desk.agent("li")
    number = await desk.queue("u1")
    await desk.conversations.move(number, accept("li"))
    await desk.router.once()
    await desk.conversations.move(number, release(by="li", reason="solved"))
    await desk.router.once()
    again = await desk.queue("u1")
    assert again == number
    await desk.router.once()
    assert await desk.owners(number) == [("assigned", "li")]


async def test_what_an_agent_gives_back_goes_to_another(desk: Desk) -> None:
    await desk.agent("wang")
    talk = await desk.queue("u1")
    await desk.router.once()
    await desk.conversations.move(talk, accept("wang"))
    await desk.agent("li", capacity=2)
    other = await desk.queue("u2")
    await desk.conversations.move(other, accept("li"))
    await desk.router.once()
    await desk.conversations.move(talk, requeue(by="wang", reason="returned"))
    await desk.router.once()
    assert await desk.owners(talk) == [("assigned", "li")]


async def test_the_counts_say_what_the_last_round_saw(desk: Desk) -> None:
    await desk.agent("wang", capacity=1)
    await desk.agent("li", state="away")
    await desk.queue("u1", 40)
    await desk.queue("u2", 20)
    await desk.router.once()
    counts = desk.router.counts
    assert (counts.waiting, counts.offered, counts.agents) == (1, 1, {"ready": 1, "away": 1})
    assert counts.longest_wait == pytest.approx(20, abs=5)
