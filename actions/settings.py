"""What the action server reads from its environment, once, with all faults told together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self, cast
from urllib.parse import urlsplit

from actions.errors import BadSettings
from customers.errors import BadFile
from customers.suitability.lists import Lists
from customers.suitability.products import Products
from customers.suitability.reading import Questionnaires
from knowledge.errors import BadParameters
from knowledge.folder import read_broker
from sealing.errors import BadKeys
from sealing.keys import NO_KEYS, Keys

_MODES = ("auto", "live", "demo")
_CHECKOUT = Path(__file__).resolve().parents[1]
_MEDIA_DIR = "var/media"
_CRISIS_LINE = "12356"
_HOST = "127.0.0.1"
_URL = "http://127.0.0.1:5055/webhook"


@dataclass(frozen=True)
class Settings:
    """`port` of ACTIONS_URL on `host`; who calls shows `token`.

    Pictures are kept in `media_dir`, where the gateway finds them. Without a `database_url` the articles are
    those of the files. `broker` are the parameters that the broker has set; `cache_dir` is for what can be
    computed again. What is personal is sealed with `keys`. `crisis_line` is the number that people in despair
    are given. `lists` are the samples where the operator names none.
    """

    port: int
    token: str = field(repr=False)
    market_mode: Literal["auto", "live", "demo"]
    media_dir: Path = _CHECKOUT / _MEDIA_DIR
    broker: Mapping[str, str] = field(default_factory=dict)
    database_url: str = field(default="", repr=False)
    cache_dir: Path = _CHECKOUT / "var" / "knowledge"
    crisis_line: str = _CRISIS_LINE
    keys: Keys = NO_KEYS
    lists: Lists = field(default_factory=Lists.load)
    host: str = _HOST

    @property
    def parameters(self) -> Mapping[str, str]:
        """What articles are filled with: the broker's own values, and the crisis line."""
        return {**self.broker, "crisis_line": self.crisis_line}

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Read ACTIONS_URL, ACTIONS_HOST, INTERNAL_TOKEN, MARKET_MODE, MEDIA_DIR, DATABASE_URL, DATA_KEYS,
        CRISIS_LINE, and what BROKER_FILE, PRODUCTS_FILE and QUESTIONNAIRES_DIR name. Raises BadSettings.
        """
        faults: list[str] = []
        mode = environment.get("MARKET_MODE") or "auto"
        if mode not in _MODES:
            faults.append(f"MARKET_MODE must be one of {', '.join(_MODES)}, not {mode!r}.")
        own = _Own(environment, faults)
        settings = cls(
            port=_port(environment.get("ACTIONS_URL") or _URL, faults),
            host=environment.get("ACTIONS_HOST") or _HOST,
            token=environment.get("INTERNAL_TOKEN", ""),
            market_mode=cast("Literal['auto', 'live', 'demo']", mode),
            media_dir=_CHECKOUT / (environment.get("MEDIA_DIR") or _MEDIA_DIR),
            broker=own.read("BROKER_FILE", read_broker) or {},
            database_url=environment.get("DATABASE_URL", ""),
            crisis_line=environment.get("CRISIS_LINE") or _CRISIS_LINE,
            keys=_keys(environment.get("DATA_KEYS", ""), faults),
            lists=own.lists(),
        )
        if faults:
            raise BadSettings(faults)
        return settings


class _Own:
    """The operator's own files; what is wrong with them goes to `faults`."""

    def __init__(self, environment: Mapping[str, str], faults: list[str]) -> None:
        self._environment, self._faults = environment, faults

    def read[Read](self, name: str, read: Callable[[Path], Read]) -> Read | None:
        """What the file or folder of that variable holds; None where there is none."""
        file = self._environment.get(name, "").strip()
        try:
            return read(_CHECKOUT / file) if file else None
        except (BadFile, BadParameters) as bad:  # the operator's to mend, told with the other faults
            self._faults += [f"{name}: {fault}" for fault in bad.faults]
            return None

    def lists(self) -> Lists:
        """The operator's products and questionnaires, or the samples."""
        products = self.read("PRODUCTS_FILE", Products.load)
        questionnaires = self.read("QUESTIONNAIRES_DIR", Questionnaires.load)
        return Lists(questionnaires or Questionnaires.load(), products or Products.load())


def _keys(text: str, faults: list[str]) -> Keys:
    """The keys of personal fields; what is wrong with them goes to `faults`."""
    try:
        return Keys.read(text) if text.strip() else NO_KEYS
    except BadKeys as bad:
        faults += [f"DATA_KEYS: {fault}." for fault in bad.faults]
        return NO_KEYS


def _port(url: str, faults: list[str]) -> int:
    """The port of an address; that there is none goes to `faults`."""
    try:
        port = urlsplit(url).port
    except ValueError:  # no number, or none that a port has
        port = None
    if port is None:
        faults.append(f"ACTIONS_URL must be an http address with a port, not {url!r}.")
    return port or 0
