"""Reports from a real action server, and from one that is away, slow or confused."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from actions.server import TOKEN_HEADER as DOOR
from conversations import Reply
from conversations.messages import Choice
from gateway.ports import free_port
from notices.errors import NotPrepared, SourceAway
from notices.report import TOKEN_HEADER, Reports
from tests.unit.actions.test_server import prepare, serving

GOOD: dict[str, Any] = {"messages": [{"text": "茅台", "buttons": [], "image": None}]}


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


def answering(*answers: httpx.Response | Exception) -> tuple[Reports, list[httpx.Request]]:
    """Reports from a server that gives these answers, the last one for ever."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        given = answers[min(len(asked), len(answers)) - 1]
        if isinstance(given, Exception):
            raise given
        return given

    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return Reports(client, "http://actions/report", "right"), asked


async def test_a_report_of_the_action_server_is_read_whole() -> None:
    async with serving("right", {"/report": prepare}) as actions:
        reports = Reports(actions, f"{actions.base_url}/report", "right")
        assert await reports.prepare("SH600519", 5) == (
            Reply("SH600519 的报告", (), "/media/a.png"),
            Reply("估值"),
        )


def test_both_sides_name_the_token_alike() -> None:
    assert TOKEN_HEADER == DOOR


async def test_a_wrong_token_is_not_tried_again() -> None:
    async with serving("right", {"/report": prepare}) as actions:
        with pytest.raises(NotPrepared, match="401"):
            await Reports(actions, f"{actions.base_url}/report", "wrong").prepare("SH600519", 5)


async def test_a_report_that_fails_in_the_action_server_is_asked_for_until_time_is_up() -> None:
    async with serving("right", {"/report": prepare}) as actions:
        with pytest.raises(SourceAway, match="500"):
            await Reports(actions, f"{actions.base_url}/report", "right").prepare("SH000000", 1)


@pytest.mark.parametrize(
    "fault",
    [httpx.Response(503), httpx.ConnectError("refused"), httpx.ReadError("gone"), httpx.ReadTimeout("")],
)
async def test_an_action_server_that_comes_back_gives_its_report(fault: httpx.Response | Exception) -> None:
    reports, asked = answering(fault, httpx.Response(200, json=GOOD))
    assert await reports.prepare("SH600519", 5) == (Reply("茅台"),)
    assert len(asked) == 2


async def test_nobody_listens(client: httpx.AsyncClient) -> None:
    with pytest.raises(SourceAway):
        await Reports(client, f"http://127.0.0.1:{free_port()}/report", "").prepare("SH600519", 0.6)


async def test_an_action_server_that_hangs_is_left_when_time_is_up() -> None:
    async def hang(_key: str) -> list[dict[str, Any]]:
        await asyncio.sleep(60)
        return []

    async with serving("right", {"/report": hang}) as actions:
        with pytest.raises(NotPrepared, match="time is up"):
            await Reports(actions, f"{actions.base_url}/report", "right").prepare("SH600519", 0.3)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={}),
        httpx.Response(200, json={"messages": []}),
        httpx.Response(200, json={"messages": "茅台"}),
        httpx.Response(200, json={"messages": [{"text": "", "buttons": [], "image": None}]}),
        httpx.Response(200, json={"messages": [{"text": 5, "buttons": [], "image": None}]}),
        httpx.Response(404, json={"error": "NotFound"}),
    ],
    ids=lambda answer: answer.text,
)
async def test_what_is_no_report_is_not_said(answer: httpx.Response) -> None:
    reports, asked = answering(answer)
    with pytest.raises(NotPrepared):
        await reports.prepare("SH600519", 5)
    assert len(asked) == 1


def test_the_apology_names_the_share_and_offers_what_else_there_is() -> None:
    apology = answering(httpx.Response(200))[0].apology("SH600519")
    assert apology.text is not None
    assert apology.text.startswith("600519 的报告")
    assert not {"！", "!"} & set(apology.text)
    assert apology.choices == (
        Choice("再试一次", '/ask_report{"security":"SH600519"}'),
        Choice("看行情", '/ask_quote{"security":"SH600519"}'),
    )
