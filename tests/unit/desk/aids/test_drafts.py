"""Drafts: kept for who writes them, gone once they are sent."""

from conversations import Reply
from tests.unit.desk.aids.conftest import Aids


async def test_a_draft_is_kept_for_its_writer_alone(aids: Aids) -> None:
    browser, wang, head = await aids.at_work()
    address = f"/desk/api/conversations/{head.conversation_id}/draft"
    for text in ("您", "您好"):
        assert (await browser.put(address, json={"text": text})).status_code == 200
    assert await aids.drafts.of(head.conversation_id, wang.agent) == "您好"
    assert await aids.drafts.of(head.conversation_id, "li") == ""
    await browser.put(address, json={"text": " "})
    assert await aids.drafts.of(head.conversation_id, wang.agent) == ""


async def test_what_was_sent_is_no_draft_any_more(aids: Aids) -> None:
    _, wang, head = await aids.at_work()
    await aids.drafts.put(head.conversation_id, wang.agent, "您好")
    await aids.floor.conversations.say(head.conversation_id, wang.agent, Reply("您好"), epoch=head.epoch)
    assert await aids.drafts.of(head.conversation_id, wang.agent) == ""
    await aids.drafts.put(head.conversation_id, wang.agent, "还有")
    assert await aids.drafts.of(head.conversation_id, wang.agent) == "还有"


async def test_nobody_leaves_a_draft_in_a_strangers_conversation(aids: Aids) -> None:
    _, _, head = await aids.at_work()
    other, li = await aids.desk()
    number = head.conversation_id
    refused = await other.put(f"/desk/api/conversations/{number}/draft", json={"text": "您好"})
    assert (refused.status_code, await aids.drafts.of(number, li.agent)) == (403, "")
    assert (await other.put("/desk/api/conversations/999/draft", json={"text": "您好"})).status_code == 404


async def test_a_draft_has_an_end(aids: Aids) -> None:
    browser, _, head = await aids.at_work()
    address = f"/desk/api/conversations/{head.conversation_id}/draft"
    assert (await browser.put(address, json={"text": "字" * 4_001})).status_code == 400
