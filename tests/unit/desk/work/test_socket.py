"""Following a conversation: what was missed, then what is new, in order and once, and only what is theirs."""

import asyncio
import json

from conversations import Inbound
from conversations.attachments import Attachments
from desk.work.speaking import Saying
from tests.unit.desk.work.floor import Floor
from tests.unit.desk.work.page import page


async def test_what_was_missed_comes_first_then_what_is_new(floor: Floor) -> None:
    browser, wang = await floor.desk()
    head = await floor.served(wang)
    async with floor.serving() as host, page(floor, host, wang, browser) as desk:
        await desk.says(type="watch", conversation=head.conversation_id)
        first = await desk.next("conversation")
        assert [line["seq"] for line in first["lines"]] == list(range(1, head.seq + 1))
        assert [step["owner"] for step in first["steps"]] == ["queued", "human"]
        assert (first["head"]["owner"], first["notes"], first["more"]) == ("human", [], False)
        await floor.says("您在吗")
        news = await desk.next("conversation", lambda frame: frame["lines"])
        assert [(line["seq"], line["text"]) for line in news["lines"]] == [(head.seq + 1, "您在吗")]
        assert (news["steps"], news["notes"]) == ([], [])


async def test_a_note_a_step_and_an_answer_of_a_colleague_come_by_themselves(floor: Floor) -> None:
    browser, wang = await floor.desk()
    _, zhao = await floor.desk("supervisor")
    head = await floor.served(wang)
    number = head.conversation_id
    async with floor.serving() as host, page(floor, host, wang, browser) as desk:
        await desk.says(type="watch", conversation=number, after=head.seq, epoch=head.epoch)
        await desk.next("conversation")
        await floor.work.whisper(zhao, number, "先核身")
        assert (await desk.next("conversation", lambda frame: frame["notes"]))["notes"][0][
            "kind"
        ] == "whisper"
        await floor.work.note(wang, number, "已核身")
        assert (await desk.next("conversation", lambda frame: frame["notes"]))["notes"][0]["text"] == "已核身"
        await floor.work.join(zhao, number, head.epoch)
        assert (await desk.next("conversation", lambda f: f["head"]["joined"]))["head"]["joined"] == [
            zhao.agent
        ]
        await floor.speaking.say(zhao, number, Saying(head.epoch, "r1", "我来补充。"))
        [line] = (await desk.next("conversation", lambda frame: frame["lines"]))["lines"]
        assert (line["agent"], line["text"]) == (zhao.agent, "我来补充。")
        await floor.work.requeue(wang, number, head.epoch)
        assert (await desk.next("unwatched"))["conversation"] == number


async def test_a_page_that_drops_in_the_middle_of_a_burst_has_no_gap_and_nothing_twice(floor: Floor) -> None:
    browser, wang = await floor.desk()
    head = await floor.served(wang)
    number, last = head.conversation_id, head.seq + 60

    async def burst() -> None:
        for text in range(60):
            await floor.says(str(text))

    seen = [head.seq]
    async with floor.serving() as host:
        talking = asyncio.create_task(burst())
        while seen[-1] < last:
            async with page(floor, host, wang, browser) as desk:
                await desk.says(type="watch", conversation=number, after=seen[-1], epoch=head.epoch)
                seen += await desk.lines(min(seen[-1] + 9, last))
        await talking
    assert seen == list(range(head.seq, last + 1))


async def test_a_backlog_of_two_thousand_lines_comes_in_pieces(floor: Floor) -> None:
    browser, wang = await floor.desk()
    head = await floor.served(wang)
    await floor.fills(head.conversation_id, 2_000)
    async with floor.serving() as host, page(floor, host, wang, browser) as desk:
        await desk.says(type="watch", conversation=head.conversation_id)
        pieces = [await desk.next("conversation")]
        while pieces[-1]["more"]:
            pieces.append(await desk.next("conversation"))
    assert {len(piece["lines"]) for piece in pieces[:-1]} == {200}
    seqs = [line["seq"] for piece in pieces for line in piece["lines"]]
    assert seqs == list(range(1, head.seq + 2_001))


