"""What staff does about the queue: who is put forward is served first, who is sent home has a ticket."""

from conversations import Conversations
from conversations.owners import release, request_handoff
from conversations.queueing import note_waiting, prioritise
from conversations.tickets import Terms, unresolved
from tests.unit.conversations.conftest import Says


async def queue(conversations: Conversations, says: Says, user: str) -> int:
    await conversations.answer(says("转人工", user=user))
    status = await conversations.status("web", user)
    assert status is not None
    await conversations.move(status.conversation_id, request_handoff(by="investor", reason="asked"))
    return status.conversation_id


async def test_who_is_put_forward_is_first_in_the_queue(conversations: Conversations, says: Says) -> None:
    first, second = [await queue(conversations, says, user) for user in ("u1", "u2")]
    assert await prioritise(conversations.database, second, 4)
    board = await conversations.records.board()
    assert [(head.conversation_id, head.priority) for head in board.queued] == [(second, 4), (first, 0)]


async def test_who_does_not_wait_is_not_put_forward(conversations: Conversations, says: Says) -> None:
    number = await queue(conversations, says, "u1")
    await conversations.move(number, release(by="investor", reason="button"))
    assert not await prioritise(conversations.database, number, 4)
    head = await conversations.records.head(number)
    assert head is not None
    assert head.priority == 0


async def test_a_ticket_for_who_waited_in_vain_is_opened_once(
    conversations: Conversations, says: Says
) -> None:
    number = await queue(conversations, says, "u1")
    first, again, other = [
        await note_waiting(conversations.database, Terms(), number, key) for key in ("a", "a", "b")
    ]
    assert first == again == other
    assert first.contact_due > first.opened_at
    assert [ticket.kind for ticket in await unresolved(conversations.database)] == ["message"]
