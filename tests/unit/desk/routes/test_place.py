"""Where a request comes from is believed as far as it can be."""

import pytest
from starlette.requests import Request

from desk.routes.place import address_of, device_of


def request(address: str, forwarded: str = "") -> Request:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return Request({"type": "http", "headers": headers, "client": (address, 5000)})


def test_a_caller_who_makes_up_addresses_is_counted_under_the_real_one() -> None:
    assert address_of(request("10.0.0.1", forwarded="1.1.1.1")) == "10.0.0.1"
    assert address_of(Request({"type": "http", "headers": [], "client": None})) == ""


def test_the_many_addresses_of_one_line_are_one() -> None:
    line = {address_of(request(f"2001:db8:1:2:{n:x}::{n:x}")) for n in range(100)}
    assert line == {"2001:db8:1:2::/64"}
    assert address_of(request("2001:db8:1:3::1")) not in line
    assert address_of(request("::ffff:1.1.1.1")) == "1.1.1.1"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0 Safari/537.36", "Chrome 142 · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/142.0.0.0 Safari/537.36 Edg/142.0", "Edge 142 · Windows"),
        ("Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) Version/18.1 Safari/604.1", "Safari 18 · iPad"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox 145 · Linux"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_as_its_user_knows_it(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device
