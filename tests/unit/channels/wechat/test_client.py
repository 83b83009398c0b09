"""Our client of WeChat's API against a WeChat as strict as the real one."""

import logging
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import replace

import httpx
import pytest

from channels.credentials import Wechat
from channels.errors import MediaGone, MediaTooLarge, TokenAway
from channels.wechat import errors
from channels.wechat.client import WechatClient
from channels.wechat.errors import NoAnswer, NotReached, WechatError
from conversations.database import Database
from tests.fakes.wechat.faults import BreakOff, Fault, Faults, Instead, Refuse, Silence, Status
from tests.fakes.wechat.platform import CLICK, Platform
from tests.unit.channels.wechat.conftest import USER

SEND, TOKEN, GET_MEDIA = "/cgi-bin/message/custom/send", "/cgi-bin/stable_token", "/cgi-bin/media/get"
Lapse = Callable[[], Awaitable[object]]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


async def test_a_text_is_seen_as_it_was_written(client: WechatClient, platform: Platform) -> None:
    text = '贵州茅台：1,405.50 元 "含引号" <a> \\u4f60 😀'
    await client.send_text(USER, text)
    assert platform.screens.texts(USER) == [text]


async def test_what_nobody_would_see_does_not_keep_a_text_from_being_seen(
    client: WechatClient, platform: Platform
) -> None:
    await client.send_text(USER, "第一行\n第\x0b二\x1b行\t完")
    await client.send_menu(USER, "请\x00选择：", {"a" * 16: "日\x08线"})
    assert platform.screens.texts(USER) == ["第一行\n第二行\t完", "请选择："]
    assert platform.screens.shown[USER][1].choices == (("a" * 16, "日线"),)


async def test_a_menu_shows_its_entries_in_order(client: WechatClient, platform: Platform) -> None:
    await client.send_menu(USER, "请选择：", {"b" * 16: "日线", "a" * 16: "周线"})
    (shown,) = platform.screens.shown[USER]
    assert (shown.text, shown.choices) == ("请选择：", (("b" * 16, "日线"), ("a" * 16, "周线")))


async def test_a_picture_is_uploaded_and_shown_whole(client: WechatClient, platform: Platform) -> None:
    await client.send_image(USER, await client.upload("chart.png", PNG, "image/png"))
    (shown,) = platform.screens.shown[USER]
    assert shown.image == PNG


async def test_one_token_serves_all_calls(client: WechatClient, faults: Faults) -> None:
    for _ in range(3):
        await client.send_text(USER, "好")
    assert len(faults.called(TOKEN)) == 1
    assert not faults.called("/cgi-bin/token")


async def test_a_token_replaced_elsewhere_is_fetched_and_the_call_repeated(
    client: WechatClient, platform: Platform, token_lapses: Lapse
) -> None:
    await client.send_text(USER, "一")
    platform.stable_tokens.revoke()
    await token_lapses()
    await client.send_text(USER, "二")
    assert platform.screens.texts(USER) == ["一", "二"]


async def test_a_refused_token_is_renewed_at_most_once(
    client: WechatClient, faults: Faults, token_lapses: Lapse
) -> None:
    await client.callback_addresses()
    await token_lapses()
    faults.order(SEND, Refuse(40001), Refuse(42001), Refuse(40014))
    with pytest.raises(errors.TokenRefused):
        await client.send_text(USER, "好")
    assert len(faults.called(SEND)) == 2


async def test_a_window_used_up_and_a_window_closed_are_told_apart(
    client: WechatClient, platform: Platform
) -> None:
    for _ in range(5):
        await client.send_text(USER, "好")
    with pytest.raises(errors.QuotaUsed):
        await client.send_text(USER, "好")
    platform.quotas.windows.clear()
    with pytest.raises(errors.TooLate):
        await client.send_text(USER, "好")


async def test_a_click_allows_three_for_a_minute(client: WechatClient, platform: Platform) -> None:
    platform.heard("clicker", CLICK)
    for _ in range(3):
        await client.send_text("clicker", "好")
    with pytest.raises(errors.QuotaUsed):
        await client.send_text("clicker", "好")
    platform.clock.forward(61)
    with pytest.raises(errors.TooLate):
        await client.send_text("clicker", "好")


async def test_a_text_of_more_than_2048_bytes_is_refused(client: WechatClient, platform: Platform) -> None:
    await client.send_text(USER, "好" * 682)
    with pytest.raises(errors.TooLong):
        await client.send_text(USER, "好" * 683)


async def test_nobody_and_who_has_left_are_gone(client: WechatClient, platform: Platform) -> None:
    with pytest.raises(errors.UserGone):
        await client.send_text("nobody", "好")
    platform.followers[USER].subscribed = False
    with pytest.raises(errors.UserGone):
        await client.send_text(USER, "好")


async def test_typing_is_shown_once_and_ends_with_a_message(client: WechatClient, platform: Platform) -> None:
    await client.show_typing(USER)
    with pytest.raises(errors.TypingRefused):
        await client.show_typing(USER)
    await client.send_text(USER, "好")
    await client.show_typing(USER)
    await client.show_typing(USER, typing=False)
    platform.clock.forward(31)
    with pytest.raises(errors.TypingRefused):
        await client.show_typing(USER)


