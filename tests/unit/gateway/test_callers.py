"""Nobody chooses the address they are counted under, and only our own proxies are believed."""

from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Receive, Scope, Send

from gateway.callers import Callers, caller_of, is_of_this_machine

PROXIES = (ip_network("10.0.0.0/8"), ip_network("127.0.0.0/8"), ip_network("::1"))
OUTSIDE = (
    st.ip_addresses().filter(lambda address: not any(address in network for network in PROXIES)).map(str)
)
INSIDE = st.ip_addresses(network="10.0.0.0/8").map(str)
SAID = st.lists(st.one_of(st.ip_addresses().map(str), st.text(max_size=20)), max_size=6)


@given(OUTSIDE, SAID)
def test_a_stranger_is_counted_under_their_own_address_whatever_they_say(peer: str, said: list[str]) -> None:
    assert caller_of(peer, said, PROXIES) == peer


@given(OUTSIDE, SAID, st.lists(INSIDE, min_size=1, max_size=4))
def test_behind_our_proxies_too(peer: str, said: list[str], proxies: list[str]) -> None:
    """Each proxy appends who called it; the first of them was called by the stranger."""
    forwarded = [*said, peer, *proxies[:-1]]
    assert ip_address(caller_of(proxies[-1], forwarded, PROXIES)) == _plain(peer)


@given(st.one_of(OUTSIDE, INSIDE, st.text(max_size=30)), SAID)
def test_whatever_stands_there_an_address_or_the_peer_comes_out(peer: str, said: list[str]) -> None:
    found = caller_of(peer, said, PROXIES)
    assert found == peer or str(ip_address(found)) == found


@pytest.mark.parametrize(
    ("peer", "forwarded", "caller"),
    [
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", ["203.0.113.9:4711"], "203.0.113.9"),
        ("127.0.0.1", ["[2001:db8::1]:4711"], "2001:db8::1"),
        ("127.0.0.1", ["unknown"], "127.0.0.1"),
        ("::ffff:127.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("10.0.0.2", ["6.6.6.6", "203.0.113.9", "10.0.0.1"], "203.0.113.9"),
        ("10.0.0.2", ["10.0.0.7"], "10.0.0.7"),
        ("127.0.0.1", ["6.6.6.6"] + ["127.0.0.1"] * 50, "127.0.0.1"),
    ],
)
def test_the_list_is_read_from_its_end(peer: str, forwarded: list[str], caller: str) -> None:
    assert caller_of(peer, forwarded, PROXIES) == caller


@pytest.mark.parametrize(("peer", "seen"), [("10.1.1.1", "203.0.113.9"), ("198.51.100.1", "198.51.100.1")])
async def test_the_application_sees_the_caller(peer: str, seen: str) -> None:
    found: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        found.append(scope["client"][0])

    await Callers(app, PROXIES)(_scope(peer, b"6.6.6.6", b"203.0.113.9"), _none, _none)
    assert found == [seen]


@pytest.mark.parametrize(
    ("peer", "headers", "local"),
    [
        ("127.0.0.1", [], True),
        ("::1", [], True),
        ("203.0.113.9", [], False),
        ("127.0.0.1", [(b"x-forwarded-for", b"127.0.0.1")], False),
        ("127.0.0.1", [(b"x-forwarded-proto", b"https")], False),
        ("127.0.0.1", [(b"via", b"1.1 cache")], False),
    ],
)
def test_a_proxy_on_this_machine_speaks_for_others(peer: str, headers: list[Any], local: bool) -> None:
    assert is_of_this_machine({**_scope(peer), "headers": headers}) is local


def _plain(address: str) -> Any:
    known = ip_address(address)
    return getattr(known, "ipv4_mapped", None) or known


def _scope(peer: str, *forwarded: bytes) -> dict[str, Any]:
    headers = [(b"x-forwarded-for", b", ".join(forwarded))] if forwarded else []
    return {"type": "http", "path": "/", "client": (peer, 4711), "headers": headers}


async def _none(*_args: Any) -> Any:
    raise AssertionError("nothing is read or sent")
