"""Where a request comes from, as far as it can be believed. Pure."""

import re
from ipaddress import IPv6Address, ip_network

from starlette.requests import HTTPConnection

_BROWSERS = {
    "MicroMessenger": "WeChat",
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Version": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}

HOST = 64  # bits of an IPv6 address that its holder chooses


def address_of(connection: HTTPConnection) -> str:
    """The caller's address as it is counted; whom of several proxies to believe is settled before us
    (gateway/callers.py).
    """
    return _counted(connection.client.host if connection.client else "")


def _counted(address: str) -> str:
    """Of an IPv6 address it is the network: whoever has a line there has all addresses of one."""
    try:
        known = IPv6Address(address)
    except ValueError:  # one of IPv4, or no address
        return address
    return str(known.ipv4_mapped or ip_network((int(known) >> HOST << HOST, 128 - HOST)))


def device_of(user_agent: str) -> str:
    """A browser and a system that its user knows again, such as "Chrome 142 · Windows"."""
    known = (
        f"{name} {found[1]}"
        for token, name in _BROWSERS.items()
        if (found := re.search(rf"\b{token}/(\d{{1,4}})", user_agent))
    )
    system = next((name for token, name in _SYSTEMS.items() if token in user_agent), "")
    return " · ".join(filter(None, (next(known, ""), system)))
