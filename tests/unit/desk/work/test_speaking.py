"""What an agent says reaches the investor once, after the check, and only while it is theirs to say."""

import asyncio

import pytest

from desk.errors import AlreadyTaken, Blocked, NotAllowed, Unreadable
from desk.work.speaking import Saying
from tests.unit.desk.work.floor import PICTURE, Floor

PROMISE = "这只基金保证收益，您放心。"
HARMLESS = "您好，请问需要查询哪一天的流水？"


async def test_an_agent_says_something_and_the_investor_reads_it(floor: Floor) -> None:
    _, wang = await floor.desk()
    head = await floor.served(wang)
    said = await floor.speaking.say(
        wang, head.conversation_id, Saying(head.epoch, "r1", f"  {HARMLESS}\r\n谢谢 ")
    )
    assert (await floor.texts())[-1] == f"{HARMLESS}\n谢谢"
    assert (said.sender, said.seq) == ("agent", head.seq + 1)


async def test_an_answer_lost_on_its_way_to_the_page_is_not_sent_twice(floor: Floor) -> None:
    _, wang = await floor.desk()
    head = await floor.served(wang)
    saying = Saying(head.epoch, "r1", HARMLESS)
    tries = [floor.speaking.say(wang, head.conversation_id, saying) for _ in range(4)]
    said = await asyncio.gather(*tries)
    again = await floor.speaking.say(wang, head.conversation_id, saying)
    assert {message.seq for message in (*said, again)} == {head.seq + 1}
    assert (await floor.texts()).count(HARMLESS) == 1


async def test_a_resend_after_the_conversation_moved_on_says_what_became_of_it(floor: Floor) -> None:
    _, wang = await floor.desk()
    head = await floor.served(wang)
    saying = Saying(head.epoch, "r1", HARMLESS)
    said = await floor.speaking.say(wang, head.conversation_id, saying)
    await floor.work.requeue(wang, head.conversation_id, head.epoch)
    assert (await floor.speaking.say(wang, head.conversation_id, saying)).seq == said.seq
    with pytest.raises(AlreadyTaken):
        await floor.speaking.say(wang, head.conversation_id, Saying(head.epoch, "r2", HARMLESS))


async def test_a_promise_of_returns_is_blocked_with_its_reason_and_not_sent(floor: Floor) -> None:
    _, wang = await floor.desk()
    head = await floor.served(wang)
    before = await floor.texts()
    with pytest.raises(Blocked) as blocked:
        await floor.speaking.say(wang, head.conversation_id, Saying(head.epoch, "r1", PROMISE))
    finding = next(finding for finding in blocked.value.findings if finding["level"] == "block")
    assert finding["found"] in PROMISE
    assert finding["reason"]
    confirmed = Saying(head.epoch, "r2", PROMISE, {finding["rule"]})
    with pytest.raises(Blocked):
        await floor.speaking.say(wang, head.conversation_id, confirmed)
    assert await floor.texts() == before


async def test_a_warning_is_sent_when_confirmed_and_that_is_written_down(floor: Floor) -> None:
    _, wang = await floor.desk()
    head = await floor.served(wang)
    text = "这只股票最新价 12.30 元，今天跌了 3%。"
    with pytest.raises(Blocked) as warned:
        await floor.speaking.say(wang, head.conversation_id, Saying(head.epoch, "r1", text))
    assert {finding["level"] for finding in warned.value.findings} == {"warn"}
    assert await floor.acts() == []
    rules = {finding["rule"] for finding in warned.value.findings}
    await floor.speaking.say(wang, head.conversation_id, Saying(head.epoch, "r1", text, rules))
    assert (await floor.texts())[-1] == text
    assert [act for _, act, _ in await floor.acts()] == ["warning_confirmed"]


async def test_a_picture_goes_out_with_its_words_once(floor: Floor) -> None:
    _, wang = await floor.desk()
    head = await floor.served(wang)
    saying = Saying(head.epoch, "p1", "操作路径见图")
    shown = await floor.speaking.show(wang, head.conversation_id, saying, PICTURE)
    again = await floor.speaking.show(wang, head.conversation_id, saying, PICTURE)
    assert (shown.kind, shown.text, again.seq) == ("image", "操作路径见图", shown.seq)
    assert floor.kept == [PICTURE]
    with pytest.raises(Blocked):
        await floor.speaking.show(wang, head.conversation_id, Saying(head.epoch, "p2", PROMISE), PICTURE)


async def test_nobody_speaks_where_it_is_not_theirs(floor: Floor) -> None:
    _, wang = await floor.desk()
    _, li = await floor.desk()
    _, zhao = await floor.desk("supervisor")
    _, qian = await floor.desk("quality")
    head = await floor.served(wang)
    before = await floor.texts()
    for other in (li, zhao, qian):
        with pytest.raises(NotAllowed):
            await floor.speaking.say(other, head.conversation_id, Saying(head.epoch, "r1", HARMLESS))
        with pytest.raises(NotAllowed):
            await floor.speaking.show(other, head.conversation_id, Saying(head.epoch, "r1"), PICTURE)
    assert await floor.texts() == before
    assert floor.kept == []


async def test_nothing_and_too_much_is_not_sent(floor: Floor) -> None:
    _, wang = await floor.desk()
    head = await floor.served(wang)
    for text in ("", "  \r\n ", "问" * 4_001):
        with pytest.raises(Unreadable):
            await floor.speaking.say(wang, head.conversation_id, Saying(head.epoch, "r1", text))
