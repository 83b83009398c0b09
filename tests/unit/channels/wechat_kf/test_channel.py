"""What an investor writes to 微信客服 is answered there, whatever becomes of callbacks and calls."""

import json
from pathlib import Path
from typing import Any

import pytest

from channels.quota import Quotas
from channels.wechat_kf.parse import CHANNEL
from conversations.database import Database
from conversations.locks import Locks
from tests.fakes.brain import turn
from tests.fakes.wechat.faults import Faults, Instead, Refuse, Silence
from tests.fakes.wechat.kf_company import Company
from tests.unit.channels.wechat_kf.conftest import CUSTOMER, PAGE, Open, Stand, eventually

SYNC, SEND = "/cgi-bin/kf/sync_msg", "/cgi-bin/kf/send_msg"
CHOICES = [{"title": "平安银行", "payload": '/ask_quote{"security":"SZ000001"}'}]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def plain(stand: Stand) -> list[str]:
    """What the investor sees, without the mark of automatic text."""
    return [(text or "").removeprefix("【自动回复】") for text in stand.texts()]


async def test_a_message_is_answered(stand: Stand) -> None:
    await stand.phone.say(CUSTOMER, "贵州茅台多少钱")
    await stand.shows(1)
    assert plain(stand) == ["答：贵州茅台多少钱"]


async def test_a_message_whose_callback_was_lost_is_answered(opened: Open) -> None:
    async with opened(every=0.1) as stand:
        stand.phone.silent = True
        await stand.phone.say(CUSTOMER, "开户")
        await stand.shows(1)


async def test_a_burst_of_several_pages_is_answered_once_each_and_in_order(stand: Stand) -> None:
    stand.phone.silent = True
    texts = [f"第{number}句" for number in range(PAGE * 2 + 1)]
    for text in texts:
        await stand.phone.say(CUSTOMER, text)
    await stand.phone.ring()
    await stand.phone.ring()
    await eventually(lambda: len(stand.brain.asked) == len(texts))
    said = [message.text for message in await stand.transcript() if message.sender == "user"]
    assert said == texts
    assert [question["text"] for question in stand.brain.asked] == texts


async def test_two_gateways_read_a_stream_as_one(opened: Open) -> None:
    async with opened(every=0.1) as one, opened(every=0.1) as other:
        texts = [f"第{number}句" for number in range(8)]
        for number, text in enumerate(texts):
            await (one, other)[number % 2].phone.say(CUSTOMER, text)
        await eventually(lambda: len(one.brain.asked) + len(other.brain.asked) >= len(texts))
        said = [message.text for message in await one.transcript() if message.sender == "user"]
        assert said == texts
        assert len(one.brain.asked) + len(other.brain.asked) == len(texts)


async def test_a_gateway_waits_while_another_reads(stand: Stand) -> None:
    await eventually(lambda: bool(stand.faults.called(SYNC)))
    waits = "select from pg_locks where locktype = 'advisory' and not granted"

    async def is_waiting() -> bool:
        return bool(await stand.database.rows(waits, {}))

    async with Database(stand.database.dsn, connections=1) as locks:
        async with Locks(locks).waited_for(f"wechat_kf:{stand.phone.account}"):
            calls = len(stand.faults.called(SYNC))
            await stand.phone.say(CUSTOMER, "开户")
            await eventually(is_waiting)
            assert len(stand.faults.called(SYNC)) == calls
        await stand.shows(1)


async def test_the_place_in_the_stream_outlives_a_gateway(opened: Open) -> None:
    async with opened() as before:
        await before.phone.say(CUSTOMER, "早上好")
        await before.shows(1)
        calls = len(before.faults.called(SYNC))
    async with opened() as after:
        await after.phone.say(CUSTOMER, "晚上好")
        await after.shows(2)
        assert [question["text"] for question in after.brain.asked] == ["晚上好"]
        first = after.faults.called(SYNC)[calls]
        assert json.loads(first.body)["cursor"]


