"""The settings of how often somebody may call: read from the environment, written back for the children."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Self

from conversations.rates import Rate
from gateway.reader import Reader

Network = IPv4Network | IPv6Network
OFF = "off"
LOCAL = "127.0.0.0/8,::1"
_UNITS = {"second": 1.0, "minute": 60.0, "hour": 3600.0}
_RATE = re.compile(r"([1-9][0-9]{0,5})/(second|minute|hour)")
_DEFAULTS = {
    "chat_user": ("LIMIT_CHAT_USER", "60/minute"),
    "chat_address": ("LIMIT_CHAT_ADDRESS", "600/minute"),
    "page_address": ("LIMIT_PAGE_ADDRESS", "1200/minute"),
    "sign_in_address": ("LIMIT_SIGN_IN_ADDRESS", "60/minute"),
    "channel_user": ("LIMIT_CHANNEL_USER", "60/minute"),
}


@dataclass(frozen=True, kw_only=True)
class LimitSettings:
    """A rate that is None is off; `proxies` are those whose word about a caller's address is believed."""

    chat_user: Rate | None
    chat_address: Rate | None
    page_address: Rate | None
    sign_in_address: Rate | None
    channel_user: Rate | None
    proxies: tuple[Network, ...]

    @classmethod
    def read(cls, reader: Reader) -> Self:
        rates = {field: _rate(reader, *setting) for field, setting in _DEFAULTS.items()}
        return cls(**rates, proxies=_networks(reader, "TRUSTED_PROXIES"))

    def variables(self) -> dict[str, str]:
        """The same as variables."""
        rates = {name: _written(getattr(self, field)) for field, (name, _) in _DEFAULTS.items()}
        return {**rates, "TRUSTED_PROXIES": ",".join(map(str, self.proxies)) or OFF}


def _rate(reader: Reader, name: str, default: str) -> Rate | None:
    said = reader.text(name, default).lower()
    if said == OFF:
        return None
    found = _RATE.fullmatch(said)
    if found is None:
        reader.faults.append(f"{name} is {said!r}, but must be like 60/minute (or second, hour), or off.")
        return None
    return Rate(int(found[1]), _UNITS[found[2]])


def _written(rate: Rate | None) -> str:
    units = {seconds: unit for unit, seconds in _UNITS.items()}
    return f"{rate.count}/{units[rate.seconds]}" if rate else OFF


def _networks(reader: Reader, name: str) -> tuple[Network, ...]:
    said = reader.text(name, LOCAL)
    if said.lower() == OFF:
        return ()
    try:
        return tuple(ip_network(each.strip()) for each in said.split(",") if each.strip())
    except ValueError:  # no address, or bits set behind its mask
        reader.faults.append(f"{name} is {said!r}, but must be like 10.0.0.0/8,192.168.1.4, or off.")
        return ()