async def test_pieces_of_long_lines_stay_small_and_the_lines_whole(floor: Floor) -> None:
    browser, wang = await floor.desk()
    head = await floor.served(wang)
    await floor.fills(head.conversation_id, 100, "<b>长</b>" * 2_500)
    async with floor.serving() as host, page(floor, host, wang, browser) as desk:
        await desk.says(type="watch", conversation=head.conversation_id, after=head.seq)
        pieces = [await desk.next("conversation")]
        while pieces[-1]["more"]:
            pieces.append(await desk.next("conversation"))
    assert all(len(json.dumps(piece["lines"], ensure_ascii=False)) < 300_000 for piece in pieces)
    assert {line["text"] for piece in pieces for line in piece["lines"]} == {"<b>长</b>" * 2_500}


async def test_a_line_that_is_understood_later_comes_again_as_changed(floor: Floor) -> None:
    browser, zhao = await floor.desk("supervisor")
    number = await floor.says("你好")
    async with floor.serving() as host, page(floor, host, zhao, browser) as desk:
        await desk.says(type="watch", conversation=number, after=2)
        assert [line["seq"] for line in (await desk.next("conversation"))["changed"]] == [1, 2]
        statement = (
            "update message set text = '听到的话' where conversation_id = %(id)s and seq = 1 returning seq"
        )
        await floor.conversations.database.rows(statement, {"id": number})
        await floor.says("再见")
        news = await desk.next("conversation", lambda frame: frame["changed"])
        assert [line["text"] for line in news["changed"]] == ["听到的话"]


async def test_a_file_that_arrives_without_a_bell_shows_by_itself(floor: Floor) -> None:
    browser, wang = await floor.desk()
    head = await floor.served(wang)
    number = head.conversation_id
    sent = Inbound("web", "u1", "f1", kind="image", media={"wanted": "the platform's name"})
    await floor.conversations.receive(sent)
    attachments = Attachments(floor.conversations.database)
    async with floor.serving() as host, page(floor, host, wang, browser) as desk:
        await desk.says(type="watch", conversation=number, after=head.seq, epoch=head.epoch)
        [line] = (await desk.next("conversation", lambda frame: frame["lines"]))["lines"]
        assert (line["media"]["awaited"], line["file"]) == (True, None)
        waiting = await attachments.of(number, line["seq"])
        assert waiting is not None
        await attachments.keep(waiting, {"file": "ab12.png", "mime": "image/png", "size": 7})
        [changed] = (await desk.next("conversation", lambda f: f["changed"] and f["changed"][-1]["file"]))[
            "changed"
        ]
        assert changed["file"] == f"/desk/api/files/{number}/{line['seq']}"


async def test_a_conversation_that_is_handed_on_is_shown_no_more(floor: Floor) -> None:
    browser, wang = await floor.desk()
    other, li = await floor.desk()
    head = await floor.served(wang)
    number = head.conversation_id
    async with floor.serving() as host, page(floor, host, wang, browser) as old:
        await old.says(type="watch", conversation=number, after=head.seq, epoch=head.epoch)
        await old.next("conversation")
        moved = await floor.work.transfer(wang, number, head.epoch, agent=li.agent, skill=None, note="")
        assert await old.next("unwatched") == {
            "type": "unwatched",
            "why": "not_allowed",
            "conversation": number,
        }
        async with page(floor, host, li, other) as new:
            await floor.work.accept(li, number, moved.epoch)
            await new.says(type="watch", conversation=number, after=head.seq, epoch=head.epoch)
            await new.next("conversation")
            await floor.says("我的秘密")
            assert (await new.next("conversation", lambda f: f["lines"]))["lines"][-1]["text"] == "我的秘密"
        await old.says(type="watch", conversation=number)
        assert (await old.next("unwatched"))["why"] == "not_allowed"


async def test_nobody_watches_what_is_not_theirs_and_a_supervisor_leaves_a_trace(floor: Floor) -> None:
    _, wang = await floor.desk()
    browser, li = await floor.desk()
    leading, zhao = await floor.desk("supervisor")
    head = await floor.served(wang)
    number = head.conversation_id
    async with floor.serving() as host:
        async with page(floor, host, li, browser) as desk:
            for strange in (number, 999_999):
                await desk.says(type="watch", conversation=strange)
                frame = await desk.next("unwatched")
                assert frame["conversation"] == strange
        assert await floor.acts() == []
        async with page(floor, host, zhao, leading) as desk:
            await desk.says(type="watch", conversation=number)
            assert (await desk.next("conversation"))["lines"]
    assert await floor.acts() == [(zhao.agent, "view", f"conversation:{number}")]
