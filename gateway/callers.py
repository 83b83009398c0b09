"""Who calls: the address behind our own proxies, and whether it is a program of this machine.

A proxy appends the address that called it to `X-Forwarded-For`; what stands before that, a caller may have
made up. So the list is read from its end, as long as the one who says it is a proxy of ours.
"""

import re
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

import structlog
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from channels.web.routes import is_forwarded
from gateway.limit_settings import Network

LONGEST_LIST = 20  # proxies; more of them is a caller's invention
_PORT = re.compile(r"^\[([^\]]+)\](?::\d+)?$|^([0-9.]+):\d+$")
Address = IPv4Address | IPv6Address

log = structlog.get_logger("gateway")


def caller_of(peer: str, forwarded: Sequence[str], proxies: Iterable[Network]) -> str:
    """The address that counts as the caller's: the last one in `forwarded` that no proxy of ours has; `peer`
    itself where it is none, or where what it says is no address. Pure.
    """
    known = tuple(proxies)
    caller = peer
    for said in reversed(list(forwarded)[-LONGEST_LIST:]):
        address = _address(caller)
        if address is None or not any(address in network for network in known):
            return caller
        behind = _address(said)
        if behind is None:
            return caller
        caller = str(behind)
    return caller


class Callers:
    """Puts the caller's address where the application looks for it, `scope["client"]`."""

    def __init__(self, app: ASGIApp, proxies: tuple[Network, ...]) -> None:
        self._app, self._proxies = app, proxies
        self._warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        if client and scope["type"] in ("http", "websocket"):
            said = Headers(scope=scope).getlist("x-forwarded-for")
            forwarded = [each.strip() for each in ",".join(said).split(",") if each.strip()]
            if forwarded:
                caller = caller_of(client[0], forwarded, self._proxies)
                self._warn(caller == client[0])
                scope = {**scope, "client": (caller, client[1])}
        await self._app(scope, receive, send)

    def _warn(self, unbelieved: bool) -> None:
        """Once: behind a proxy that is not known to us all its callers have one address, and one limit."""
        if unbelieved and not self._warned:
            self._warned = True
            log.warning("X-Forwarded-For was not believed: TRUSTED_PROXIES names our own proxies")


def is_of_this_machine(scope: Scope) -> bool:
    """Whether a program of this machine calls, and for itself."""
    client = scope.get("client")
    address = _address(client[0]) if client else None
    return address is not None and address.is_loopback and not is_forwarded(Headers(scope=scope))


def _address(said: str) -> Address | None:
    """An address, with or without a port; one of IPv4 in IPv6's form is the one of IPv4."""
    found = _PORT.match(said)
    try:
        address = ip_address((found[1] or found[2]) if found else said)
    except ValueError:  # a name, "unknown", nothing
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
