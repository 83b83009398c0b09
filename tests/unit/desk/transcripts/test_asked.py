"""A wish that an investor confirms in the chat stands with staff's own, once, and its number is told."""

import asyncio

import pytest

from conversations import Brain, Conversations
from conversations.database import Database
from customers.consents import Consents
from desk.errors import Unknown
from desk.transcripts.asked import AskedWishes
from notices.followups import Followups
from tests.fakes.brain import TOKEN, FakeBrain, turn
from tests.keys import KEYS
from tests.unit.desk.office import Office
from tests.unit.desk.transcripts.stored import store
from tests.unit.desk.transcripts.talk import dossier
from tests.unit.notices.promises import ask, followed, promise


@pytest.fixture
async def key(desk_database: Database) -> str:
    """What the turn of a deletion promises, in a conversation that there is."""
    await store(desk_database, dossier())
    row = await desk_database.row("select channel, user_id from conversation where id = 12", {})
    assert row
    return f"delete:{row['channel']}:{row['user_id']}"


async def test_it_is_written_down_for_staff_with_its_day(
    office: Office, desk_database: Database, key: str
) -> None:
    said = await AskedWishes(desk_database).prepare(key, 10)
    [row] = await desk_database.rows("select * from desk_wish", {})
    assert (row["conversation_id"], row["kind"], row["taken_by"]) == (12, "delete", "投资者本人")
    assert [reply.text for reply in said] == [
        f"已登记您删除个人信息的申请，编号 {row['id']}，最迟 {row['due_at']:%m-%d} 前答复您。\n"
        "依法必须保存的业务记录不能删除，答复时会说明。"
    ]
    rows, intact = await office.audit.find(act="wish")
    assert intact
    assert [each.detail["step"] for each in rows] == ["taken"]


async def test_the_same_wish_is_taken_once_however_often_it_is_said(
    desk_database: Database, key: str
) -> None:
    asked = AskedWishes(desk_database)
    said = await asyncio.gather(*(asked.prepare(key, 10) for _ in range(4)))
    assert len({reply.text for replies in said for reply in replies}) == 1
    assert len(await desk_database.rows("select 1 from desk_wish", {})) == 1
    await asked.prepare(key.replace("delete", "copy", 1), 10)
    assert len(await desk_database.rows("select 1 from desk_wish", {})) == 2


async def test_what_was_answered_may_be_wished_for_again(desk_database: Database, key: str) -> None:
    asked = AskedWishes(desk_database)
    await asked.prepare(key, 10)
    await desk_database.rows("update desk_wish set answered_at = now(), outcome = 'kept' returning id", {})
    await asked.prepare(key, 10)
    assert len(await desk_database.rows("select 1 from desk_wish", {})) == 2


async def test_it_holds_for_every_conversation_of_the_person(desk_database: Database, key: str) -> None:
    _, channel, user = key.split(":")
    investor = await Consents(desk_database).record(
        channel, user, "records", given=True, version="v1", message_id="m1"
    )
    await desk_database.rows(
        "insert into investor_account (channel, user_id, investor_id)"
        " values ('telegram', 't:1', %(investor)s) returning 1",
        {"investor": investor},
    )
    await desk_database.rows(
        "insert into conversation (channel, user_id, owner, epoch, seq)"
        " values ('telegram', 't:1', 'bot', 1, 0) returning 1",
        {},
    )
    said = await AskedWishes(desk_database).prepare("copy:telegram:t:1", 10)
    assert len(said) == 2
    assert len(await desk_database.rows("select distinct conversation_id from desk_wish", {})) == 2


@pytest.mark.parametrize("made_up", ["", "delete", "delete::", "refuse:web:u1", "copy:web:nobody"])
async def test_what_no_turn_promises_writes_nothing(desk_database: Database, key: str, made_up: str) -> None:
    with pytest.raises(Unknown):
        await AskedWishes(desk_database).prepare(made_up, 10)
    assert await desk_database.rows("select 1 from desk_wish", {}) == []
    assert "没能登记" in (AskedWishes(desk_database).apology(made_up).text or "")


async def test_the_turn_that_promised_it_is_followed_by_the_number(database_url: str) -> None:
    promised = {"kind": "wish", "key": "delete:web:u1"}
    fake = FakeBrain(lambda _question: (200, turn("正在登记。", followup=promised)))
    async with (
        fake,
        Brain(fake.url, TOKEN) as brain,
        Database(database_url, connections=2, keys=KEYS) as database,
    ):
        conversations = await Conversations.open(database_url, brain, keys=KEYS)
        try:
            await ask(conversations)
            followups = Followups(conversations, {"wish": AskedWishes(database)})
            for _ in range(2):
                await followups.keep({"followup": promise(database_url)}, 0)
            [said] = await followed(conversations)
        finally:
            await conversations.close(within=0.5)
    assert said is not None
    assert said.startswith("已登记您删除个人信息的申请，编号 ")
