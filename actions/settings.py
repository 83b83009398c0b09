"""What the action server reads from its environment, once, with all faults told together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self, cast
from urllib.parse import urlsplit

from actions.errors import BadSettings
from knowledge.errors import BadParameters
from knowledge.folder import read_broker
from sealing.errors import BadKeys
from sealing.keys import NO_KEYS, Keys

_MODES = ("auto", "live", "demo")
_CHECKOUT = Path(__file__).resolve().parents[1]
_MEDIA_DIR = "var/media"
_CRISIS_LINE = "12356"


@dataclass(frozen=True)
class Settings:
    """`port` of the loopback address of ACTIONS_URL; an empty `token` leaves callers unchecked.

    Pictures are kept in `media_dir`, where the gateway finds them. Without a `database_url` the articles are
    those of the files. `broker` are the parameters that the broker has set; `cache_dir` is for what can be
    computed again. What is personal is sealed with `keys`. `crisis_line` is the number that people in despair
    are given.
    """

    port: int
    token: str
    market_mode: Literal["auto", "live", "demo"]
    media_dir: Path = _CHECKOUT / _MEDIA_DIR
    broker: Mapping[str, str] = field(default_factory=dict)
    database_url: str = field(default="", repr=False)
    cache_dir: Path = _CHECKOUT / "var" / "knowledge"
    crisis_line: str = _CRISIS_LINE
    keys: Keys = NO_KEYS

    @property
    def parameters(self) -> Mapping[str, str]:
        """What articles are filled with: the broker's own values, and the crisis line."""
        return {**self.broker, "crisis_line": self.crisis_line}

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Read ACTIONS_URL, INTERNAL_TOKEN, MARKET_MODE, MEDIA_DIR, BROKER_FILE, DATABASE_URL, DATA_KEYS,
        CRISIS_LINE. Raises BadSettings.
        """
        faults = []
        url = environment.get("ACTIONS_URL") or "http://127.0.0.1:5055/webhook"
        mode = environment.get("MARKET_MODE") or "auto"
        port = _port(url)
        if port is None:
            faults.append(f"ACTIONS_URL must be an http address with a port, not {url!r}.")
        if mode not in _MODES:
            faults.append(f"MARKET_MODE must be one of {', '.join(_MODES)}, not {mode!r}.")
        broker, bad = _broker(environment.get("BROKER_FILE", ""))
        faults += bad
        keys, weak = _keys(environment.get("DATA_KEYS", ""))
        faults += weak
        if faults:
            raise BadSettings(faults)
        return cls(
            port=cast("int", port),
            token=environment.get("INTERNAL_TOKEN", ""),
            market_mode=cast("Literal['auto', 'live', 'demo']", mode),
            media_dir=_CHECKOUT / (environment.get("MEDIA_DIR") or _MEDIA_DIR),
            broker=broker,
            database_url=environment.get("DATABASE_URL", ""),
            crisis_line=environment.get("CRISIS_LINE") or _CRISIS_LINE,
            keys=keys,
        )


def _broker(file: str) -> tuple[Mapping[str, str], Sequence[str]]:
    """The broker's parameters, and what is wrong with their file."""
    try:
        return (read_broker(_CHECKOUT / file) if file else {}), ()
    except BadParameters as bad:
        return {}, [f"BROKER_FILE: {fault}" for fault in bad.faults]


def _keys(text: str) -> tuple[Keys, Sequence[str]]:
    """The keys of personal fields, and what is wrong with them."""
    try:
        return (Keys.read(text) if text.strip() else NO_KEYS), ()
    except BadKeys as bad:
        return NO_KEYS, [f"DATA_KEYS: {fault}." for fault in bad.faults]


def _port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:  # a port that is no number, or beyond 65535
        return None
