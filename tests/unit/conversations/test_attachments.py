"""Files that investors send: asked for, asked for again, and never after it is known what became of them."""

import psycopg

from conversations import Conversations
from conversations.attachments import Attachment, Attachments
from tests.unit.conversations.conftest import Says


async def only(attachments: Attachments, *channels: str) -> Attachment:
    (found,) = await attachments.due(channels or ("telegram",), 10)
    return found


async def send(conversations: Conversations, says: Says) -> None:
    media = {"wanted": "file-1", "mime": "image/png"}
    await conversations.answer(says(kind="image", media=media, channel="telegram"))
    await conversations.answer(says("你好", channel="telegram"))


async def test_a_file_is_asked_for_until_it_is_kept(conversations: Conversations, says: Says) -> None:
    await send(conversations, says)
    attachments = Attachments(conversations.database)
    found = await only(attachments)
    assert found.wanted
    assert found.media["wanted"] == "file-1"
    await attachments.keep(found, {"file": "a.png", "mime": "image/png", "size": 3})
    kept = await attachments.of(found.conversation_id, found.seq)
    assert kept is not None
    assert kept.media == {"file": "a.png", "mime": "image/png", "size": 3}
    assert not kept.wanted
    assert await attachments.due(["telegram"], 10) == []


async def test_a_file_that_did_not_come_is_asked_for_again_later(
    conversations: Conversations, says: Says
) -> None:
    await send(conversations, says)
    attachments = Attachments(conversations.database)
    await only(attachments)
    assert await attachments.due(["telegram"], 10) == []
    async with await psycopg.AsyncConnection.connect(conversations.database.dsn, autocommit=True) as look:
        await look.execute(
            "update message set media = media"
            " || jsonb_build_object('asked_at', now() - interval '21 seconds') where media ? 'wanted'"
        )
    assert (await only(attachments)).media["asks"] == 2


async def test_files_of_other_channels_are_left_to_them(conversations: Conversations, says: Says) -> None:
    await send(conversations, says)
    assert await Attachments(conversations.database).due(["wechat"], 10) == []