async def test_what_was_said_long_before_the_first_start_is_not_answered(opened: Open) -> None:
    async with opened() as stand:
        stand.phone.silent = True
        await stand.phone.say(CUSTOMER, "昨天的问题")
        stand.company.stream[-1]["send_time"] -= 3600
        await stand.phone.say(CUSTOMER, "现在的问题")
        await stand.phone.ring()
        await stand.shows(1)
        assert plain(stand) == ["答：现在的问题"]


async def test_what_is_old_at_the_first_start_stays_old_although_the_reading_breaks_off(
    opened: Open, company: Company, faults: Faults
) -> None:
    account, an_hour_ago = company.accounts[0], int(company.clock.now()) - 3600
    for number in range(PAGE + 1):
        where = {"open_kfid": account, "external_userid": CUSTOMER, "send_time": an_hour_ago}
        company.add(3, "text", {"content": f"昨天的第{number}句"}, **where)
    _, entries, place, more = company.read(account, "", PAGE)
    page = {"errcode": 0, "msg_list": entries, "next_cursor": place, "has_more": more}
    faults.order(SYNC, Instead(json.dumps(page).encode()), Refuse(-1))
    async with opened() as stand:
        await stand.phone.say(CUSTOMER, "现在的问题")
        await stand.shows(1)
        assert [question["text"] for question in stand.brain.asked] == ["现在的问题"]


async def test_what_was_said_while_no_gateway_ran_is_answered_at_the_start(opened: Open) -> None:
    async with opened() as before:
        await before.phone.say(CUSTOMER, "早上好")
        await before.shows(1)
        before.phone.silent = True
    await before.phone.say(CUSTOMER, "还在吗")
    before.company.stream[-1]["send_time"] -= 3600
    async with opened() as after:
        await after.shows(2)


async def test_the_stream_is_read_although_wecom_fails_first(stand: Stand) -> None:
    stand.faults.order(SYNC, Refuse(-1))
    await stand.phone.say(CUSTOMER, "开户")
    await stand.shows(1)


async def test_a_callback_with_a_token_that_is_too_old_is_heeded(stand: Stand) -> None:
    stand.phone.silent = True
    await stand.phone.say(CUSTOMER, "开户")
    await stand.phone.ring("expired")
    await stand.shows(1)


async def test_a_place_that_wecom_does_not_know_loses_nothing_and_repeats_nothing(stand: Stand) -> None:
    await stand.phone.say(CUSTOMER, "一")
    await stand.shows(1)
    await stand.database.rows("update channel_cursor set place = 'nonsense' returning place", {})
    await stand.phone.say(CUSTOMER, "二")
    await stand.shows(2)
    assert plain(stand) == ["答：一", "答：二"]


async def test_an_entry_that_cannot_be_read_stops_nothing_and_is_counted(stand: Stand) -> None:
    stand.phone.silent = True
    stand.company.add(3, "text", {"content": 7}, open_kfid=stand.phone.account, external_userid=CUSTOMER)
    await stand.phone.say(CUSTOMER, "开户")
    await stand.phone.ring()
    await stand.shows(1)
    assert stand.conversations.counters.value("unreadable", CHANNEL) == 1


async def test_a_tap_on_a_menu_presses_the_button(stand: Stand) -> None:
    stand.brain.answer = lambda _question: (
        200,
        turn(messages=[{"text": "您问的是哪一个？", "buttons": CHOICES, "image": None}]),
    )
    await stand.phone.say(CUSTOMER, "平安")
    await stand.shows(1)
    ((button, title),) = stand.screen[0].choices
    assert (stand.screen[0].kind, title) == ("menu", "平安银行")
    await stand.phone.choose(CUSTOMER, button, title)
    await eventually(lambda: len(stand.brain.asked) == 2)
    assert stand.brain.asked[1]["payload"] == CHOICES[0]["payload"]


async def test_a_picture_is_shown(stand: Stand, tmp_path: Path) -> None:
    name = "a" * 64 + ".png"
    (tmp_path / name).write_bytes(PNG)
    stand.brain.answer = lambda _question: (
        200,
        turn(messages=[{"text": "日线", "buttons": [], "image": f"/media/{name}"}]),
    )
    await stand.phone.say(CUSTOMER, "日线图")
    await stand.shows(2)
    assert stand.screen[0].image == PNG


