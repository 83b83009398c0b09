"""What an investor writes in WeChat is answered: in the response if there is time, else as a message."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from conversations.owners import accept
from tests.fakes.brain import turn
from tests.fakes.wechat.envelope import xml
from tests.fakes.wechat.faults import Faults
from tests.fakes.wechat.judging import Mode
from tests.fakes.wechat.platform import Platform
from tests.fakes.wechat.screen import Shown
from tests.unit.channels.wechat.conftest import USER
from tests.unit.channels.wechat.webhook import Open, Stand, eventually

SEND, TYPING = "/cgi-bin/message/custom/send", "/cgi-bin/message/custom/typing"
LABEL = "【自动回复】"
TEXT: dict[str, str | int] = {"MsgType": "text", "Content": "贵州茅台", "MsgId": 77}
CHOICES = [
    {"title": "平安银行", "payload": '/ask_quote{"security":"SZ000001"}'},
    {"title": "上证指数", "payload": '/ask_quote{"security":"SH000001"}'},
]


def offer_choices(_question: dict[str, Any]) -> tuple[int, Any]:
    return 200, turn(messages=[{"text": "您问的是哪一个？", "buttons": CHOICES, "image": None}])


def answer(*texts: str) -> Callable[[dict[str, Any]], tuple[int, Any]]:
    return lambda _question: (200, turn(*texts))


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
async def test_an_address_that_was_entered_answers_at_once_and_at_no_cost(
    opened: Open, platform: Platform, faults: Faults, mode: Mode
) -> None:
    async with opened(mode=mode) as stand:
        assert await stand.phone.check_url()
        assert (await stand.phone.say(USER, "贵州茅台 ]]> 多少钱")).statuses == (200,)
        assert platform.screens.shown[USER] == [Shown("passive", "text", f"{LABEL}答：贵州茅台 ]]> 多少钱")]
        assert (await stand.quotas.left("wechat", USER)).messages == 5
        await eventually(lambda: _all(stand, ("sent", "passive")))
        assert faults.called(SEND) == []


async def test_a_choice_in_the_response_can_be_tapped(stand: Stand, platform: Platform) -> None:
    stand.brain.answer = offer_choices
    await stand.phone.say(USER, "平安")
    (shown,) = platform.screens.shown[USER]
    entry = str(shown.text).partition("msgmenuid=")[2][:16]
    await stand.phone.choose(USER, entry, "平安银行")
    assert stand.brain.asked[-1]["payload"] == CHOICES[0]["payload"]


async def test_a_late_answer_is_a_message_and_typing_is_shown_meanwhile(
    opened: Open, platform: Platform, faults: Faults
) -> None:
    async with opened(passive=0.1) as stand:
        stand.brain.hold.clear()
        delivery = await stand.phone.say(USER, "贵州茅台")
        assert (delivery.taken, platform.screens.shown[USER]) == (True, [])
        await eventually(lambda: bool(faults.called(TYPING)))
        stand.brain.hold.set()
        await eventually(lambda: _any(stand))
        await stand.time_goes_by()
        await eventually(lambda: bool(platform.screens.shown[USER]))
        assert platform.screens.shown[USER] == [Shown("service", "text", f"{LABEL}答：贵州茅台")]
        assert (await stand.quotas.left("wechat", USER)).messages == 4


async def test_what_does_not_fit_into_the_response_is_sent(stand: Stand, platform: Platform) -> None:
    long = "这是一句话，说的是行情。" * 100
    stand.brain.answer = answer("一", "二", long)
    await stand.phone.say(USER, "说说")
    await eventually(lambda: len(platform.screens.shown[USER]) == 3)
    assert [bubble.by for bubble in platform.screens.shown[USER]] == ["passive", "service", "service"]
    first, *others = (str(text) for text in platform.screens.texts(USER))
    assert (first, "".join(others)) == (f"{LABEL}一\n\n二", LABEL + long)


async def test_a_delivery_again_gets_the_same_response(stand: Stand) -> None:
    phone = stand.phone
    stand.brain.answer = offer_choices
    content = phone.content(USER, {"MsgType": "text", "Content": "平安", "MsgId": 77})
    responses = [await phone.post(xml(content), phone.query()) for _ in range(3)]
    texts = {response.text.partition("<Content>")[2] for response in responses}
    assert len(texts) == 1
    assert "bizmsgmenu" in texts.pop()
    assert len(stand.brain.asked) == 1
    await eventually(lambda: _all(stand, ("sent", "passive")))


async def test_a_delivery_again_while_the_answer_is_awaited_gets_it_once(
    opened: Open, platform: Platform, faults: Faults
) -> None:
    async with opened(cut_off=0.3) as stand:
        stand.brain.hold.clear()
        saying = asyncio.create_task(stand.phone.say(USER, "贵州茅台"))
        await stand.brain.reached.wait()
        await eventually(lambda: stand.conversations.counters.value("duplicates") == 1)
        stand.brain.hold.set()
        assert (await saying).statuses == (None, 200)
        await eventually(lambda: _all(stand, ("sent", "passive")))
        assert platform.screens.texts(USER) == [f"{LABEL}答：贵州茅台"]
        assert (len(stand.brain.asked), faults.called(SEND)) == (1, [])


async def test_an_answer_that_wechat_did_not_wait_for_is_a_message(opened: Open, platform: Platform) -> None:
    async with opened(cut_off=0.3) as stand:
        stand.brain.hold.clear()
        with pytest.raises(httpx.ReadTimeout):
            await stand.phone.post(xml(stand.phone.content(USER, TEXT)), stand.phone.query())
        stand.brain.hold.set()
        await eventually(lambda: _any(stand))
        await stand.time_goes_by()
        await eventually(lambda: bool(platform.screens.shown[USER]))
        assert platform.screens.shown[USER] == [Shown("service", "text", f"{LABEL}答：贵州茅台")]


async def test_who_subscribes_is_welcomed(stand: Stand, platform: Platform) -> None:
    await stand.phone.subscribe("oNew", "branch-12")
    (shown,) = platform.screens.shown["oNew"]
    assert (shown.by, "您好" in str(shown.text)) == ("passive", True)
    assert (await stand.quotas.left("wechat", "oNew")).messages == 3


async def test_an_entry_of_the_menu_is_said(stand: Stand) -> None:
    await stand.phone.click(USER, "今天有什么新股")
    assert stand.brain.asked[-1]["text"] == "今天有什么新股"


async def test_what_is_no_text_gets_a_kind_reply(stand: Stand, platform: Platform) -> None:
    await stand.phone.show(USER, b"\x89PNG")
    await stand.phone.message(
        USER, "location", {"Location_X": "31.2", "Location_Y": "121.4", "Label": "上海"}
    )
    await stand.phone.message(USER, "never_heard_of", {})
    assert [bubble.by for bubble in platform.screens.shown[USER]] == ["passive"] * 3
    assert stand.brain.asked == []
    first, *_ = await stand.conversations.messages("wechat", USER)
    assert (first.kind, set(first.media or {})) == ("image", {"wanted"})


async def test_who_leaves_is_written_to_no_more(opened: Open) -> None:
    async with opened(passive=0.05) as stand:
        stand.brain.hold.clear()
        await stand.phone.say(USER, "贵州茅台")
        stand.brain.hold.set()
        await eventually(lambda: _any(stand))
        await stand.phone.unsubscribe(USER)
        assert await stand.states() == [("failed", None)]


async def test_people_answer_by_themselves(stand: Stand, platform: Platform) -> None:
    await stand.phone.say(USER, "你好")
    status = await stand.conversations.status("wechat", USER)
    assert status is not None
    moved = await stand.conversations.move(status.conversation_id, accept("wang"))
    await eventually(lambda: len(platform.screens.shown[USER]) == 2)
    delivery = await stand.phone.say(USER, "在吗")
    assert (delivery.taken, len(stand.brain.asked)) == (True, 1)
    assert moved.owner == "human"


async def _any(stand: Stand) -> bool:
    return bool(await stand.states())


async def _all(stand: Stand, *wanted: tuple[str, str | None]) -> bool:
    states = await stand.states()
    return bool(states) and set(states) <= set(wanted)