async def test_what_an_investor_sent_is_fetched(client: WechatClient, platform: Platform) -> None:
    file = await client.download(platform.keep(b"#!AMR\n" + PNG, "audio/amr"), 1000)
    assert (file.content, file.mime, file.name) == (b"#!AMR\n" + PNG, "audio/amr", "audio.amr")


async def test_a_video_is_fetched_from_where_wechat_says(client: WechatClient, platform: Platform) -> None:
    file = await client.download(platform.keep(b"ftypmp42" * 50, "video/mp4"), 1000)
    assert (file.content, file.mime) == (b"ftypmp42" * 50, "video/mp4")


async def test_a_video_is_fetched_from_nowhere_else(client: WechatClient, faults: Faults) -> None:
    faults.order(GET_MEDIA, Instead(b'{"video_url": "http://169.254.169.254/latest"}'))
    with pytest.raises(MediaGone):
        await client.download("x", 1000)


async def test_a_file_too_large_is_not_read_to_its_end(client: WechatClient, platform: Platform) -> None:
    with pytest.raises(MediaTooLarge):
        await client.download(platform.keep(bytes(100_000), "image/jpeg"), 99_999)


async def test_a_file_that_is_not_there_any_more_is_gone(client: WechatClient, platform: Platform) -> None:
    media_id = platform.keep(b"x", "image/jpeg")
    platform.media[media_id].ends = 0
    with pytest.raises(errors.FileGone):
        await client.download(media_id, 10)


OUTCOMES: list[tuple[Fault, type[WechatError]]] = [
    (Silence(done=True), NoAnswer),
    (BreakOff(done=True), NoAnswer),
    (Instead(b"<html>sign in to the proxy</html>", "text/html"), NoAnswer),
    (Instead(b'["errcode"]'), NoAnswer),
    (Instead(b'{"errcode": "many"}'), NoAnswer),
    (Status(500), NoAnswer),
    (Status(502), NoAnswer),
    (Status(503), errors.Busy),
    (Status(429), errors.Throttled),
    (Status(404), NotReached),
    (Refuse(-1), errors.Busy),
]


async def test_what_may_have_arrived_and_what_surely_has_not_are_told_apart(
    client: WechatClient, faults: Faults
) -> None:
    faults.order(SEND, *(fault for fault, _ in OUTCOMES))
    for fault, kind in OUTCOMES:
        with pytest.raises(WechatError) as caught:
            await client.send_text(USER, "好")
        assert (fault, type(caught.value)) == (fault, kind)


async def test_nobody_there_is_surely_not_sent(
    client: WechatClient, credentials: Wechat, database: Database
) -> None:
    await client.callback_addresses()  # a token is there
    nowhere = replace(credentials, api_base="http://127.0.0.1:9")
    lost = WechatClient(nowhere, database, httpx.AsyncClient(trust_env=False))
    with pytest.raises(NotReached):
        await lost.send_text(USER, "好")
    await lost.close()


async def test_a_token_that_does_not_come_leaves_nothing_unknown(
    client: WechatClient, faults: Faults
) -> None:
    failures = (Silence(done=True), BreakOff(done=True), Status(502), Refuse(-1), Instead(b"{}"))
    faults.order(TOKEN, *failures)
    for _ in failures:
        with pytest.raises(TokenAway):
            await client.send_text(USER, "好")
    assert not faults.called(SEND)


async def test_wrong_credentials_are_called_so(credentials: Wechat, database: Database) -> None:
    for wrong in (replace(credentials, app_secret="wrong"), replace(credentials, app_id="wx0")):
        client = WechatClient(wrong, database, httpx.AsyncClient(trust_env=False))
        with pytest.raises(errors.BadCredentials):
            await client.callback_addresses()
        await client.close()


async def test_an_address_that_is_not_on_the_list_is_called_so(
    client: WechatClient, platform: Platform
) -> None:
    platform.banned_addresses = True
    with pytest.raises(errors.AddressRefused):
        await client.callback_addresses()


async def test_no_token_secret_or_user_shows_in_a_failure(
    client: WechatClient,
    credentials: Wechat,
    platform: Platform,
    faults: Faults,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    failures = (Silence(done=True), BreakOff(done=False), Status(502), Refuse(45015))
    faults.order(SEND, *failures)
    for _ in failures:
        with pytest.raises(WechatError) as caught:
            await client.send_text(USER, "好")
        shown = "".join(traceback.format_exception(caught.value)) + repr(chain(caught.value)) + caplog.text
        for secret in (platform.stable_tokens.given[0].value, credentials.app_secret, USER):
            assert secret not in shown
        assert not any(isinstance(error, httpx.HTTPError) for error in chain(caught.value))


def chain(error: BaseException | None) -> list[BaseException]:
    """An exception and all that hang on it."""
    return [error, *chain(error.__cause__ or error.__context__)] if error else []
