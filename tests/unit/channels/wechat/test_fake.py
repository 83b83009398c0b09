"""The WeChat of the tests is as impatient and as strict as the real one is said to be."""

import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from wechatpy.crypto import WeChatCrypto

from tests.fakes.wechat.account import Account, Clock
from tests.fakes.wechat.envelope import Fields, nonce, xml
from tests.fakes.wechat.files import parts_of
from tests.fakes.wechat.judging import Mode, judge_response
from tests.fakes.wechat.phone import Delivery, Phone
from tests.fakes.wechat.platform import Platform
from tests.fakes.wechat.quotas import CLOSED, OK, USED_UP, Quotas
from tests.fakes.wechat.screen import OUT_OF_SERVICE
from tests.fakes.wechat.serving import served
from tests.fakes.wechat.tokens import EXPIRED, OVER_QUOTA, SUPERSEDED, UNKNOWN, Tokens

ROOT = Path(__file__).parents[4]
ACCOUNT = Account()
Hook = Callable[[Request], Awaitable[Response]]


def reply(**changed: str | int) -> Fields:
    """A passive reply that WeChat takes, unless changed."""
    fields: dict[str, str | int | Fields] = {
        "ToUserName": "u1",
        "FromUserName": ACCOUNT.original_id,
        "CreateTime": int(time.time()),
        "MsgType": "text",
        "Content": "好",
    }
    return {**fields, **changed}


def fault_of(body: str, mode: Mode = "plain") -> str | None:
    return judge_response(body.encode(), ACCOUNT, "u1", mode).fault


def sealed(text: str) -> str:
    crypto: Any = WeChatCrypto(ACCOUNT.token, ACCOUNT.aes_key, ACCOUNT.app_id)  # type: ignore[no-untyped-call]
    return str(crypto.encrypt_message(text, nonce(), str(int(time.time()))))


async def said(hook: Hook, cut_off: float = 5.0) -> tuple[Delivery, list[str | None], int]:
    """How a message fared with such a webhook, what the user then saw, and how often it was delivered."""
    platform, seen = Platform(), 0

    async def counted(request: Request) -> Response:
        nonlocal seen
        seen += 1
        return await hook(request)

    app = Starlette(routes=[Route("/", counted, methods=["POST"])])
    async with served(app) as url, httpx.AsyncClient(trust_env=False) as client:
        delivery = await Phone(platform, url + "/", client, cut_off=cut_off).say("u1", "在吗")
    return delivery, platform.screens.texts("u1"), seen


async def test_nothing_is_shown_where_nothing_is_said() -> None:
    for body in ("success", ""):
        delivery, shown, _ = await said(partial(_answer, body))
        assert (delivery.taken, shown) == (True, [])


async def test_a_response_that_cannot_be_read_is_shown_as_out_of_service_at_once() -> None:
    delivery, shown, seen = await said(partial(_answer, '{"ok": true}'))
    assert (delivery.taken, shown, seen) == (False, [OUT_OF_SERVICE], 1)


async def test_a_webhook_that_fails_is_asked_three_times() -> None:
    delivery, shown, seen = await said(partial(_answer, "", status=503))
    assert (delivery.statuses, shown, seen) == ((503, 503, 503), [OUT_OF_SERVICE], 3)


async def test_a_slow_webhook_is_cut_off_and_asked_three_times() -> None:
    async def hang(request: Request) -> Response:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        return Response("success")

    delivery, shown, seen = await said(hang, cut_off=0.1)
    assert (delivery.statuses, shown, seen) == ((None, None, None), [OUT_OF_SERVICE], 3)


def test_only_a_whole_reply_to_the_right_person_is_shown() -> None:
    assert fault_of(xml(reply())) is None
    assert fault_of(xml(reply(Content="a ]]> b"))) is None
    broken: list[dict[str, str | int]] = [
        {"ToUserName": "u2"},
        {"FromUserName": "gh_other"},
        {"CreateTime": "soon"},
        {"CreateTime": 1},
        {"MsgType": "poem"},
        {"Content": " "},
        {"Content": "好" * 683},
    ]
    assert all(fault_of(xml(reply(**changed))) for changed in broken)
    assert fault_of("<xml><ToUserName>u1</xml>")
    assert fault_of(xml(reply()).replace("<xml>", "<reply>").replace("</xml>", "</reply>"))


def test_a_reply_is_encrypted_in_safe_mode_and_never_in_plain_mode() -> None:
    plain = xml(reply())
    assert fault_of(plain, "safe") == "not encrypted"
    assert fault_of(sealed(plain), "safe") is None
    assert [fault_of(body, "compatible") for body in (plain, sealed(plain))] == [None, None]
    assert fault_of(sealed(plain), "plain")
    assert fault_of(sealed(plain).replace("<TimeStamp>1", "<TimeStamp>2"), "safe") == "signature"


def test_a_token_stays_the_same_until_it_nears_its_end() -> None:
    tokens, now = _tokens()
    _, first = tokens.stable()
    now.forward(6800)
    assert tokens.stable()[1] is first
    now.forward(150)
    _, second = tokens.stable()
    assert first
    assert second
    assert first is not second
    assert [tokens.judge(token.value) for token in (first, second)] == [OK, OK]
    now.forward(300)
    assert tokens.judge(first.value) == EXPIRED


def test_a_forced_token_ends_the_one_before_but_only_each_thirty_seconds_and_twenty_times_a_day() -> None:
    tokens, now = _tokens()
    _, first = tokens.stable()
    _, forced = tokens.stable(force=True)
    assert first
    assert tokens.judge(first.value) == SUPERSEDED
    assert tokens.stable(force=True)[1] is forced
    for _ in range(19):
        now.forward(31)
        assert tokens.stable(force=True)[0] == OK
    now.forward(31)
    assert tokens.stable(force=True)[0] == OVER_QUOTA


def test_each_ordinary_token_ends_the_one_before_within_five_minutes() -> None:
    tokens, now = _tokens()
    first = tokens.ordinary()
    tokens.ordinary()
    now.forward(301)
    assert tokens.judge(first.value) == EXPIRED
    assert tokens.judge("never given") == UNKNOWN


def test_a_window_used_up_is_not_a_window_closed() -> None:
    now = Clock()
    quotas = Quotas(now)
    assert quotas.take("u1") == CLOSED
    quotas.open("u1", "click", 3, 60)
    assert [quotas.take("u1") for _ in range(4)] == [OK, OK, OK, USED_UP]
    now.forward(61)
    assert quotas.take("u1") == CLOSED


def test_a_form_gives_back_what_was_put_in() -> None:
    content = bytes(range(256)) * 50 + b"\r\n--x\r\n\n"
    request = httpx.Request("POST", "http://x", files={"media": ("a.png", content, "image/png")})
    (part,) = parts_of(request.headers["content-type"], request.read())
    assert (part.name, part.filename, part.mime) == ("media", "a.png", "image/png")
    assert part.content == content


def test_it_runs_as_a_process() -> None:
    command = [sys.executable, "-m", "tests.fakes.wechat"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        url = json.loads(process.stdout.readline())["url"]
        refused = httpx.get(f"{url}/cgi-bin/getcallbackip", trust_env=False).json()
        screen = httpx.get(f"{url}/control/screen", params={"user": "u1"}, trust_env=False).json()
        process.terminate()
    assert (refused["errcode"], screen) == (41001, [])


def _tokens() -> tuple[Tokens, Clock]:
    now = Clock()
    return Tokens(now), now


async def _answer(body: str, _request: Request, status: int = 200) -> Response:
    return Response(body, status)
