"""The web chat over HTTP: a real server, real conversations, a brain that does what it is told."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from channels.web.session import COOKIE, Sessions
from conversations import Conversations
from tests.fakes.brain import FakeBrain, turn
from tests.unit.channels.web.server import SECRET, serving

PUBLIC = "https://chat.example.com"
CHOICES = [
    {"title": "平安银行", "payload": '/ask_quote{"security":"SZ000001"}'},
    {"title": "上证指数", "payload": '/ask_quote{"security":"SH000001"}'},
]


def offer_choices(_question: dict[str, Any]) -> tuple[int, Any]:
    return 200, turn(messages=[{"text": "您问的是哪一个？", "buttons": CHOICES, "image": None}])


def signed(sender: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {Sessions(SECRET).issue(sender)}"}


@pytest.fixture
async def public(conversations: Conversations) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a server that has a public address."""
    async with (
        serving(conversations, public_url=PUBLIC) as url,
        httpx.AsyncClient(base_url=url, trust_env=False) as client,
    ):
        yield client


async def say(client: httpx.AsyncClient, text: str, **fields: Any) -> dict[str, Any]:
    response = await client.post("/api/chat", json={"sender": "u1", "text": text, **fields})
    assert response.status_code == 200, response.text
    return dict(response.json())


async def test_a_question_gets_its_answer(web: httpx.AsyncClient) -> None:
    answer = await say(web, "贵州茅台多少钱", message_id="m1")
    assert answer["replies"][0]["text"] == "答：贵州茅台多少钱"
    del answer["replies"]
    assert answer == {
        "seq": 2,
        "topic": "QUO01",
        "intent": "ask_quote",
        "confidence": 0.98,
        "owner": "bot",
        "message_id": "m1",
    }


async def test_a_button_is_pressed_by_its_id(web: httpx.AsyncClient, brain: FakeBrain) -> None:
    brain.answer = offer_choices
    buttons = (await say(web, "平安"))["replies"][0]["buttons"]
    assert [button["title"] for button in buttons] == ["平安银行", "上证指数"]
    assert not any("SZ000001" in button["payload"] for button in buttons)
    await web.post("/api/chat", json={"sender": "u1", "payload": buttons[0]["payload"]})
    assert brain.asked[-1]["payload"] == CHOICES[0]["payload"]
    pressed = (await web.get("/api/chat/u1/messages", params={"after": 2})).json()["messages"][0]
    assert (pressed["text"], pressed["pressed"]) == ("平安银行", buttons[0]["payload"])


async def test_a_button_of_nobody_gets_a_kind_reply(web: httpx.AsyncClient, brain: FakeBrain) -> None:
    for payload in ("/restart", "", "no such button", "b" * 5_000, "\x00"):
        response = await web.post("/api/chat", json={"sender": "u1", "payload": payload})
        assert response.status_code == 200
        assert response.json()["replies"][0]["text"]
    assert brain.asked == []


async def test_a_button_of_another_conversation_means_nothing(
    web: httpx.AsyncClient, brain: FakeBrain
) -> None:
    brain.answer = offer_choices
    button = (await say(web, "平安"))["replies"][0]["buttons"][0]["payload"]
    await web.post("/api/chat", json={"sender": "u2", "payload": button})
    assert [question["sender"] for question in brain.asked] == ["web:u1"]


async def test_the_same_message_id_gets_the_same_answer(web: httpx.AsyncClient, brain: FakeBrain) -> None:
    first = await say(web, "贵州茅台多少钱", message_id="m1")
    again = await say(web, "贵州茅台多少钱", message_id="m1")
    assert again == first
    assert len(brain.asked) == 1


async def test_the_same_message_id_of_somebody_else_is_another_message(web: httpx.AsyncClient) -> None:
    await say(web, "贵州茅台多少钱", message_id="m1")
    other = await web.post("/api/chat", json={"sender": "u2", "text": "你好", "message_id": "m1"})
    assert other.json()["replies"][0]["text"] == "答：你好"


@pytest.mark.parametrize(
    "text",
    ["", " \n ", "茅" * 10_000, "\u200b", "\x00\x07\x1b[2J", "🚀", "<script>alert(1)</script>", "/restart"],
    ids=["empty", "blank", "endless", "unseen", "control", "emoji", "markup", "command"],
)
async def test_odd_text_gets_a_kind_reply(web: httpx.AsyncClient, text: str) -> None:
    assert (await say(web, text))["replies"][0]["text"]


async def test_a_lone_surrogate_gets_a_kind_reply(web: httpx.AsyncClient) -> None:
    response = await web.post("/api/chat", content=rb'{"sender": "u1", "text": "\ud83d"}')
    assert response.status_code == 200
    assert response.json()["replies"][0]["text"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b'{"sender": "u1"}',
        b'{"sender": "../u1", "text": ""}',
        b"[" * 9_999,
    ],
)
async def test_what_is_no_message_is_malformed(web: httpx.AsyncClient, body: bytes) -> None:
    response = await web.post("/api/chat", content=body)
    assert response.status_code == 400
    assert response.json()["error"] == "malformed"