async def test_a_picture_that_is_gone_is_a_link(opened: Open) -> None:
    name = "b" * 64 + ".png"
    async with opened(public_url="https://example.com") as stand:
        stand.brain.answer = lambda _question: (
            200,
            turn(messages=[{"text": "日线", "buttons": [], "image": f"/media/{name}"}]),
        )
        await stand.phone.say(CUSTOMER, "日线图")
        await stand.shows(2)
        assert f"https://example.com/media/{name}" in (stand.texts()[0] or "")


async def test_a_voice_message_can_be_fetched(stand: Stand) -> None:
    await stand.phone.speak(CUSTOMER, b"#!AMR\nvoice")
    await stand.shows(1)
    (message,) = [message for message in await stand.transcript() if message.sender == "user"]
    assert message.media
    file = await stand.channel.fetch(message.media, 1000)
    assert (file.content, file.mime) == (b"#!AMR\nvoice", "audio/amr")


async def test_who_enters_is_greeted_once(stand: Stand) -> None:
    await stand.phone.enter(CUSTOMER)
    await stand.shows(1)
    await stand.phone.enter(CUSTOMER)
    await stand.phone.say(CUSTOMER, "你好")
    await stand.shows(2)
    assert plain(stand)[1] == "答：你好"
    assert not stand.faults.called(SEND)[1:]


async def test_a_greeting_that_comes_too_late_is_not_said(stand: Stand) -> None:
    stand.phone.silent = True
    await stand.phone.enter(CUSTOMER)
    stand.company.stream[-1]["send_time"] -= 30
    await stand.phone.say(CUSTOMER, "你好")
    await stand.phone.ring()
    await stand.shows(1)
    assert plain(stand) == ["答：你好"]


async def test_a_send_without_an_answer_is_repeated_and_shown_once(stand: Stand) -> None:
    stand.faults.order(SEND, Silence(done=True))
    await stand.phone.say(CUSTOMER, "开户")
    await eventually(lambda: len(stand.faults.called(SEND)) == 2)
    await stand.fares("sent")
    assert len(stand.screen) == 1


async def test_a_message_that_wecom_lost_is_marked_as_failed(stand: Stand) -> None:
    await stand.phone.say(CUSTOMER, "开户")
    await stand.fares("sent")
    (row,) = await stand.database.rows("select provider_ref from outbox", {})
    await stand.phone.lose(CUSTOMER, row["provider_ref"], 10)
    await stand.fares("failed")


@pytest.mark.parametrize("reason", [4, 5, 6])
async def test_wecom_says_when_nothing_more_may_be_written(stand: Stand, reason: int) -> None:
    await stand.phone.say(CUSTOMER, "开户")
    await stand.fares("sent")
    assert (await Quotas(stand.database).left(CHANNEL, stand.user)).messages == 4
    await stand.phone.lose(CUSTOMER, "wp999", reason)

    async def is_over() -> bool:
        return (await Quotas(stand.database).left(CHANNEL, stand.user)).messages == 0

    await eventually(is_over)


async def test_the_sixth_message_is_not_tried(stand: Stand) -> None:
    stand.brain.answer = lambda _question: (200, turn(*["很长的话" * 160] * 6))
    await stand.phone.say(CUSTOMER, "说来话长")

    async def states() -> list[Any]:
        rows = await stand.database.rows("select state from outbox order by seq", {})
        return [row["state"] for row in rows]

    async def is_settled() -> bool:
        found = await states()
        return len(found) == 6 and not {"pending", "sending"} & set(found)

    await eventually(is_settled)
    assert await states() == ["sent"] * 5 + ["failed"]
    assert len(stand.faults.called(SEND)) == 5


@pytest.mark.parametrize("transfer", ["none", "native"])
async def test_the_bot_takes_a_new_session_over(opened: Open, transfer: str) -> None:
    async with opened(transfer=transfer) as stand:
        await stand.phone.say(CUSTOMER, "开户")
        await eventually(lambda: stand.phone.state(CUSTOMER) == 1)
