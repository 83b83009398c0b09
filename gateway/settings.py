"""What an operator can set: read once from the environment, all faults reported together.

`.env.example` explains every variable. A secret that is not set is made once and kept in `var/secrets`,
readable by its owner only, so that all processes of a checkout share it.
"""

import os
import secrets
import shlex
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values

from gateway.desk_settings import DeskSettings
from gateway.limit_settings import LimitSettings
from gateway.own_files import OwnFiles
from gateway.platforms import Platforms
from gateway.reader import Reader, SecretKeeper
from gateway.telling_settings import TellingSettings
from sealing.keys import NO_KEYS, Keys

SecretOf = Callable[[Path, str], str]
CHECKOUT = Path(__file__).resolve().parents[1]
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MARKET_MODES = ("auto", "live", "demo")
MEDIA = ("MEDIA_DIR", "var/media")  # shown to everybody
RECEIVED = ("RECEIVED_DIR", "var/received")  # and this to nobody


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One start's settings; `database_url` None is the embedded PostgreSQL, a channel that is None is off."""

    database_url: str | None = field(repr=False)
    host: str
    port: int
    public_url: str | None
    drain_notice: int
    rasa_url: str
    rasa_token: str = field(repr=False)
    actions_url: str
    actions_host: str
    internal_token: str = field(repr=False)
    session_secret: str = field(repr=False)
    data_keys: str = field(repr=False)
    market_mode: str
    media_dir: Path
    received_dir: Path
    voice_recogniser: tuple[str, ...] | None
    own_files: OwnFiles
    contact_days: int
    answer_days: int
    crisis_line: str
    platforms: Platforms
    desk: DeskSettings
    limits: LimitSettings
    telling: TellingSettings

    @classmethod
    def read(cls, environ: Mapping[str, str], keep_secret: SecretKeeper) -> Self:
        """Settings from `environ`; raises SettingsFaulty with every fault in it."""
        reader = Reader(environ, keep_secret, CHECKOUT)
        settings = cls(
            database_url=reader.database("DATABASE_URL"),
            host=reader.text("HOST", "0.0.0.0"),  # noqa: S104 - the gateway is the public process
            port=reader.port("PORT", 8000),
            public_url=reader.url("PUBLIC_URL", ""),
            drain_notice=reader.seconds("DRAIN_NOTICE"),
            rasa_url=reader.url("RASA_URL", "http://127.0.0.1:5005") or "",
            rasa_token=reader.secret("RASA_TOKEN"),
            actions_url=reader.url("ACTIONS_URL", "http://127.0.0.1:5055/webhook") or "",
            actions_host=reader.text("ACTIONS_HOST", "127.0.0.1"),
            internal_token=reader.secret("INTERNAL_TOKEN"),
            session_secret=reader.secret("SESSION_SECRET"),
            data_keys=reader.keys("DATA_KEYS"),
            market_mode=reader.choice("MARKET_MODE", MARKET_MODES),
            media_dir=reader.folder(*MEDIA),
            received_dir=reader.folder(*RECEIVED, apart_from=MEDIA),
            voice_recogniser=reader.command("VOICE_RECOGNISER"),
            contact_days=reader.days("COMPLAINT_CONTACT_DAYS", 1),
            answer_days=reader.days("COMPLAINT_ANSWER_DAYS", 15),
            crisis_line=reader.text("CRISIS_LINE", "12356"),
            **_groups(reader),
        )
        reader.require_sound()
        return settings

    @property
    def rasa_port(self) -> int | None:
        """Where the supervisor starts Rasa; None when RASA_URL points to another machine."""
        return _port_of_ours(self.rasa_url)

    @property
    def actions_port(self) -> int | None:
        """Where the supervisor starts the action server; None when it runs on another machine."""
        return _port_of_ours(self.actions_url)

    @property
    def keys(self) -> Keys:
        """What personal fields and received files are sealed with."""
        return Keys.read(self.data_keys) if self.data_keys else NO_KEYS

    def environment(self, database_url: str) -> dict[str, str]:
        """The variables that the child processes read, with all that was made up filled in."""
        groups = (self.own_files, self.desk, self.limits, self.telling)
        channels = self.platforms.variables().values()
        return {
            "DATABASE_URL": database_url,
            "HOST": self.host,
            "PORT": str(self.port),
            "PUBLIC_URL": self.public_url or "",
            "DRAIN_NOTICE": str(self.drain_notice),
            "RASA_URL": self.rasa_url,
            "RASA_TOKEN": self.rasa_token,
            "ACTIONS_URL": self.actions_url,
            "ACTIONS_HOST": self.actions_host,
            "INTERNAL_TOKEN": self.internal_token,
            "SESSION_SECRET": self.session_secret,
            "DATA_KEYS": self.data_keys,
            "MARKET_MODE": self.market_mode,
            "MEDIA_DIR": str(self.media_dir),
            "RECEIVED_DIR": str(self.received_dir),
            "VOICE_RECOGNISER": shlex.join(self.voice_recogniser or ()),
            "COMPLAINT_CONTACT_DAYS": str(self.contact_days),
            "COMPLAINT_ANSWER_DAYS": str(self.answer_days),
            "CRISIS_LINE": self.crisis_line,
            **dict(chain.from_iterable(each.items() for each in channels)),
            **dict(chain.from_iterable(group.variables().items() for group in groups)),
        }


def _groups(reader: Reader) -> dict[str, Any]:
    """The settings that have a file of their own."""
    return {
        "own_files": OwnFiles.read(reader),
        "platforms": Platforms.read(reader),
        "desk": DeskSettings.read(reader),
        "limits": LimitSettings.read(reader),
        "telling": TellingSettings.read(reader),
    }


def with_file(path: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The variables of a file of settings, and over them those of the environment."""
    from_file = {name: value for name, value in dotenv_values(path).items() if value is not None}
    return {**from_file, **environ}


def kept_secret(folder: Path, name: str) -> str:
    """The secret `name` of this checkout, made at the first call; processes that ask at once agree."""
    path = folder / name.lower()
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, fresh = tempfile.mkstemp(dir=folder)  # mode 0600
        os.write(descriptor, secrets.token_urlsafe(32).encode())
        os.close(descriptor)
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # another process was faster: its secret is the one
        finally:
            Path(fresh).unlink()
    return path.read_text()


def known_secret(folder: Path, name: str) -> str:
    """The secret `name` if this checkout has made one, else none: for who may find nowhere to keep it."""
    path = folder / name.lower()
    return path.read_text() if path.exists() else ""


def read_settings(checkout: Path = CHECKOUT, secret: SecretOf = kept_secret) -> Settings:
    """The settings of this process; a secret that is not set comes from `secret`. What `.env` sets goes into
    its environment too, so that children and the libraries that look for a proxy see it.
    """
    os.environ.update(with_file(checkout / ".env", os.environ))
    return Settings.read(os.environ, lambda name: secret(checkout / "var" / "secrets", name))


def _port_of_ours(url: str) -> int | None:
    parts = urlsplit(url)
    return (parts.port or 80) if parts.hostname in LOOPBACK else None
