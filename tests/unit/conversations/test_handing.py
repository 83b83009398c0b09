"""Answers in the platform's own response: held back for it, given once, and again when it asks again."""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest

from conversations import Answer, Brain, Conversations, Inbound
from conversations.handing import Handed
from conversations.intake import delivery_key
from conversations.outbox_sql import HAND_OVER
from conversations.owners import leave_ticket
from conversations.sending import RateLimited
from conversations.turns import new_token
from tests.fakes.brain import FakeBrain, turn
from tests.unit.conversations.conftest import Says, eventually
from tests.unit.conversations.test_parcels import Postman


@pytest.fixture
def wechat() -> Postman:
    return Postman(name="wechat")


@pytest.fixture
async def conversations(database_url: str, brain: Brain, wechat: Postman) -> AsyncIterator[Conversations]:
    opened = await Conversations.open(database_url, brain, senders=[wechat])
    yield opened
    await opened.close(within=0.5)


async def states(dsn: str) -> list[str]:
    async with await psycopg.AsyncConnection.connect(dsn) as connection:
        found = await connection.execute("select state from outbox order by seq")
        return [row[0] for row in await found.fetchall()]


async def become(dsn: str, *wanted: str) -> None:
    async def so() -> bool:
        return await states(dsn) == list(wanted)

    await eventually(so)


async def asked(conversations: Conversations, says: Says) -> Inbound:
    inbound = says("你好", channel="wechat")
    assert isinstance(await conversations.answer(inbound), Answer)
    return inbound


async def taken(conversations: Conversations, inbound: Inbound) -> Handed:
    """Its answer, for the response."""
    handed = await conversations.hand_over("wechat", "u1", inbound.message_id)
    assert handed is not None
    return handed


async def test_an_answer_in_the_response_is_not_sent_besides(
    conversations: Conversations, wechat: Postman, says: Says, database_url: str
) -> None:
    inbound = await asked(conversations, says)
    handed = await taken(conversations, inbound)
    assert not handed.repeat
    assert len(handed.items) == 1
    assert await states(database_url) == ["sending"]
    await conversations.handed(handed, sent=1)
    assert await states(database_url) == ["sent"]
    assert wechat.letters == []


async def test_the_place_in_the_queue_goes_out_in_the_response_with_the_answer(
    conversations: Conversations, wechat: Postman, says: Says, fake: FakeBrain, database_url: str
) -> None:
    handoff = {"reason": "asked", "skill": "general", "priority": 0}
    fake.answer = lambda _question: (200, turn("好的，马上转接。", handoff=handoff))
    inbound = await asked(conversations, says)
    handed = await taken(conversations, inbound)
    assert [item.sender for item in handed.items] == ["bot", "system"]
    await conversations.handed(handed, sent=2)
    assert await states(database_url) == ["sent", "sent"]
    assert wechat.letters == []


async def test_what_is_said_to_who_left_a_message_goes_out_in_the_response(
    conversations: Conversations, wechat: Postman, says: Says, database_url: str
) -> None:
    inbound = await asked(conversations, says)
    handed = await taken(conversations, inbound)
    await conversations.handed(handed, sent=1)
    await conversations.move(handed.items[0].conversation_id, leave_ticket(by="investor", reason="away"))
    await become(database_url, "sent", "sent")
    letters = len(wechat.letters)
    inbound = await asked(conversations, says)
    kept = await taken(conversations, inbound)
    assert [(item.sender, "已记下" in (item.text or "")) for item in kept.items] == [("system", True)]
    await conversations.handed(kept, sent=1)
    assert await states(database_url) == ["sent", "sent", "sent"]
    assert len(wechat.letters) == letters


async def test_what_does_not_fit_the_response_goes_the_ordinary_way_after_it(
    conversations: Conversations, wechat: Postman, says: Says, fake: FakeBrain, database_url: str
) -> None:
    fake.answer = lambda _question: (200, turn("一", "二"))
    inbound = await asked(conversations, says)
    handed = await taken(conversations, inbound)
    await conversations.handed(handed, sent=1)
    await become(database_url, "sent", "sent")
    assert [body for _, body in wechat.letters] == ["二"]


async def test_an_answer_nobody_put_into_a_response_is_sent_when_the_time_for_it_is_over(
    conversations: Conversations, wechat: Postman, says: Says, database_url: str
) -> None:
    inbound = await asked(conversations, says)
    assert await states(database_url) == ["pending"]
    async with asyncio.timeout(9):
        await become(database_url, "sent")
    assert len(wechat.letters) == 1
    assert await conversations.hand_over("wechat", "u1", inbound.message_id) is None


async def test_a_message_delivered_again_gets_the_same_response(
    conversations: Conversations, says: Says, database_url: str
) -> None:
    inbound = await asked(conversations, says)
    first = await taken(conversations, inbound)
    await conversations.handed(first, sent=1)
    again = await taken(conversations, inbound)
    assert again.repeat
    assert [item.text for item in again.items] == [item.text for item in first.items]
    await conversations.handed(again, sent=1)
    assert await states(database_url) == ["sent"]


