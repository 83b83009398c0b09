"""Everything around a turn breaks: the message is still answered, once, and the state is not hurt."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from conversations import Answer, BotTurn, Brain, Conversations, Pending
from conversations.brain import Question
from conversations.database import Database
from conversations.intake import accept
from conversations.messages import Choice, Reply
from conversations.owners import request_handoff
from conversations.turns import Lease, Outcome, Turns, new_token
from tests.fakes.brain import TOKEN, FakeBrain, action_failed, not_ready, turn
from tests.unit.conversations.conftest import Says, eventually

ROOT = Path(__file__).parents[3]


async def answered(conversations: Conversations, inbound: object) -> Answer:
    answer = await conversations.answer(inbound)  # type: ignore[arg-type]  # built by the fixture
    assert isinstance(answer, Answer)
    return answer


async def is_answered(conversations: Conversations, user: str = "u1") -> bool:
    status = await conversations.status("web", user)
    return status is not None and not status.waiting


class Confused(Brain):
    """Meets a fault of ours."""

    async def ask(self, question: Question) -> BotTurn:
        raise KeyError(question.message_id)


async def test_a_turn_that_breaks_is_counted_as_a_fault_of_ours(database_url: str, says: Says) -> None:
    async with Confused("http://127.0.0.1:9", TOKEN) as brain:
        conversations = await Conversations.open(database_url, brain)
        try:
            await conversations.receive(says("你好"))
            async with asyncio.timeout(5):
                while not conversations.counters.value("turns_broken", "fault"):  # noqa: ASYNC110 - a figure
                    await asyncio.sleep(0.02)
        finally:
            await conversations.close()
    assert not conversations.counters.value("turns_broken", "store")


async def test_an_action_that_fails_once_is_asked_again(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    answers = iter([action_failed({}), (200, turn("好了"))])
    fake.answer = lambda _question: next(answers)
    assert (await answered(conversations, says("你好"))).replies[0].text == "好了"
    assert len(fake.asked) == 2
    assert fake.asked[0] == fake.asked[1]


async def test_an_action_that_keeps_failing_is_answered_by_a_notice_and_the_state_stays(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    await answered(conversations, says("一"))
    well, fake.answer = fake.answer, action_failed
    failed = await answered(conversations, says("二"))
    assert failed.by == "notice:action_failed"
    assert "客服热线" in (failed.replies[0].text or "")
    assert conversations.counters.value("brain_failures", "ActionFailed") == 2
    fake.answer = well
    await answered(conversations, says("三"))
    assert fake.asked[-1]["state"] == {"version": 1, "turns": 1}


@pytest.mark.parametrize("answer", [(200, "<html>"), (200, {"messages": []}), (401, {}), (500, {})])
async def test_nonsense_from_the_brain_is_answered_by_a_notice(
    conversations: Conversations, fake: FakeBrain, says: Says, answer: tuple[int, object]
) -> None:
    fake.answer = lambda _question: answer
    assert (await answered(conversations, says("你好"))).by == "notice:brain_unavailable"
    assert len(fake.asked) == 1


@pytest.mark.parametrize("odd", ["你\x00好", "你\ud800好"], ids=["NUL", "half a character"])
async def test_words_postgresql_cannot_hold_are_answered_by_a_notice(
    conversations: Conversations, fake: FakeBrain, says: Says, odd: str
) -> None:
    fake.answer = lambda _question: (200, turn(odd))
    assert (await answered(conversations, says("你好"))).by == "notice:brain_unavailable"


async def test_a_brain_that_hangs_twice_is_answered_by_a_notice(
    database_url: str, fake: FakeBrain, says: Says
) -> None:
    fake.hold.clear()
    async with Brain(fake.url, TOKEN, answer_within=0.2) as brain:
        conversations = await Conversations.open(database_url, brain)
        assert (await answered(conversations, says("你好"))).by == "notice:brain_unavailable"
        await conversations.close()
    assert len(fake.asked) == 2


async def test_a_message_during_a_restart_of_the_brain_is_answered_once_after_it(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    await fake.die()
    inbound = says("你好")
    assert isinstance(await conversations.answer(inbound, within=0.3), Pending)
    well, fake.answer = fake.answer, not_ready
    await fake.start()
    await asyncio.wait_for(fake.reached.wait(), 5)
    fake.answer = well
    assert (await answered(conversations, inbound)).replies[0].text == "答：你好"
    assert [m.sender for m in await conversations.messages("web", "u1")] == ["user", "bot"]


async def test_a_brain_killed_in_the_middle_of_a_turn_is_asked_again(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    fake.hold.clear()
    waiting = asyncio.create_task(conversations.answer(says("你好")))
    await asyncio.wait_for(fake.reached.wait(), 5)
    await fake.die()
    await fake.start()
    answer = await waiting
    assert isinstance(answer, Answer)
    assert answer.replies[0].text == "答：你好"
    assert len(await conversations.messages("web", "u1")) == 2


async def test_a_brain_that_stays_away_is_answered_by_a_notice_in_the_end(
    database_url: str, fake: FakeBrain, brain: Brain, says: Says
) -> None:
    await fake.die()
    conversations = await Conversations.open(database_url, brain, turn_within=0.5)
    assert (await answered(conversations, says("你好"))).by == "notice:brain_unavailable"
    await conversations.close()


async def test_an_owner_that_changes_in_the_middle_of_a_turn_drops_the_late_reply(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    await answered(conversations, says("一"))
    fake.reached.clear()
    fake.hold.clear()
    waiting = asyncio.create_task(conversations.answer(says("二")))
    await asyncio.wait_for(fake.reached.wait(), 5)
    status = await conversations.status("web", "u1")
    assert status is not None
    await conversations.move(status.conversation_id, request_handoff(by="investor", reason="asked"))
    fake.hold.set()
    answer = await waiting
    assert isinstance(answer, Answer)
    assert (answer.by, answer.owner, answer.replies) == ("owner", "queued", ())
    senders = [message.sender for message in await conversations.messages("web", "u1")]
    assert senders == ["user", "bot", "user", "system"]

    async def is_dropped() -> bool:
        return conversations.counters.value("dropped_replies", "epoch") == 1

    await eventually(is_dropped)


async def test_a_finish_after_the_lease_was_lost_writes_nothing(
    database_url: str, conversations: Conversations, says: Says
) -> None:
    async with Database(database_url) as database, database.connection() as connection:
        turns, token = Turns(database), new_token()
        begun = await turns.begin(connection, accept(says("你好", user="u9")), 1, token)
        lease = Lease(begun.conversation_id, token)
        message = await turns.oldest(lease)
        assert message is not None
        await eventually(lambda: is_answered(conversations, "u9"))  # by the sweep: nobody holds lock 1
        late = await turns.finish(lease, message, Outcome((Reply("太晚了"),), state={"x": 1}), connection)
    assert late is None
    assert [m.text for m in await conversations.messages("web", "u9")] == ["你好", "答：你好"]
    assert conversations.counters.value("taken_up") == 1


async def test_an_answer_whose_commit_went_unheard_is_not_written_again_although_more_waits(
    database_url: str, says: Says
) -> None:
    async with Database(database_url) as database, database.connection() as connection:
        turns, token = Turns(database), new_token()
        begun = await turns.begin(connection, accept(says("一")), 1, token)
        await turns.begin(connection, accept(says("二")), 1, new_token())
        lease = Lease(begun.conversation_id, token)
        message = await turns.oldest(lease)
        assert message is not None
        finished = await turns.finish(lease, message, Outcome((Reply("答"),)), connection)
        assert finished is not None
        assert await turns.finish(lease, message, Outcome((Reply("答"),)), connection) is None
        cursor = await connection.execute("select seq, waiting from conversation")
        assert await cursor.fetchone() == {"seq": 3, "waiting": 1}
        following = await turns.oldest(finished.lease)
        assert following is not None
        assert following.text == "二"


@pytest.mark.parametrize("change", ["epoch = epoch + 1", "lease_token = 1", "owner = 'human'"])
async def test_token_epoch_and_owner_are_each_a_fence(database_url: str, says: Says, change: str) -> None:
    async with Database(database_url) as database, database.connection() as connection:
        turns, token = Turns(database), new_token()
        begun = await turns.begin(connection, accept(says("你好")), 1, token)
        lease = Lease(begun.conversation_id, token)
        message = await turns.oldest(lease)
        assert message is not None
        await connection.execute(f"update conversation set {change}")  # noqa: S608 - a change of this test
        outcome = Outcome((Reply("太晚了", (Choice("走势图", "/ask_chart"),)),), state={"x": 1})
        assert await turns.finish(lease, message, outcome, connection) is None
        cursor = await connection.execute(
            "select seq, state, waiting, (select count(*) from button) as buttons from conversation"
        )
        assert await cursor.fetchone() == {"seq": 1, "state": None, "waiting": 1, "buttons": 0}


async def test_a_lease_that_ran_out_is_taken_by_the_next_message_and_both_are_answered_in_order(
    database_url: str, conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    async with Database(database_url) as database, database.connection() as connection:
        begun = await Turns(database).begin(connection, accept(says("一")), 1, new_token())
        await connection.execute(
            "update conversation set lease_until = now() - interval '1 second' where id = %s",
            [begun.conversation_id],
        )
    await answered(conversations, says("二"))
    assert [asked["text"] for asked in fake.asked] == ["一", "二"]


KILLED = """
import asyncio, sys
from conversations import Brain, Conversations, Inbound
async def main():
    conversations = await Conversations.open(sys.argv[1], Brain(sys.argv[2], "test-token"))
    await conversations.receive(Inbound("web", "u1", "m1", text="你好"))
    print("received", flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""


async def test_a_gateway_killed_in_the_middle_of_a_turn_loses_nothing_and_answers_once(
    database_url: str, brain: Brain, fake: FakeBrain, says: Says
) -> None:
    fake.hold.clear()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, database_url, fake.url, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await asyncio.wait_for(process.stdout.readline(), 30) == b"received\n"
    await asyncio.wait_for(fake.reached.wait(), 10)
    os.kill(process.pid, signal.SIGKILL)
    await process.wait()
    fake.hold.set()

    conversations = await Conversations.open(database_url, brain)
    began = asyncio.get_running_loop().time()
    answer = await answered(conversations, says("你好", message_id="m1"))
    assert asyncio.get_running_loop().time() - began < 10  # a lease that had to run out would take 75 s
    assert answer.replies[0].text == "答：你好"
    assert [m.sender for m in await conversations.messages("web", "u1")] == ["user", "bot"]
    assert conversations.counters.value("taken_up") == 1
    await conversations.close()


async def test_a_message_that_kills_every_gateway_is_answered_by_a_notice(
    database_url: str, conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    async with Database(database_url) as database, database.connection() as connection:
        begun = await Turns(database).begin(connection, accept(says("毒")), 1, new_token())
        await connection.execute(
            "update conversation set takeovers = 3 where id = %s and lease_token is not null",
            [begun.conversation_id],
        )
    await eventually(lambda: is_answered(conversations))
    said = await conversations.messages("web", "u1", after=1)
    assert fake.asked == []
    assert "客服热线" in (said[0].text or "")
