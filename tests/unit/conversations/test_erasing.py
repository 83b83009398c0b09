"""What is blanked at an investor's wish, and what is forgotten when it was kept long enough."""

from datetime import datetime, timedelta

import psycopg
import pytest

from conversations import Conversations
from conversations.errors import UnknownConversation
from conversations.messages import SHANGHAI
from conversations.owners import close, request_handoff
from tests.fakes.brain import FakeBrain, turn
from tests.unit.conversations.conftest import Says

TABLES = ("conversation", "message", "inbound", "outbox", "button", "transition", "ticket", "followup")


async def begun(conversations: Conversations, says: Says, user: str = "u1", channel: str = "web") -> int:
    await conversations.answer(says("我的手机号是 13800138000", user=user, channel=channel))
    status = await conversations.status(channel, user)
    assert status is not None
    return status.conversation_id


async def counts(conversations: Conversations) -> dict[str, int]:
    return {
        table: (await conversations.database.rows(f"select count(*) from {table}", {}))[0]["count"]  # noqa: S608
        for table in TABLES
    }


async def test_blanked_messages_keep_their_place_and_say_who_did_it_and_why(
    conversations: Conversations, says: Says
) -> None:
    number = await begun(conversations, says)
    await conversations.answer(says("茅台多少钱"))
    redacted = await conversations.erasing.redact(number, [1, 2], by="zhao", reason="wish 7")
    lines = await conversations.records.lines(number)
    assert redacted.seqs == [1, 2]
    assert [(line.seq, line.text) for line in lines[:4]] == [
        (1, None),
        (2, None),
        (3, "茅台多少钱"),
        (4, "答：茅台多少钱"),
    ]
    note = lines[4]
    assert (note.sender, note.kind, note.agent) == ("system", "redaction", "zhao")
    assert note.media == {"reason": "wish 7", "seqs": [1, 2]}
    assert "2 条消息" in (note.text or "")


async def test_nothing_of_what_was_blanked_is_left_beside_the_transcript(
    conversations: Conversations, database_url: str, fake: FakeBrain, says: Says
) -> None:
    button = {"title": "我的 13800138000", "payload": "/ask"}
    message = {"text": "好的", "image": None, "buttons": [button]}
    fake.answer = lambda _question: (200, {**turn(state={"tail": "13800138000"}), "messages": [message]})
    number = await begun(conversations, says)
    await conversations.move(number, request_handoff(by="bot", reason="ask_human"))
    await conversations.erasing.redact(number, None, by="zhao", reason="wish 7")
    for table in ("conversation", "message", "button", "transition"):
        rows = await conversations.database.rows(f"select {table}::text as row from {table}", {})  # noqa: S608
        assert rows
        assert not [row for row in rows if "13800138000" in row["row"]]


async def test_the_files_of_blanked_messages_are_named_to_be_deleted(
    conversations: Conversations, says: Says
) -> None:
    media = {"file": "ab12.jpg", "mime": "image/jpeg"}
    await conversations.answer(says(kind="image", media=media))
    status = await conversations.status("web", "u1")
    assert status is not None
    redacted = await conversations.erasing.redact(status.conversation_id, None, by="zhao", reason="wish 7")
    assert redacted.files == ["ab12.jpg"]


async def test_nobody_blanks_what_is_not_there(conversations: Conversations) -> None:
    with pytest.raises(UnknownConversation):
        await conversations.erasing.redact(1, None, by="zhao", reason="wish 7")


async def test_what_was_kept_long_enough_is_gone_from_every_table(
    conversations: Conversations, database_url: str, fake: FakeBrain, says: Says
) -> None:
    fake.answer = lambda _question: (
        200,
        turn("好的", followup={"kind": "report", "key": "SH600519"}),
    )
    before = await counts(conversations)
    number = await begun(conversations, says, channel="telegram")
    await conversations.move(number, close(by="system", reason="idle"))
    later = datetime.now(SHANGHAI) + timedelta(hours=1)
    forgotten = await conversations.erasing.forget(later)
    assert forgotten.conversations == [number]
    assert forgotten.messages == 2
    assert await counts(conversations) == before
    assert (await conversations.erasing.forget(later)).conversations == []


async def test_what_is_not_over_is_not_forgotten(
    conversations: Conversations, database_url: str, fake: FakeBrain, says: Says
) -> None:
    waiting = await begun(conversations, says)
    await conversations.move(waiting, request_handoff(by="bot", reason="ask_human"))
    fake.answer = lambda _question: (200, turn("抱歉", ticket={"act": "open", "kind": "complaint"}))
    await begun(conversations, says, "u2")
    fake.answer = lambda _question: (200, turn("好的"))
    recent = await begun(conversations, says, "u3")
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        old = "update message set at = at - interval '21 years' where conversation_id <> %s"
        await connection.execute(old, [recent])
    before = datetime.now(SHANGHAI) - timedelta(days=1)
    assert (await conversations.erasing.forget(before)).conversations == []


async def test_a_batch_is_no_larger_than_it_is_asked_for(conversations: Conversations, says: Says) -> None:
    numbers = [await begun(conversations, says, f"u{n}") for n in range(3)]
    later = datetime.now(SHANGHAI) + timedelta(hours=1)
    batches = [(await conversations.erasing.forget(later, limit=2)).conversations for _ in range(3)]
    assert batches == [numbers[:2], numbers[2:], []]
