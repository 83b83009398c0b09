"""Several messages in one request, one message in several: what was confirmed is never sent again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import psycopg
import pytest

from conversations import Brain, Conversations, Reply
from conversations.owners import accept
from conversations.sending import (
    Item,
    Limits,
    NotSent,
    OutcomeUnknown,
    Parcel,
    RateLimited,
    Request,
    SendResult,
)
from tests.fakes.brain import FakeBrain, turn
from tests.unit.conversations.conftest import Says, eventually

Opens = Callable[["Postman"], Awaitable["Post"]]


@dataclass
class Postman:
    """A platform that takes letters of `width` characters: the short share one, the long take several."""

    name: str = "telegram"
    width: int = 5
    limits: Limits = field(default_factory=lambda: Limits(per_second=1000, within=0.5, together=10))
    outcomes: list[SendResult | Exception] = field(default_factory=list)
    letters: list[tuple[str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    stands: asyncio.Event | None = None
    items: list[Item] = field(default_factory=list)

    def pack(self, items: Sequence[Item]) -> list[Parcel[str]]:
        parcels: list[Parcel[str]] = []
        self.items += items
        for item in items:
            text = item.text or ""
            before = parcels[-1] if parcels else None
            if before and len(before.requests) == 1 and len(before.requests[0].body + text) <= self.width:
                joined = Request(item.recipient, before.requests[0].key, before.requests[0].body + text)
                parcels[-1] = Parcel((*before.items, item), (joined,))
                continue
            pieces = [text[n : n + self.width] for n in range(0, len(text), self.width)]
            requests = tuple(Request(item.recipient, item.key(n), piece) for n, piece in enumerate(pieces))
            parcels.append(Parcel((item,), requests))
        return parcels

    async def send(self, request: Request[str]) -> SendResult:
        self.letters.append((request.key, request.body))
        self.times.append(asyncio.get_running_loop().time())
        if self.stands and len(self.letters) == 2:
            await self.stands.wait()
        outcome = self.outcomes.pop(0) if self.outcomes else SendResult("ref")
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@dataclass
class Post:
    conversations: Conversations
    postman: Postman
    dsn: str
    says: Says

    async def hear(self) -> None:
        await self.conversations.answer(self.says("你好", channel=self.postman.name))

    async def rows(self) -> list[tuple[str, int]]:
        async with await psycopg.AsyncConnection.connect(self.dsn) as connection:
            found = await connection.execute("select state, done from outbox order by seq")
            return [(state, done) for state, done in await found.fetchall()]

    async def become(self, *states: str) -> None:
        async def so() -> bool:
            return [state for state, _ in await self.rows()] == list(states)

        await eventually(so)

    @property
    def bodies(self) -> list[str]:
        return [body for _, body in self.postman.letters]


@pytest.fixture
async def opens(database_url: str, brain: Brain, says: Says) -> AsyncIterator[Opens]:
    opened: list[Conversations] = []

    async def open_with(postman: Postman) -> Post:
        conversations = await Conversations.open(database_url, brain, senders=[postman])
        opened.append(conversations)
        return Post(conversations, postman, database_url, says)

    yield open_with
    for conversations in opened:
        await conversations.close(within=0.1)


async def test_short_messages_of_one_turn_share_a_request(opens: Opens, fake: FakeBrain) -> None:
    fake.answer = lambda _question: (200, turn("一", "二", "三三三三", "四"))
    post = await opens(Postman())
    await post.hear()
    await post.become("sent", "sent", "sent", "sent")
    assert post.bodies == ["一二", "三三三三四"]


async def test_without_room_for_more_each_message_goes_alone(opens: Opens, fake: FakeBrain) -> None:
    fake.answer = lambda _question: (200, turn("一", "二"))
    post = await opens(Postman(limits=Limits(per_second=1000, within=0.5)))
    await post.hear()
    await post.become("sent", "sent")
    assert post.bodies == ["一", "二"]


async def test_a_long_message_goes_on_where_it_was_stopped(opens: Opens, fake: FakeBrain) -> None:
    fake.answer = lambda _question: (200, turn("一二三四五六七八九十甲乙"))
    post = await opens(Postman(outcomes=[SendResult(), RateLimited(0.1), NotSent()]))
    await post.hear()
    await post.become("sent")
    assert post.bodies == ["一二三四五", *["六七八九十"] * 3, "甲乙"]
    assert len({key for key, _ in post.postman.letters}) == 3


async def test_what_stands_behind_a_stopped_message_waits_for_it(opens: Opens, fake: FakeBrain) -> None:
    fake.answer = lambda _question: (200, turn("一一一一", "二二二二", "三三三三"))
    post = await opens(Postman(outcomes=[SendResult(), RateLimited(0.2)]))
    await post.hear()
    await post.become("sent", "sent", "sent")
    assert post.bodies == ["一一一一", "二二二二", "二二二二", "三三三三"]


async def test_a_piece_that_may_have_arrived_ends_its_message_and_not_the_next(
    opens: Opens, fake: FakeBrain
) -> None:
    fake.answer = lambda _question: (200, turn("一二三四五六七", "又一条消息"))
    post = await opens(Postman(outcomes=[SendResult(), OutcomeUnknown()]))
    await post.hear()
    await post.become("unknown", "sent")
    assert post.bodies == ["一二三四五", "六七", "又一条消息"]


async def test_a_gateway_that_dies_in_a_run_leaves_open_only_what_it_had_begun(
    opens: Opens, fake: FakeBrain
) -> None:
    """The first message is confirmed, the second begun, the third only claimed."""
    fake.answer = lambda _question: (200, turn("一一一一", "二二二二", "三三三三"))
    post = await opens(Postman(stands=asyncio.Event()))
    await post.hear()

    async def second_begun() -> bool:
        return len(post.postman.letters) == 2

    await eventually(second_begun)
    await post.conversations.close(within=0.05)
    assert [state for state, _ in await post.rows()] == ["sent", "sending", "sending"]
    after = await opens(Postman())
    await after.become("sent", "unknown", "sent")
    assert after.bodies == ["三三三三"]


async def test_two_messages_to_one_person_keep_their_distance(opens: Opens, fake: FakeBrain) -> None:
    fake.answer = lambda _question: (200, turn("一", "二"))
    post = await opens(Postman(limits=Limits(per_second=1000, apart=0.4, within=0.5)))
    await post.hear()
    await post.become("sent", "sent")
    assert post.postman.times[1] - post.postman.times[0] >= 0.4


async def test_a_message_that_cannot_be_packed_is_tried_again_and_given_up(
    opens: Opens, fake: FakeBrain
) -> None:
    class Broken(Postman):
        def pack(self, items: Sequence[Item]) -> list[Parcel[str]]:
            raise ZeroDivisionError

    post = await opens(Broken())
    await post.hear()

    async def tried() -> bool:
        async with await psycopg.AsyncConnection.connect(post.dsn) as connection:
            found = await (await connection.execute("select state, attempts, error from outbox")).fetchall()
        return found == [("pending", 1, "NotSent")]

    await eventually(tried)
    assert post.postman.letters == []


async def test_what_no_person_wrote_says_so(opens: Opens, fake: FakeBrain) -> None:
    post = await opens(Postman())
    await post.hear()
    await post.become("sent")
    status = await post.conversations.status("telegram", "u1")
    assert status is not None
    moved = await post.conversations.move(status.conversation_id, accept("zhang"))
    await post.conversations.say(status.conversation_id, "zhang", Reply("我是客服小张"), epoch=moved.epoch)
    await post.become("sent", "sent", "sent")
    assert [item.label for item in post.postman.items] == ["【自动回复】", "【自动回复】", ""]


async def test_what_says_so_itself_is_not_labelled_again(opens: Opens, fake: FakeBrain) -> None:
    fake.answer = lambda _question: (200, turn("现价 10 元\n2021-07-28 · 自动回复"))
    post = await opens(Postman(width=50))
    await post.hear()
    await post.become("sent")
    assert [item.label for item in post.postman.items] == [""]


async def test_what_waits_for_somebody_who_left_is_given_up(opens: Opens, fake: FakeBrain) -> None:
    post = await opens(Postman(outcomes=[RateLimited(60)]))
    await post.hear()

    async def stopped() -> bool:
        return len(post.postman.letters) == 1 and await post.rows() == [("pending", 0)]

    await eventually(stopped)
    await post.conversations.gone("telegram", "u1", "blocked")
    await post.become("failed")
