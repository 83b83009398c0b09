"""The board on the pages of two agents and a supervisor, and what it costs to keep it up to date."""

import json
from datetime import UTC, datetime

from conversations import Inbound
from conversations.messages import Choice, Reply
from conversations.owners import request_handoff
from desk.routing.alerts import Alert
from tests.unit.desk.work.floor import Floor
from tests.unit.desk.work.page import page

AT = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)


async def test_two_agents_each_see_their_own_board_and_a_supervisor_the_floor(floor: Floor) -> None:
    one, wang = await floor.desk(skills=["trade"])
    other, li = await floor.desk(skills=["risk"])
    leading, zhao = await floor.desk("supervisor")
    floor.alerts, floor.team = [Alert(1, 1, 1, "theft", None, AT)], [{"agent": wang.agent, "load": 1}]
    mine = await floor.served(wang)
    waiting = await floor.waits("u2", skill="risk")
    async with floor.serving() as host:
        async with page(floor, host, wang, one) as desk:
            board = (await desk.next("board"))["board"]
            assert [head["conversation_id"] for head in board["mine"]] == [mine.conversation_id]
            assert (board["queue"], board["queue_count"], board["alerts"]) == ([], 1, [])
            assert not {"team", "live"} & board.keys()
            await floor.says("还在等")
            fresh = await desk.next("board", lambda frame: frame["board"]["mine"][0]["unread"] == 1)
            assert fresh["board"]["mine"][0]["last"]["text"] == "还在等"
        async with page(floor, host, li, other) as desk:
            board = (await desk.next("board"))["board"]
            assert [head["conversation_id"] for head in board["queue"]] == [waiting.conversation_id]
            assert board["mine"] == []
            assert "还在等" not in json.dumps(board, ensure_ascii=False)
        async with page(floor, host, zhao, leading) as desk:
            board = (await desk.next("board"))["board"]
            assert ([alert["id"] for alert in board["alerts"]], board["team"]) == ([1], floor.team)
            assert [head["agent"] for head in board["live"]] == [wang.agent]
            assert "还在等" not in json.dumps(board, ensure_ascii=False)


async def test_a_button_of_the_desk_waits_for_no_answer(floor: Floor) -> None:
    browser, wang = await floor.desk()
    number = (await floor.served(wang)).conversation_id
    rate = Reply("评分", (Choice("满意", "desk:rate:1:agent:4"),))
    [said] = await floor.conversations.tell(number, rate)
    pressed = Inbound("web", "u1", "p1", kind="button", button=said.buttons[0].id, text="满意")
    await floor.conversations.receive(pressed)
    async with floor.serving() as host, page(floor, host, wang, browser) as desk:
        [head] = (await desk.next("board"))["board"]["mine"]
    assert (head["last"]["sender"], head["unread"]) == ("system", 0)


async def test_who_waits_at_a_platforms_own_desk_is_not_on_the_board(floor: Floor) -> None:
    browser, wang = await floor.desk()
    here = await floor.waits()
    await floor.conversations.receive(Inbound("wechat_kf", "u9", "k1", text="转人工"))
    status = await floor.conversations.status("wechat_kf", "u9")
    assert status
    await floor.conversations.move(status.conversation_id, request_handoff(by="bot", reason="ask_human"))
    async with floor.serving() as host, page(floor, host, wang, browser) as desk:
        board = (await desk.next("board"))["board"]
    assert [head["conversation_id"] for head in board["queue"]] == [here.conversation_id]
    assert board["queue_count"] == 1
