"""The gateway's process: it serves, and when told to stop it finishes the turns under way first."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from gateway.ports import free_port
from tests.unit.gateway.neighbour import Neighbour

PROMISE = Path("tests/contract/turn_answer_followup.json")
HEALTH = ("/health", "/health/ready", "/health/live")
SECRETS = dict.fromkeys(("RASA_TOKEN", "INTERNAL_TOKEN", "SESSION_SECRET"), "a-secret-of-the-tests")


def start(**environ: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "gateway.serve"],
        env={**os.environ, "PUBLIC_URL": "", **SECRETS, **environ},
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def gateway(neighbour: Neighbour, database_url: str, port: int) -> Iterator[subprocess.Popen[str]]:
    with gateway_at(port, neighbour, database_url) as process:
        yield process


@contextmanager
def gateway_at(
    port: int, neighbour: Neighbour, database_url: str, **more: str
) -> Iterator[subprocess.Popen[str]]:
    urls = {"RASA_URL": neighbour.url, "ACTIONS_URL": f"{neighbour.url}/webhook"}
    process = start(DATABASE_URL=database_url, HOST="127.0.0.1", PORT=str(port), **urls, **more)
    try:
        wait_until_up(port, process)
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until_up(port: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while True:
        assert process.poll() is None
        assert time.monotonic() < deadline, "the gateway never answered"
        try:
            httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return


def ask(port: int) -> httpx.Response:
    message = {"sender": "u1", "text": "贵州茅台多少钱"}
    return httpx.post(f"http://127.0.0.1:{port}/api/chat", json=message, timeout=30, trust_env=False)


def test_a_turn_under_way_is_answered_before_it_stops(
    gateway: subprocess.Popen[str], neighbour: Neighbour, port: int
) -> None:
    neighbour.go_on.clear()
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(ask, port)
        assert neighbour.asked.wait(20)
        gateway.send_signal(signal.SIGTERM)
        threading.Timer(0.5, neighbour.go_on.set).start()
        answer = waiting.result(30)
    assert answer.status_code == 200
    assert answer.json()["replies"]
    gateway.wait(30)


def test_told_to_stop_it_says_so_first_and_serves_on(
    neighbour: Neighbour, database_url: str, port: int
) -> None:
    with (
        gateway_at(port, neighbour, database_url, DRAIN_NOTICE="300") as gateway,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        assert {path: client.get(path).status_code for path in HEALTH} == dict.fromkeys(HEALTH, 200)
        gateway.send_signal(signal.SIGTERM)
        wait_until_leaving(client)
        assert [client.get(path).status_code for path in HEALTH] == [503, 503, 200]
        answer = ask(port)
        assert (answer.status_code, answer.headers["connection"]) == (200, "close")
        gateway.send_signal(signal.SIGTERM)  # a second one ends the notice
        assert gateway.wait(60) == -signal.SIGTERM


def wait_until_leaving(client: httpx.Client) -> None:
    """Until an answer says that it is the connection's last."""
    while client.get("/health").headers.get("connection") != "close":
        time.sleep(0.02)


def test_without_rasa_it_is_ready_and_not_well(
    gateway: subprocess.Popen[str], neighbour: Neighbour, port: int
) -> None:
    neighbour.status = 503
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        assert [client.get(path).status_code for path in HEALTH] == [503, 200, 200]


def said(port: int) -> list[str]:
    """What was said after the first answer."""
    url = f"http://127.0.0.1:{port}/api/chat/u1/messages?after=2"
    return [message["text"] for message in httpx.get(url, trust_env=False).json()["messages"]]


def wait_for_more(port: int) -> list[str]:
    deadline = time.monotonic() + 40
    while not (more := said(port)):
        assert time.monotonic() < deadline, "nothing followed"
        time.sleep(0.2)
    return more


def test_a_promised_report_follows_its_answer(
    gateway: subprocess.Popen[str], neighbour: Neighbour, port: int
) -> None:
    neighbour.turn = json.loads(PROMISE.read_text(encoding="utf-8"))
    assert [reply["seq"] for reply in ask(port).json()["replies"]] == [2]
    assert wait_for_more(port) == ["报告 SH600519"]
    shown = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text
    assert 'wenpan_followups_total{kind="report:said"} 1.0' in shown


@pytest.mark.slow
def test_a_gateway_killed_while_a_report_is_prepared_loses_no_promise(
    gateway: subprocess.Popen[str], neighbour: Neighbour, database_url: str, port: int
) -> None:
    neighbour.turn = json.loads(PROMISE.read_text(encoding="utf-8"))
    neighbour.report_go_on.clear()
    ask(port)
    assert neighbour.report_asked.wait(20)
    gateway.kill()
    gateway.wait(20)
    neighbour.report_go_on.set()
    other = free_port()
    with gateway_at(other, neighbour, database_url):
        assert wait_for_more(other) == ["报告 SH600519"]
        time.sleep(1)
        assert said(other) == ["报告 SH600519"]


def test_the_log_names_nobody_who_opens_a_socket(gateway: subprocess.Popen[str], port: int) -> None:
    with connect(f"ws://127.0.0.1:{port}/api/chat/socket?sender=investor-7", proxy=None) as socket:
        assert json.loads(socket.recv(timeout=20)) == {"type": "owner", "owner": "bot"}
    with pytest.raises(InvalidStatus), connect(f"ws://127.0.0.1:{port}/api/chat/socket?sender=investor%207"):
        pass
    gateway.send_signal(signal.SIGTERM)
    _, said = gateway.communicate(timeout=30)
    assert "Application startup complete" in said
    assert "investor" not in said
    assert "127.0.0.1:" not in said.replace(f"127.0.0.1:{port}", "")


def test_it_says_in_one_sentence_that_it_needs_a_database() -> None:
    process = start(DATABASE_URL="")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.splitlines()[-1].startswith("The gateway alone needs DATABASE_URL")


def test_all_faulty_settings_are_told_without_a_trace() -> None:
    process = start(DATABASE_URL="mysql://db", PORT="x")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "DATABASE_URL must begin with" in said
    assert "PORT is 'x'" in said
    assert "Traceback" not in said
