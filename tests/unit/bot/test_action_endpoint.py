"""The road to the action server: what an answer is, what is none, and what each costs in time."""

import asyncio
import json
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.utils.endpoints import EndpointConfig

from bot import spans
from bot.action_endpoint import ActionEndpoint
from bot.errors import ActionFailed, ActionsAway
from bot.gateway_channel import actions_of

CALL = {"next_action": "action_quote", "tracker": {"sender_id": "张三"}}
TRACE = "a" * 32


class Server:
    """Gives `answers` in turn, the last one again and again; an empty one hangs, None hangs up."""

    def __init__(self) -> None:
        self.answers: list[bytes | None] = [answer(b'{"events": []}')]
        self.heads: list[str] = []
        self.bodies: list[bytes] = []
        self.connections = 0
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                self.heads.append(head)
                length = int(head.lower().split("content-length: ")[1].split("\r\n")[0])
                self.bodies.append(await reader.readexactly(length))
                said = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                if said is None:
                    return
                writer.write(said)
        except (asyncio.IncompleteReadError, ConnectionError):  # the caller is done
            pass
        finally:
            writer.close()


def answer(body: bytes, head: str = "HTTP/1.1 200 OK") -> bytes:
    return f"{head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    serving = Server()
    listening = await asyncio.start_server(serving.serve, "127.0.0.1", 0)
    serving.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/webhook"
    yield serving
    listening.close()


def endpoint(url: str, **how: Any) -> ActionEndpoint:
    return ActionEndpoint(EndpointConfig(url, headers={"X-Wenpan-Token": "t"}, timeout=0.3, **how))


async def call(road: ActionEndpoint) -> Any:
    """As Rasa's own action calls, which would wait for five minutes."""
    return await road.request(json=CALL, method="post", timeout=300, compress=False)


async def test_a_call_is_posted_with_the_token_and_its_answer_read(server: Server) -> None:
    road = endpoint(server.url)
    assert [await call(road) for _ in range(3)] == [{"events": []}] * 3
    assert server.heads[0].startswith("POST /webhook HTTP/1.1\r\n")
    assert "X-Wenpan-Token: t\r\n" in server.heads[0]
    assert "Content-Type: application/json\r\n" in server.heads[0]
    assert "traceparent" not in server.heads[0]
    assert json.loads(server.bodies[0]) == CALL
    assert server.connections == 1


async def test_parameters_and_a_token_of_rasas_settings_are_sent(server: Server) -> None:
    await call(endpoint(server.url, params={"a": "b c"}, token="s"))
    assert server.heads[0].startswith("POST /webhook?a=b+c&token=s HTTP/1.1\r\n")


async def test_a_call_within_a_trace_tells_its_place(server: Server) -> None:
    ended: list[dict[str, Any]] = []
    with spans.turn(f"00-{TRACE}-{'b' * 16}-01", ended):
        await call(endpoint(server.url))
    act = next(span for span in ended if span["name"] == "act")
    assert f"traceparent: 00-{TRACE}-{act['span']}-01\r\n" in server.heads[0]


NO_ANSWERS = {
    "status 500": answer(b'{"events": []}', "HTTP/1.1 500 No"),
    "a rejection": answer(b'{"action_name": "action_quote"}', "HTTP/1.1 400 Bad Request"),
    "another place": answer(b"", "HTTP/1.1 302 Found\r\nLocation: /elsewhere"),
    "nothing": answer(b"", "HTTP/1.1 200 OK"),
    "HTML": answer(b"<html>busy</html>"),
    "no UTF-8": answer(b'{"events": "\xff"}'),
    "no HTTP": b"SSH-2.0-OpenSSH_9\r\n",
    "silence": b"",
    "half an answer and silence": answer(b'{"events": []}')[:-2],
}


@pytest.mark.parametrize("kind", NO_ANSWERS)
async def test_what_is_no_answer_has_failed_and_the_next_call_is_as_ever(server: Server, kind: str) -> None:
    server.answers = [NO_ANSWERS[kind], answer(b"{}")]
    road = endpoint(server.url)
    with pytest.raises(ActionFailed, match="action_quote"):
        await call(road)
    assert await call(road) == {}
    assert len(server.bodies) == 2


async def test_a_hanging_server_is_waited_for_as_long_as_it_is_set(server: Server) -> None:
    server.answers = [b""]
    began = asyncio.get_running_loop().time()
    with pytest.raises(ActionFailed) as failed:
        await call(endpoint(server.url))
    assert failed.value.why == "no answer in 0.3 s"
    assert asyncio.get_running_loop().time() - began < 2


async def test_a_server_that_hangs_up_is_away_and_is_not_asked_twice(server: Server) -> None:
    road = endpoint(server.url)
    await call(road)
    server.answers = [None]
    with pytest.raises(ActionsAway):
        await call(road)
    assert len(server.bodies) == 2


async def test_a_kept_connection_that_was_closed_is_made_anew(server: Server) -> None:
    server.answers = [answer(b"{}", "HTTP/1.1 200 OK\r\nConnection: close")]
    road = endpoint(server.url)
    assert [await call(road), await call(road)] == [{}, {}]
    assert server.connections == 2


async def test_nobody_there_is_away() -> None:
    with pytest.raises(ActionsAway):
        await call(endpoint("http://127.0.0.1:9/webhook"))


async def test_no_proxy_is_asked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert await call(endpoint(server.url)) == {"events": []}


async def test_closed_it_keeps_no_connection(server: Server) -> None:
    road = endpoint(server.url)
    await call(road)
    road.close()
    await call(road)
    assert server.connections == 2


def loaded_with(configured: EndpointConfig | None) -> Any:
    return SimpleNamespace(action_endpoint=configured)


def test_a_process_keeps_one_road_until_rasa_is_given_another_server() -> None:
    first, second = EndpointConfig("http://127.0.0.1:9/a"), EndpointConfig("http://127.0.0.1:9/b")
    app: Any = SimpleNamespace(ctx=SimpleNamespace(actions=None))
    given = [first, first, second, None]
    roads = [actions_of(app, loaded_with(configured)) for configured in given]
    assert roads[0] is roads[1]
    assert [road and road.url for road in roads] == [first.url, first.url, second.url, None]