async def test_a_message_delivered_again_gets_the_same_response_while_the_rest_still_waits(
    conversations: Conversations, wechat: Postman, says: Says, fake: FakeBrain, database_url: str
) -> None:
    fake.answer = lambda _question: (200, turn("一", "二"))
    wechat.outcomes = [RateLimited(60)]
    inbound = await asked(conversations, says)
    first = await taken(conversations, inbound)
    await conversations.handed(first, sent=1)
    await eventually(lambda: is_refused(wechat))
    await become(database_url, "sent", "pending")
    again = await taken(conversations, inbound)
    assert again.repeat
    assert [item.text for item in again.items] == ["一", "二"]
    await conversations.handed(again, sent=2)
    assert await states(database_url) == ["sent", "sent"]
    assert len(wechat.letters) == 1


async def test_a_message_delivered_again_while_its_response_is_under_way_gets_the_same(
    conversations: Conversations, wechat: Postman, says: Says, database_url: str
) -> None:
    inbound = await asked(conversations, says)
    first, again = [await taken(conversations, inbound) for _ in range(2)]
    assert again.repeat
    assert [item.text for item in again.items] == [item.text for item in first.items]
    await conversations.handed(again, sent=1)
    await conversations.handed(first, sent=1)
    assert await states(database_url) == ["sent"]
    assert wechat.letters == []


async def test_what_does_not_fit_is_given_back_before_the_response_goes_out(
    conversations: Conversations, wechat: Postman, says: Says, fake: FakeBrain, database_url: str
) -> None:
    fake.answer = lambda _question: (200, turn("一", "二"))
    inbound = await asked(conversations, says)
    handed = await taken(conversations, inbound)
    kept = await conversations.give_back(handed, keep=1)
    assert [item.text for item in kept.items] == ["一"]
    assert await states(database_url) == ["sending", "pending"]
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute("update outbox set lease_holder = 1 where state = 'sending'")
    await become(database_url, "unknown", "sent")
    assert [body for _, body in wechat.letters] == ["二"]


async def test_the_rest_of_an_answer_goes_the_ordinary_way_though_its_gateway_died(
    conversations: Conversations, wechat: Postman, says: Says, fake: FakeBrain, database_url: str
) -> None:
    fake.answer = lambda _question: (200, turn("一", "二"))
    inbound = await asked(conversations, says)
    assert await conversations.hand_over("wechat", "u1", inbound.message_id)
    again = await taken(conversations, inbound)
    await conversations.handed(again, sent=1)
    await become(database_url, "sent", "sent")
    assert [body for _, body in wechat.letters] == ["二"]


async def is_refused(postman: Postman) -> bool:
    """Whether it went wrong as ordered."""
    return bool(postman.letters) and not postman.outcomes


async def test_a_gateway_that_died_before_its_response_leaves_it_open_until_the_platform_asks_again(
    conversations: Conversations, wechat: Postman, says: Says, database_url: str
) -> None:
    inbound = await asked(conversations, says)
    assert await conversations.hand_over("wechat", "u1", inbound.message_id)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute("update outbox set lease_holder = 1")
    await become(database_url, "unknown")
    again = await taken(conversations, inbound)
    assert again.repeat
    await conversations.handed(again, sent=1)
    assert await states(database_url) == ["sent"]
    assert wechat.letters == []


async def test_what_was_taken_in_a_commit_that_went_unheard_is_given_all_the_same(
    database_url: str, brain: Brain, says: Says
) -> None:
    conversations = await Conversations.open(database_url, brain)  # nobody sends, or tidies up, meanwhile
    inbound = await asked(conversations, says)
    key = delivery_key("u1", inbound.message_id)
    values = {"channel": "wechat", "key": key, "holder": 1, "token": new_token()}
    first = await conversations.database.rows(HAND_OVER, values)
    assert len(first) == 1
    assert await conversations.database.rows(HAND_OVER, values) == first
    await conversations.close(within=0.5)


async def test_a_response_never_overtakes_what_was_said_before(
    conversations: Conversations, says: Says
) -> None:
    await asked(conversations, says)
    second = await asked(conversations, says)
    assert await conversations.hand_over("wechat", "u1", second.message_id) is None


async def test_nobody_looks_for_an_answer_that_goes_out_in_the_response(
    conversations: Conversations, says: Says
) -> None:
    loop = asyncio.get_running_loop()
    began, before = loop.time(), conversations.counters.value("outbox_claims")
    for number in range(20):
        inbound = says("你好", channel="wechat", user=f"u{number}")
        assert isinstance(await conversations.answer(inbound), Answer)
        handed = await conversations.hand_over("wechat", inbound.user, inbound.message_id)
        assert handed is not None
        await conversations.handed(handed, sent=1)
    assert conversations.counters.value("outbox_claims") - before <= (loop.time() - began) + 2
