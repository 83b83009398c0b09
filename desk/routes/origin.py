"""Whose page calls: ours, or one of another site. Pure."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from desk.errors import ForeignOrigin

_PORTS = {"http": 80, "https": 443}


class Origins:
    """The origins of our own pages: that of `public_url`, and on loopback the address that was called.

    A browser says an origin with whatever may change something; so must every caller.
    """

    def __init__(self, public_url: str | None) -> None:
        self._public = _parts(public_url or "")
        self.secure = (public_url or "").lower().startswith("https:")

    def check(self, origin: str | None, host: str, *, needed: bool) -> None:
        """Return if a page of ours calls; else, or where an origin is `needed` and missing, ForeignOrigin."""
        if origin is None and not needed:
            return
        parts = _parts(origin or "")
        if parts is None or parts not in (self._public, _called(host)):
            raise ForeignOrigin


def _called(host: str) -> tuple[str, str, int] | None:
    """The origin of a page that was served at `host` of this machine."""
    parts = _parts(f"http://{host}")
    return parts if parts and _is_loopback(parts[1]) else None


def _parts(address: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None for `null` and for what is no address."""
    try:
        split = urlsplit(address.lower())
        port = split.port or _PORTS.get(split.scheme, 0)
    except ValueError:  # brackets without end, a port that is no number
        return None
    return (split.scheme, split.hostname, port) if split.scheme in _PORTS and split.hostname else None


def _is_loopback(name: str) -> bool:
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:  # another name
        return False
