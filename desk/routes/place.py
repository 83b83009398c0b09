"""Where a request comes from, as far as it can be believed. Pure."""

import re

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


def address_of(connection: HTTPConnection, *, behind_proxy: bool) -> str:
    """The caller's address. TLS ends before us, so there is a proxy wherever the public address is https, and
    the last address it forwards is its own observation; all before that is what a caller may have made up.
    """
    peer = connection.client.host if connection.client else ""
    forwarded = ",".join(connection.headers.getlist("x-forwarded-for")).rpartition(",")[2].strip()
    return forwarded[:64] if behind_proxy and forwarded else peer


def device_of(user_agent: str) -> str:
    """A browser and a system that its user knows again, such as "Chrome 142 · Windows"."""
    known = (
        f"{name} {found[1]}"
        for token, name in _BROWSERS.items()
        if (found := re.search(rf"\b{token}/(\d{{1,4}})", user_agent))
    )
    system = next((name for token, name in _SYSTEMS.items() if token in user_agent), "")
    return " · ".join(filter(None, (next(known, ""), system)))
