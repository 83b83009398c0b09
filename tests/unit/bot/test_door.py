"""Whoever does not have the token learns of a Rasa server that it lives, and nothing else."""

import contextlib
import http.client
import inspect
import re
from urllib.parse import urlsplit

import pytest
from rasa import server
from rasa.core.channels import BUILTIN_CHANNELS

from tests.unit.bot.client import call
from tests.unit.bot.conftest import TOKEN

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
WRONG = (None, "", "Bearer", "Bearer ", "Bearer wrong", f"Bearer {TOKEN}x", f"Basic {TOKEN}")
LIVES = "/webhooks/gateway/"


def rasas_own() -> set[str]:
    """The paths that Rasa's server offers under any flag, read from its source."""
    written = re.findall(r'@app\.(?:get|post|put|delete|patch)\("([^"]+)"\)', inspect.getsource(server))
    return {re.sub(r"<[^>]+>", "u1", path) for path in written}


def channels() -> set[str]:
    """Those of all channels that Rasa brings along, and of ours."""
    names = [*BUILTIN_CHANNELS, "gateway"]
    ends = ("", "/", "/webhook", "/turn", "/send", "/callback")
    return {f"/webhooks/{name}{end}" for name in names for end in ends}


PATHS = sorted(rasas_own() | channels() | {"/", "/no/such/page", "/webhooks", "//version", "/static/x"})


def ask(url: str, method: str, path: str, authorization: str | None) -> tuple[int, bytes]:
    """By hand: a client library would tidy the path."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    with contextlib.closing(connection):
        headers = {} if authorization is None else {"Authorization": authorization}
        connection.request(method, path, b"{}" if method not in ("GET", "HEAD") else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_the_list_of_addresses_is_no_empty_one() -> None:
    assert {"/", "/version", "/status", "/domain", "/model", "/model/parse"} <= set(PATHS)
    assert {"/conversations/u1/tracker", "/webhooks/rest/webhook", "/webhooks/gateway/turn"} <= set(PATHS)


@pytest.mark.parametrize("method", METHODS)
def test_a_stranger_is_refused_at_every_address(rasa_url: str, method: str) -> None:
    lives = {("GET", LIVES), ("GET", LIVES.rstrip("/"))}
    answers = {path: ask(rasa_url, method, path, None)[0] for path in PATHS if (method, path) not in lives}
    assert set(answers.values()) == {401}, answers


@pytest.mark.parametrize("authorization", WRONG)
def test_a_wrong_token_is_none(rasa_url: str, authorization: str | None) -> None:
    for method, path in (("GET", "/"), ("GET", "/version"), ("POST", "/webhooks/gateway/turn")):
        status, said = ask(rasa_url, method, path, authorization)
        assert (status, said) == (401, b'{"error":"bad_token"}'), (method, path)


@pytest.mark.parametrize("authorization", WRONG)
def test_anybody_is_told_that_it_lives_and_no_more(rasa_url: str, authorization: str | None) -> None:
    assert ask(rasa_url, "GET", LIVES, authorization) == (200, b'{"status":"ok"}')


def test_who_has_the_token_finds_the_one_channel_and_no_other(rasa_url: str) -> None:
    assert call(f"{rasa_url}{LIVES}", None, TOKEN)[1]["model"]
    for path in ("/status", "/version", "/domain", "/model/parse", "/conversations/u1/tracker"):
        assert call(f"{rasa_url}{path}", None, TOKEN)[0] == 404
    assert call(f"{rasa_url}/webhooks/rest/webhook", b"{}", TOKEN)[0] == 404
