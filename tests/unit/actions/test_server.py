"""The HTTP edge: the door, and what a failure tells."""

import logging
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict
from sanic import Sanic

from actions.errors import BadSettings
from actions.server import TOKEN_HEADER, App, Prepare, build_app, executor_of
from actions.watching import Answer

KNOWN = {TOKEN_HEADER: "right"}
SECRET_TEXT = "我的身份证号是1101"


class Echo(Action):
    """Says one response."""

    def name(self) -> str:
        return "action_echo"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        dispatcher.utter_message(response="utter_echo")
        return []


class Fail(Echo):
    """Fails with the user's words in its message, as a careless library might."""

    def name(self) -> str:
        return "action_fail"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        raise ValueError(tracker.latest_message["text"])


@asynccontextmanager
async def serving(
    token: str,
    prepared: Mapping[str, Prepare] | None = None,
    answered: Mapping[str, Answer] | None = None,
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the real server on a free port."""
    app = build_app(executor_of([Echo(), Fail()]), token, prepared, answered)
    try:
        async with served(app) as client:
            yield client
    finally:
        Sanic.unregister_app(app)


@asynccontextmanager
async def served(app: App) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application that listens on a free port."""
    app.config.TOUCHUP = False  # it rewrites Sanic's own classes, and can do so for one application only
    door = socket.create_server(("127.0.0.1", 0))  # for Sanic itself, port 0 is 8000
    server: Any = await app.create_server(sock=door, return_asyncio_server=True)
    try:
        await server.startup()
        await server.start_serving()
        port = server.server.sockets[0].getsockname()[1]
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            yield client
    finally:
        server.close()
        await server.wait_closed()


@pytest.fixture
async def actions() -> AsyncIterator[httpx.AsyncClient]:
    async with serving("right") as client:
        yield client


def call(action: str | None) -> dict[str, Any]:
    message = {"text": SECRET_TEXT, "intent": {}, "entities": []}
    tracker = {"sender_id": "s", "slots": {}, "latest_message": message, "events": [], "paused": False}
    tracker |= {"active_loop": {}, "latest_action_name": None, "followup_action": None}
    return {"next_action": action, "tracker": tracker, "domain": {}, "version": "3.21.1"}


async def post(actions: httpx.AsyncClient, token: bytes | None, **request: Any) -> tuple[int, Any]:
    headers = {} if token is None else {TOKEN_HEADER.encode(): token}
    answer = await actions.post("/webhook", headers=headers, **request)
    return answer.status_code, answer.json()


async def test_an_action_is_run_for_whoever_knows_the_token(actions: httpx.AsyncClient) -> None:
    status, answer = await post(actions, b"right", json=call("action_echo"))
    assert status == 200
    assert answer["responses"][0]["response"] == "utter_echo"


@pytest.mark.parametrize("token", [None, b"", b"wrong", b"rightt", "richtig-ü".encode()])
async def test_nobody_else_is_let_in(actions: httpx.AsyncClient, token: bytes | None) -> None:
    status, answer = await post(actions, token, json=call("action_echo"))
    assert (status, answer["error"]) == (401, "bad_token")


async def test_health_needs_no_token(actions: httpx.AsyncClient) -> None:
    answer = await actions.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_a_failure_names_the_action_and_nothing_of_the_conversation(
    actions: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        status, answer = await post(actions, b"right", json=call("action_fail"))
    assert (status, answer) == (500, {"error": "ValueError", "action_name": "action_fail"})
    assert "action_fail failed with ValueError" in caplog.text
    assert SECRET_TEXT not in caplog.text


async def test_an_unknown_action_is_not_found(actions: httpx.AsyncClient) -> None:
    status, answer = await post(actions, b"right", json=call("action_nobody"))
    assert (status, answer["action_name"]) == (404, "action_nobody")


@pytest.mark.parametrize(("body", "expected"), [(b"{", 400), (b"\xff\xfe", 400), (b"[1]", 500)])
async def test_a_body_that_is_no_call_is_refused_without_being_repeated(
    actions: httpx.AsyncClient, body: bytes, expected: int
) -> None:
    status, answer = await post(actions, b"right", content=body)
    assert status == expected
    assert answer["action_name"] is None


async def prepare(key: str) -> list[dict[str, Any]]:
    """A small report; one that fails with words of a person in its message."""
    if key == "SH000000":
        raise ValueError(SECRET_TEXT)
    return [{"text": f"{key} 的报告", "image": "/media/a.png"}, {"text": "估值"}]


async def test_what_a_job_needs_is_prepared_for_whoever_knows_the_token() -> None:
    async with serving("right", {"/report": prepare}) as actions:
        answer = await actions.post("/report", headers={TOKEN_HEADER: "right"}, json={"key": "SH600519"})
    assert answer.status_code == 200
    assert answer.json() == {
        "messages": [
            {"text": "SH600519 的报告", "buttons": [], "image": "/media/a.png"},
            {"text": "估值", "buttons": [], "image": None},
        ]
    }


@pytest.mark.parametrize("headers", [{}, {TOKEN_HEADER: "wrong"}])
async def test_nobody_else_has_anything_prepared(headers: dict[str, str]) -> None:
    async with serving("right", {"/report": prepare}) as actions:
        answer = await actions.post("/report", headers=headers, json={"key": "SH600519"})
    assert (answer.status_code, answer.json()["error"]) == (401, "bad_token")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"{}", b'{"key": 5}', b'{"key": ""}'])
async def test_a_call_without_a_key_is_refused(body: bytes) -> None:
    async with serving("right", {"/report": prepare}) as actions:
        assert (await actions.post("/report", headers=KNOWN, content=body)).status_code == 400
        assert (await actions.get("/report", headers=KNOWN)).status_code == 405


async def test_a_failed_preparation_tells_its_kind_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    async with serving("right", {"/report": prepare}) as actions:
        answer = await actions.post("/report", headers=KNOWN, json={"key": "SH000000"})
    assert (answer.status_code, answer.json()["error"]) == (500, "ValueError")
    assert SECRET_TEXT not in answer.text + caplog.text


def test_it_does_not_start_without_a_token() -> None:
    with pytest.raises(BadSettings, match="INTERNAL_TOKEN is empty"):
        build_app(executor_of([Echo()]), "")
