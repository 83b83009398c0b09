"""What must be sent: every state, in order, and never twice where the outcome is open."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import psycopg
import pytest

from conversations import Brain, Conversations, outbox_sql
from conversations.database import Database
from conversations.sending import (
    Item,
    Limits,
    NotSent,
    OutcomeUnknown,
    Parcel,
    RateLimited,
    RecipientGone,
    Request,
    SendResult,
    WindowClosed,
)
from tests.fakes.brain import FakeBrain, turn
from tests.unit.conversations.conftest import Says, eventually


@dataclass
class Platform:
    """A platform that does what `outcomes` say, one after the other, and then takes everything."""

    name: str = "telegram"
    limits: Limits = field(default_factory=lambda: Limits(per_second=1000, within=0.5))
    outcomes: list[SendResult | Exception] = field(default_factory=list)
    sent: list[Item] = field(default_factory=list)
    hangs: bool = False
    pauses: dict[str, float] = field(default_factory=dict)

    def pack(self, items: Sequence[Item]) -> list[Parcel[Item]]:
        return [Parcel((item,), (Request(item.recipient, item.key(), item),)) for item in items]

    async def send(self, request: Request[Item]) -> SendResult:
        item = request.body
        self.sent.append(item)
        if self.hangs:
            await asyncio.sleep(60)
        await asyncio.sleep(self.pauses.get(item.recipient, 0))
        outcome = self.outcomes.pop(0) if self.outcomes else SendResult(f"ref-{item.id}")
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@dataclass
class World:
    """A gateway that sends to `platform`, and a look into its tables."""

    conversations: Conversations
    platform: Platform
    dsn: str
    says: Says

    async def hear(self, text: str = "你好", user: str = "u1") -> None:
        await self.conversations.answer(self.says(text, channel=self.platform.name, user=user))

    async def states(self) -> list[str]:
        async with await psycopg.AsyncConnection.connect(self.dsn) as connection:
            rows = await (
                await connection.execute("select state from outbox order by conversation_id, seq")
            ).fetchall()
        return [row[0] for row in rows]

    async def become(self, *states: str) -> None:
        async def so() -> bool:
            return await self.states() == list(states)

        await eventually(so)

    async def be_put_off(self) -> None:
        """Wait until the platform was asked once and the message is to be tried again."""

        async def so() -> bool:
            return len(self.platform.sent) == 1 and await self.states() == ["pending"]

        await eventually(so)

    async def is_sending(self) -> bool:
        return "sending" in await self.states() and bool(self.platform.sent)

    async def do(self, statement: str) -> None:
        async with await psycopg.AsyncConnection.connect(self.dsn, autocommit=True) as connection:
            await connection.execute(statement)


@pytest.fixture
async def opens(
    database_url: str, brain: Brain, says: Says
) -> AsyncIterator[Callable[[Platform], Awaitable[World]]]:
    opened: list[Conversations] = []

    async def open_with(platform: Platform) -> World:
        conversations = await Conversations.open(database_url, brain, senders=[platform])
        opened.append(conversations)
        return World(conversations, platform, database_url, says)

    yield open_with
    for conversations in opened:
        await conversations.close(within=0.1)


Opens = Callable[[Platform], Awaitable[World]]


async def test_a_reply_is_sent_and_the_transcript_says_so(opens: Opens) -> None:
    world = await opens(Platform())
    await world.hear()
    await world.become("sent")
    item = world.platform.sent[0]
    assert (item.recipient, item.text, item.sender, item.attempts) == ("u1", "答：你好", "bot", 1)
    said = await world.conversations.messages("telegram", "u1")
    assert [message.delivery for message in said] == [None, "sent"]


async def test_the_platforms_receipt_makes_it_delivered(opens: Opens) -> None:
    world = await opens(Platform())
    await world.hear()
    await world.become("sent")
    assert await world.conversations.confirm("telegram", f"ref-{world.platform.sent[0].id}", delivered=True)
    assert await world.states() == ["delivered"]
    assert not await world.conversations.confirm("telegram", "nobody", delivered=True)


async def test_replies_of_one_conversation_arrive_in_order_although_one_is_late(
    opens: Opens, fake: FakeBrain
) -> None:
    fake.answer = lambda _question: (200, turn("一", "二", "三"))
    world = await opens(Platform(outcomes=[RateLimited(0.3), NotSent()]))
    await world.hear()
    await world.become("sent", "sent", "sent")
    assert [item.text for item in world.platform.sent] == ["一", "一", "一", "二", "三"]


async def test_a_rate_limit_holds_one_recipient_and_not_the_others(opens: Opens) -> None:
    world = await opens(Platform(outcomes=[RateLimited(30)]))
    await world.hear(user="slow")
    await world.be_put_off()
    await world.hear(user="quick")
    await world.become("pending", "sent")
    assert [item.recipient for item in world.platform.sent] == ["slow", "quick"]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (WindowClosed("45015"), "failed"),
        (RecipientGone("403"), "failed"),
        (OutcomeUnknown(), "unknown"),
        (ZeroDivisionError(), "unknown"),
    ],
)
async def test_an_attempt_that_ends_the_matter_is_not_repeated(
    opens: Opens, outcome: Exception, state: str
) -> None:
    world = await opens(Platform(outcomes=[outcome]))
    await world.hear()
    await world.become(state)
    await world.hear("还在吗")
    await world.become(state, "sent")
    assert len(world.platform.sent) == 2


async def test_a_send_that_hangs_is_unknown(opens: Opens) -> None:
    world = await opens(Platform(hangs=True))
    await world.hear()
    await world.become("unknown")
    assert len(world.platform.sent) == 1


async def test_an_unknown_outcome_is_repeated_with_the_same_key_where_the_platform_knows_it(
    opens: Opens,
) -> None:
    world = await opens(Platform(name="wechat_kf", outcomes=[OutcomeUnknown()]))
    await world.hear()
    await world.become("sent")
    first, second = world.platform.sent
    assert first.key() == second.key()
    assert len(first.key()) <= 32


async def test_what_is_too_old_expires_unsent(opens: Opens) -> None:
    world = await opens(Platform(outcomes=[RateLimited(30)]))
    await world.hear()
    await world.be_put_off()
    await world.do("update outbox set expires_at = now()")
    await world.become("expired")
    assert len(world.platform.sent) == 1


@pytest.mark.parametrize(("channel", "states"), [("telegram", ["unknown"]), ("wechat_kf", ["sent"])])
async def test_a_row_left_in_sending_by_a_dead_gateway_is_settled_by_the_channels_policy(
    opens: Opens, channel: str, states: list[str]
) -> None:
    world = await opens(Platform(name=channel, outcomes=[RateLimited(30)]))
    await world.hear()
    await world.be_put_off()
    await world.do("update outbox set state = 'sending', tried = 1, lease_holder = 1, lease_token = 1")
    await world.become(*states)


async def test_two_gateways_send_each_message_once(opens: Opens) -> None:
    platform = Platform()
    one, other = await opens(platform), await opens(platform)
    await asyncio.gather(*(world.hear(user=f"u{n}") for n in range(10) for world in (one, other)))
    await one.become(*["sent"] * 20)
    sent: defaultdict[str, list[int]] = defaultdict(list)
    for item in platform.sent:
        sent[item.recipient].append(item.seq)
    assert len(platform.sent) == 20
    assert all(seqs == sorted(set(seqs)) for seqs in sent.values())


async def test_a_web_page_reads_and_nothing_is_sent(opens: Opens) -> None:
    world = await opens(Platform())
    await world.conversations.answer(world.says("你好"))
    assert await world.states() == []


async def test_a_claim_whose_commit_went_unheard_is_claimed_again_by_the_same_token(opens: Opens) -> None:
    world = await opens(Platform(outcomes=[RateLimited(60)]))
    await world.hear()
    await world.be_put_off()
    await world.do("update outbox set next_attempt_at = now(), channel = 'kept apart'")
    values = {
        "channel": "kept apart",
        "holder": 1,
        "token": 7,
        "limit": 8,
        "together": 1,
        "apart": timedelta(),
    }
    async with Database(world.dsn) as database:
        first = await database.rows(outbox_sql.CLAIM, values)
        again = await database.rows(outbox_sql.CLAIM, values)
        other = await database.rows(outbox_sql.CLAIM, {**values, "token": 8_000_000})
    assert len(first) == 1
    assert again == first
    assert other == []


async def test_a_gateway_that_stops_ends_its_sends_and_claims_no_more(opens: Opens) -> None:
    platform = Platform(limits=Limits(at_once=2, per_second=1000, within=5))
    platform.pauses = {"u1": 0.2, "u2": 0.6, "u3": 0.8}
    world = await opens(platform)
    for user in platform.pauses:
        await world.hear(user=user)
    await eventually(world.is_sending)
    await world.conversations.close()
    assert await world.states() == ["sent", "sent", "pending"]


async def test_a_gateway_that_lost_its_lock_does_not_give_up_its_own_sends(opens: Opens) -> None:
    world = await opens(Platform(pauses={"u1": 2.5}, limits=Limits(within=5)))
    await world.hear()
    await eventually(world.is_sending)
    await world.do("update outbox set lease_holder = 1")
    await world.become("sent")


async def test_looking_for_what_is_due_costs_one_statement_a_message_and_one_a_second(opens: Opens) -> None:
    world, loop = await opens(Platform()), asyncio.get_running_loop()
    began, before = loop.time(), world.conversations.counters.value("outbox_claims")
    for number in range(20):
        await world.hear(user=f"u{number}")
    await world.become(*["sent"] * 20)
    looks = world.conversations.counters.value("outbox_claims") - before
    assert looks <= 20 + (loop.time() - began) + 2


async def test_what_is_said_while_a_message_is_on_its_way_goes_right_behind_it(opens: Opens) -> None:
    world = await opens(Platform(pauses={"u1": 0.3}, limits=Limits(per_second=1000, within=5)))
    await world.hear("一")
    await eventually(world.is_sending)
    await world.hear("二")
    held = asyncio.get_running_loop().time()
    await world.become("sent", "sent")
    assert asyncio.get_running_loop().time() - held < 0.9  # not by the look of each second
