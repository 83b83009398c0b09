"""Only the gateway faces people: what stands behind it is bound to loopback and asks for its token."""

import socket
import struct
from pathlib import Path

import httpx
import pytest

from tests.e2e.system import System, command_line

LISTENING = "0A"
LOOPBACK = "127.0.0.1"


def test_rasa_and_the_action_server_listen_on_loopback_only(system: System) -> None:
    listeners = listening_addresses()
    for port in (system.rasa_port, system.actions_port):
        assert listeners.get(port) == {LOOPBACK}, f"{port}: {listeners.get(port)}"


def test_the_database_listens_on_no_port(system: System) -> None:
    server = system.pids()["postgres"]
    own = {link.readlink().name for link in Path(f"/proc/{server}/fd").glob("*") if link.is_symlink()}
    inodes = {f"socket:[{inode}]" for inode in listening_inodes()}
    assert not own & inodes


@pytest.mark.parametrize("token", [None, "", "Bearer", "Bearer wrong", "Basic cmFzYTpyYXNh"])
def test_rasa_refuses_a_turn_without_its_token(system: System, token: str | None) -> None:
    headers = {} if token is None else {"Authorization": token}
    url = f"http://{LOOPBACK}:{system.rasa_port}/webhooks/gateway/turn"
    message = {
        "message_id": "m",
        "sender": "s",
        "channel": "web",
        "text": "你好",
        "payload": None,
        "state": None,
    }
    answer = httpx.post(url, json=message, headers=headers, trust_env=False)
    assert answer.status_code == 401
    assert "messages" not in answer.json()


@pytest.mark.parametrize(
    "path",
    [
        "/webhooks/rest/webhook",
        "/webhooks/callback/webhook",
        "/model/train",
        "/model/parse",
        "/conversations/x/messages",
    ],
)
def test_rasas_other_doors_are_shut(system: System, path: str) -> None:
    url = f"http://{LOOPBACK}:{system.rasa_port}{path}"
    assert httpx.post(url, json={"sender": "x", "message": "你好"}, trust_env=False).status_code in {
        401,
        404,
        405,
    }


def test_rasas_tracker_cannot_be_read(system: System) -> None:
    url = f"http://{LOOPBACK}:{system.rasa_port}/conversations/x/tracker"
    assert httpx.get(url, trust_env=False).status_code in {401, 404}


@pytest.mark.parametrize("token", [None, "", "wrong"])
def test_the_action_server_refuses_without_its_token(system: System, token: str | None) -> None:
    headers = {} if token is None else {"X-Wenpan-Token": token}
    url = f"http://{LOOPBACK}:{system.actions_port}/webhook"
    answer = httpx.post(
        url, json={"next_action": "action_quote", "tracker": {}}, headers=headers, trust_env=False
    )
    assert answer.status_code in {401, 403}
    assert "tracker" not in answer.text


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/.env", "/pyproject.toml", "/var/log"])
def test_the_gateway_shows_nothing_of_itself(system: System, path: str) -> None:
    assert system.client.get(path).status_code == 404


def test_no_secret_stands_in_a_command_line(system: System) -> None:
    tokens = [system.variables["RASA_TOKEN"], system.variables["INTERNAL_TOKEN"]]
    words = [word for pid in system.pids().values() for word in command_line(pid)]
    assert not [word for word in words if any(token in word for token in tokens)]


def test_an_unknown_page_is_404_without_a_trace(system: System) -> None:
    answer = system.client.get("/no/such/page")
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


def test_the_log_names_no_investor_and_no_word_of_theirs(system: System) -> None:
    sender = "very-private-person"
    system.say(sender, "我的股票账号是 13800138000 浦发银行多少钱")
    logs = "".join(log.read_text(errors="replace") for log in (system.folder / "var/log").glob("*.log"))
    assert sender not in logs
    assert "13800138000" not in logs


def listening_addresses() -> dict[int, set[str]]:
    """Port → addresses that somebody listens on."""
    found: dict[int, set[str]] = {}
    for line in socket_lines():
        host, port = line[1].split(":")
        found.setdefault(int(port, 16), set()).add(address(host))
    return found


def listening_inodes() -> set[str]:
    return {line[9] for line in socket_lines()}


def socket_lines() -> list[list[str]]:
    tables = [Path("/proc/net/tcp"), Path("/proc/net/tcp6")]
    lines = [
        line.split() for table in tables if table.exists() for line in table.read_text().splitlines()[1:]
    ]
    return [line for line in lines if line[3] == LISTENING]


def address(host: str) -> str:
    """/proc writes addresses as words of four bytes in the machine's order."""
    words = [int(host[start : start + 8], 16) for start in range(0, len(host), 8)]
    family = socket.AF_INET if len(words) == 1 else socket.AF_INET6
    return socket.inet_ntop(family, struct.pack(f"={len(words)}I", *words))
