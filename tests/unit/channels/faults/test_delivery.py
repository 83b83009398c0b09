"""However a message comes, often, late or while nothing works, it is stored once and answered once."""

import asyncio
from functools import partial
from itertools import batched

import pytest

from tests.e2e.nasty import NASTY
from tests.unit.channels.faults.books import Books
from tests.unit.channels.faults.conftest import Gateway
from tests.unit.conversations.conftest import eventually

LABEL = "【自动回复】"
MARKUP = {
    "the end of CDATA": "]]></Content><MsgType><![CDATA[event]]></MsgType><Content><![CDATA[",
    "half of CDATA's end": "]]>",
    "entities": "&lt;b&gt; &amp; &#x27; &unknown;",
    "HTML": "<b>粗</b> <a href='x'>链</a> <i>",
}


async def shows(gateway: Gateway, user: str, count: int) -> None:
    """Until so many answers have arrived; several may come in one message."""

    async def is_so() -> bool:
        await gateway.books.later(user)
        return len(await answers(gateway, user)) >= count

    await eventually(is_so)


async def answers(gateway: Gateway, user: str) -> list[str]:
    """What the brain's answers say, in the order in which they came."""
    said = "\n".join(await gateway.line.shown(user)).replace(LABEL, "")
    return [part.strip() for part in said.split("答：")[1:]]


async def is_told(gateway: Gateway, user: str) -> bool:
    """Whether anything of ours has arrived."""
    await gateway.books.later(user)
    return bool(await gateway.line.shown(user))


async def test_a_message_is_answered(gateway: Gateway) -> None:
    user = gateway.line.investor()
    assert await gateway.line.bring(gateway.line.message(user, "茅台多少钱")) == 200
    await shows(gateway, user, 1)
    assert await answers(gateway, user) == ["茅台多少钱"]


async def test_what_comes_again_is_stored_and_answered_once(gateway: Gateway) -> None:
    line, user = gateway.line, gateway.line.investor()
    first, second = line.message(user, "一"), line.message(user, "二")
    statuses = [await line.bring(first), await line.bring(first)]
    statuses += [await line.bring(second), await line.bring(first)]
    assert set(statuses) == {200}
    await line.settle()
    await shows(gateway, user, 2)
    assert await gateway.books.said(user) == ["一", "二"]
    assert await answers(gateway, user) == ["一", "二"]


async def test_what_comes_several_times_at_once_is_stored_and_answered_once(gateway: Gateway) -> None:
    line, user = gateway.line, gateway.line.investor()
    delivery = line.message(user, "同时")
    assert set(await asyncio.gather(*(line.bring(delivery) for _ in range(4)))) == {200}
    await line.settle()
    await shows(gateway, user, 1)
    assert await gateway.books.said(user) == ["同时"]
    assert await answers(gateway, user) == ["同时"]


async def test_what_comes_out_of_order_is_all_answered(gateway: Gateway) -> None:
    line, user = gateway.line, gateway.line.investor()
    first, second, third = (line.message(user, text) for text in ("一", "二", "三"))
    for delivery in (second, third, first):
        assert await line.bring(delivery) == 200
    await line.settle()
    await shows(gateway, user, 3)
    assert sorted(await gateway.books.said(user)) == sorted(("一", "二", "三"))
    assert sorted(await answers(gateway, user)) == sorted(("一", "二", "三"))


async def test_whatever_an_investor_types_is_stored_once_and_answered(gateway: Gateway) -> None:
    line = gateway.line
    texts = [text for text in NASTY.values() if "\ud83d" not in text]  # not even XML's bytes can hold that
    users = [line.investor() for _ in texts]
    deliveries = [line.message(user, text) for user, text in zip(users, texts, strict=True)]
    for few in batched(deliveries, 8):  # this gateway's patience with its store is short
        assert set(await asyncio.gather(*map(line.bring, few))) <= {200, 202}
    await line.settle()
    for user in users:
        await eventually(partial(is_told, gateway, user))
        assert len(await gateway.books.said(user)) == 1
        assert await gateway.books.is_answered(user)


@pytest.mark.parametrize("text", MARKUP.values(), ids=MARKUP)
async def test_markup_is_nothing_but_words(gateway: Gateway, text: str) -> None:
    line, user = gateway.line, gateway.line.investor()
    assert await line.bring(line.message(user, text)) == 200
    await line.settle()
    await shows(gateway, user, 1)
    assert await gateway.books.said(user) == [text]
    [said] = await line.shown(user)
    assert said.replace("＜", "<").endswith(f"答：{text}")


async def test_a_slow_bot_does_not_keep_the_platform_waiting(gateway: Gateway) -> None:
    line, user = gateway.line, gateway.line.investor()
    gateway.brain.hold.clear()
    async with asyncio.timeout(3):
        assert await line.bring(line.message(user, "慢")) in (200, 202)
    assert await line.shown(user) == []
    gateway.brain.hold.set()
    await shows(gateway, user, 1)
    assert await answers(gateway, user) == ["慢"]


async def test_without_a_store_nothing_is_promised_and_nothing_lost(gateway: Gateway, books: Books) -> None:
    line, user = gateway.line, gateway.line.investor()
    delivery = line.message(user, "在吗")
    async with gateway.without_store():
        assert await line.bring(delivery) == line.away

    async def is_taken() -> bool:
        return line.away == 200 or await line.bring(delivery) == 200

    await eventually(is_taken, within=20)
    await eventually(partial(books.is_answered, user), within=20)
    assert await books.said(user) == ["在吗"]
    await shows(gateway, user, 1)
