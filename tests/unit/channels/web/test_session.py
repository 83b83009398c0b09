"""Tokens speak for one sender only, and only a program on this machine may do without in a demo."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.errors import ForeignOrigin, ForeignSender, NotSignedIn
from channels.web.session import Caller, Gate, Sessions

SESSIONS = Sessions("a secret of some length")
LOCAL = Caller(peer="127.0.0.1", host="127.0.0.1:8000", origin=None, forwarded=False, token=None)
REMOTE = replace(LOCAL, peer="203.0.113.9", host="chat.example.com")
DEMO = Gate(SESSIONS, None)
PUBLIC = Gate(SESSIONS, "https://chat.example.com")


def test_a_token_speaks_for_its_sender() -> None:
    assert SESSIONS.read(SESSIONS.issue("u1")) == "u1"


def test_a_token_of_another_secret_speaks_for_nobody() -> None:
    assert SESSIONS.read(Sessions("another secret of some length").issue("u1")) is None


@given(st.text())
def test_no_text_is_a_token_by_chance(text: str) -> None:
    assert SESSIONS.read(text) is None


def test_a_token_with_another_name_in_front_is_forged() -> None:
    assert SESSIONS.read(SESSIONS.issue("u1").replace("u1", "u2", 1)) is None


def test_in_a_demo_a_program_on_this_machine_names_any_sender() -> None:
    for host in ("localhost:8000", "127.0.0.1", "[::1]:8000", "[::1]"):
        DEMO.admit(replace(LOCAL, host=host), "anybody")
    with pytest.raises(NotSignedIn):
        PUBLIC.admit(LOCAL, "anybody")


@pytest.mark.parametrize(
    "caller",
    [
        REMOTE,
        replace(LOCAL, forwarded=True),
        replace(LOCAL, host="evil.example:8000"),
        replace(LOCAL, host=""),
        replace(LOCAL, peer=""),
    ],
    ids=["another machine", "behind a proxy", "under a foreign name", "under no name", "without an address"],
)
def test_in_a_demo_others_need_a_token(caller: Caller) -> None:
    with pytest.raises(NotSignedIn):
        DEMO.admit(caller, "u1")
    DEMO.admit(replace(caller, token=SESSIONS.issue("u1")), "u1")


def test_with_a_public_address_a_token_is_asked_of_everybody() -> None:
    signed = replace(REMOTE, token=SESSIONS.issue("u1"))
    PUBLIC.admit(signed, "u1")
    with pytest.raises(ForeignSender):
        PUBLIC.admit(signed, "u2")
    with pytest.raises(NotSignedIn):
        PUBLIC.admit(REMOTE, "u1")


def test_a_page_of_ours_may_ask_behind_a_proxy_that_changes_the_host() -> None:
    behind_proxy = replace(REMOTE, host="10.0.0.5:8000", origin="https://chat.example.com")
    assert refusal(PUBLIC, behind_proxy) is None
    assert refusal(DEMO, replace(LOCAL, origin="http://127.0.0.1:8000")) is None


def refusal(gate: Gate, caller: Caller) -> ForeignOrigin | None:
    try:
        gate.check_origin(caller)
    except ForeignOrigin as refused:
        return refused
    return None


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "", "http://[", "https://chat.example.com.evil.example"]
)
def test_a_page_of_another_site_may_not_ask(origin: str) -> None:
    for gate in (DEMO, PUBLIC):
        with pytest.raises(ForeignOrigin):
            gate.admit(replace(LOCAL, origin=origin), "u1")


def test_the_cookie_is_secure_where_the_address_is() -> None:
    assert PUBLIC.secure
    assert not DEMO.secure
    assert not Gate(SESSIONS, "http://chat.example.com").secure
