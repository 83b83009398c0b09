"""Who a web caller is: tokens signed for one sender, and the rule who may speak as whom."""

import re
from dataclasses import dataclass
from ipaddress import ip_address

from itsdangerous import BadData, TimestampSigner

from channels.errors import ForeignOrigin, ForeignSender, NotSignedIn

COOKIE = "wenpan_session"
MAX_AGE = 180 * 24 * 3600  # seconds; renewed each time the page is opened
_PORT = re.compile(r":\d+$")


class Sessions:
    """Signs a sender's name and reads it back; any gateway with the same secret knows the token."""

    def __init__(self, secret: str) -> None:
        self._signer = TimestampSigner(secret, salt="wenpan.web.session")

    def issue(self, sender: str) -> str:
        """A token that speaks for `sender` for `MAX_AGE` seconds."""
        return self._signer.sign(sender).decode()

    def read(self, token: str) -> str | None:
        """The sender whom the token speaks for; None if it is forged, broken or too old."""
        try:
            return self._signer.unsign(token, max_age=MAX_AGE).decode()
        except (BadData, UnicodeError):  # a token is the caller's text: anything may stand in it
            return None


@dataclass(frozen=True, slots=True)
class Caller:
    """What of a request says who calls: the peer's address, its headers `Host` and `Origin`, its token."""

    peer: str
    host: str
    origin: str | None
    forwarded: bool
    token: str | None


class Gate:
    """Lets a caller speak as a sender, or raises.

    With `public_url` set a token is asked of everybody. While it is empty, this is a demo on one machine:
    programs on that machine may name any sender. A reverse proxy there speaks for strangers, and a page of
    another site can make a browser call us under a name of its own, so neither has that right.
    """

    def __init__(self, sessions: Sessions, public_url: str | None) -> None:
        self._sessions = sessions
        self._public = bool(public_url)
        self._public_host = _host_of(public_url or "")
        self.secure = (public_url or "").lower().startswith("https:")

    def admit(self, caller: Caller, sender: str) -> None:
        """Return if the caller may speak as `sender`; else raise NotSignedIn or a kind of NotAllowed."""
        self.check_origin(caller)
        if self.trusts(caller):
            return
        known = self.sender_of(caller)
        if known is None:
            raise NotSignedIn
        if known != sender:
            raise ForeignSender(sender)

    def trusts(self, caller: Caller) -> bool:
        """Whether it is a program of this machine, in a demo."""
        return not self._public and is_local(caller)

    def sender_of(self, caller: Caller) -> str | None:
        """The sender whom the caller's token speaks for."""
        return None if caller.token is None else self._sessions.read(caller.token)

    def check_origin(self, caller: Caller) -> None:
        """Raise `ForeignOrigin` if a browser sends this from another site; programs send no origin."""
        if caller.origin is None:
            return
        origin = _host_of(caller.origin)
        if not origin or origin not in (self._public_host, caller.host.lower()):
            raise ForeignOrigin(caller.origin)


def _host_of(address: str) -> str:
    """Host and port of `https://host:port/…`; empty for `null` and for what is no address."""
    return address.lower().partition("://")[2].partition("/")[0]


def is_local(caller: Caller) -> bool:
    """A program on this machine that speaks for itself: not through a proxy, nor under a foreign name."""
    host = caller.host.rpartition(":")[0] if _PORT.search(caller.host) else caller.host
    named_locally = host == "localhost" or _is_loopback(host.strip("[]"))
    return named_locally and not caller.forwarded and _is_loopback(caller.peer)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:  # a name, or no address at all (a unix socket)
        return False