async def test_a_body_beyond_a_megabyte_is_not_read(web: httpx.AsyncClient, brain: FakeBrain) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(2_000):
            yield b" " * 1_000

    assert (await web.post("/api/chat", content=endless())).status_code == 413
    assert (await web.post("/api/chat", content=b" " * 1_000_001)).status_code == 413
    assert brain.asked == []


async def test_an_answer_that_takes_too_long_is_found_in_the_history(
    conversations: Conversations, brain: FakeBrain
) -> None:
    brain.hold.clear()
    async with (
        serving(conversations, patience=0.05) as url,
        httpx.AsyncClient(base_url=url, trust_env=False) as client,
    ):
        response = await client.post("/api/chat", json={"sender": "u1", "text": "慢", "message_id": "m1"})
        assert (response.status_code, response.json()) == (
            202,
            {"seq": 1, "message_id": "m1", "owner": "bot"},
        )
        brain.hold.set()
        assert [message["text"] for message in await read_until(client, 2)] == ["慢", "答：慢"]


async def read_until(client: httpx.AsyncClient, seq: int) -> list[dict[str, Any]]:
    async with asyncio.timeout(10):
        while True:
            history = (await client.get("/api/chat/u1/messages")).json()
            if history["seq"] >= seq:
                return list(history["messages"])
            await asyncio.sleep(0.02)


async def test_history_is_read_from_a_place_on(web: httpx.AsyncClient) -> None:
    for text in ("一", "二", "三"):
        await say(web, text)
    history = (await web.get("/api/chat/u1/messages", params={"after": 3, "limit": 2})).json()
    assert [(message["seq"], message["sender"], message["text"]) for message in history["messages"]] == [
        (4, "bot", "答：二"),
        (5, "user", "三"),
    ]
    assert (history["seq"], history["owner"]) == (5, "bot")


async def test_nobody_has_an_empty_history(web: httpx.AsyncClient) -> None:
    response = await web.get("/api/chat/nobody/messages", params={"after": 7})
    assert response.json() == {"messages": [], "seq": 7, "owner": "bot"}


@pytest.mark.parametrize("path", ["/api/chat/%20/messages", "/api/chat/u1/messages?after=x"])
async def test_an_unreadable_place_is_malformed(web: httpx.AsyncClient, path: str) -> None:
    assert (await web.get(path)).status_code == 400


async def test_a_session_is_made_once_and_renewed(public: httpx.AsyncClient) -> None:
    first = await public.post("/api/session")
    cookie = first.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=lax", "secure", "path=/"))
    again = await public.post("/api/session", headers={"Cookie": f"{COOKIE}={first.json()['token']}"})
    other = await public.post("/api/session")
    assert again.json()["sender"] == first.json()["sender"] != other.json()["sender"]


async def test_a_session_knows_how_far_its_history_reaches(web: httpx.AsyncClient) -> None:
    opened = (await web.post("/api/session")).json()
    await web.post("/api/chat", json={"sender": opened["sender"], "text": "你好"})
    renewed = (await web.post("/api/session")).json()  # the client has kept the cookie
    assert (opened["seq"], renewed["seq"], renewed["sender"]) == (0, 2, opened["sender"])


async def test_in_public_a_token_opens_its_own_conversation_only(public: httpx.AsyncClient) -> None:
    mine = {"sender": "u1", "text": "你好"}
    assert (await public.post("/api/chat", json=mine)).status_code == 401
    assert (await public.post("/api/chat", json=mine, headers=signed("u1"))).status_code == 200
    assert (await public.post("/api/chat", json=mine, headers=signed("u2"))).status_code == 403
    assert (await public.get("/api/chat/u1/messages")).status_code == 401
    assert (await public.get("/api/chat/u1/messages", headers=signed("u2"))).status_code == 403
    assert (await public.get("/api/chat/u1/messages", headers=signed("u1"))).json()["seq"] == 2


@pytest.mark.parametrize("header", ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP"])
async def test_in_a_demo_a_proxy_on_this_machine_names_nobody(web: httpx.AsyncClient, header: str) -> None:
    response = await web.get("/api/chat/u1/messages", headers={header: "203.0.113.9"})
    assert response.status_code == 401


async def test_a_page_of_another_site_cannot_speak(web: httpx.AsyncClient, brain: FakeBrain) -> None:
    foreign = {"Origin": "https://evil.example"}
    response = await web.post("/api/chat", json={"sender": "u1", "text": "你好"}, headers=foreign)
    assert response.status_code == 403
    assert (await web.post("/api/session", headers=foreign)).status_code == 403
    assert brain.asked == []


async def test_the_page_comes_with_a_strict_policy_and_is_kept(web: httpx.AsyncClient) -> None:
    page = await web.get("/")
    assert "问盘" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    again = await web.get("/", headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    script = await web.get("/static/web/chat.js")
    assert script.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize("name", ["nothing.js", "..%2froutes.py", "%2e%2e/routes.py", "web.yml"])
async def test_only_the_files_of_the_page_are_sent(web: httpx.AsyncClient, name: str) -> None:
    answer = await web.get(f"/static/web/{name}")
    assert answer.status_code == 404
    if "/" not in unquote(name):  # else it is another address
        assert answer.json() == {"error": "not_found"}
