"""What an operator can set: read once from the environment, all faults reported together.

`.env.example` explains every variable. A secret that is not set is made once and kept in `var/secrets`,
readable by its owner only, so that all processes of a checkout share it.
"""

import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, urlsplit

import psycopg
from dotenv import dotenv_values
from psycopg.conninfo import conninfo_to_dict

from gateway.errors import SettingsFaulty
from knowledge.errors import BadParameters
from knowledge.folder import read_broker

CHECKOUT = Path(__file__).resolve().parents[1]
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MARKET_MODES = ("auto", "live", "demo")
TELEGRAM_MODES = ("webhook", "polling")
SHORTEST_SECRET = 16
LONGEST_DAYS = 60

SecretKeeper = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Wechat:
    """An official account's credentials."""

    app_id: str
    app_secret: str = field(repr=False)
    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    api_base: str


@dataclass(frozen=True, kw_only=True)
class Telegram:
    """A bot's credentials."""

    bot_token: str = field(repr=False)
    secret_token: str = field(repr=False)
    api_base: str
    mode: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One start's settings; `database_url` None is the embedded PostgreSQL, a channel that is None is off."""

    database_url: str | None = field(repr=False)
    host: str
    port: int
    public_url: str | None
    rasa_url: str
    rasa_token: str = field(repr=False)
    actions_url: str
    internal_token: str = field(repr=False)
    session_secret: str = field(repr=False)
    market_mode: str
    media_dir: Path
    broker_file: Path | None
    contact_days: int
    answer_days: int
    crisis_line: str
    wechat: Wechat | None
    telegram: Telegram | None

    @classmethod
    def read(cls, environ: Mapping[str, str], keep_secret: SecretKeeper) -> Self:
        """Settings from `environ`; raises SettingsFaulty with every fault in it."""
        reader = _Reader(environ, keep_secret)
        settings = cls(
            database_url=reader.database("DATABASE_URL"),
            host=reader.text("HOST", "0.0.0.0"),  # noqa: S104 - the gateway is the public process
            port=reader.port("PORT", 8000),
            public_url=reader.url("PUBLIC_URL", ""),
            rasa_url=reader.url("RASA_URL", "http://127.0.0.1:5005") or "",
            rasa_token=reader.secret("RASA_TOKEN"),
            actions_url=reader.url("ACTIONS_URL", "http://127.0.0.1:5055/webhook") or "",
            internal_token=reader.secret("INTERNAL_TOKEN"),
            session_secret=reader.secret("SESSION_SECRET"),
            market_mode=reader.choice("MARKET_MODE", MARKET_MODES),
            media_dir=CHECKOUT / reader.text("MEDIA_DIR", "var/media"),
            broker_file=reader.broker("BROKER_FILE"),
            contact_days=reader.days("COMPLAINT_CONTACT_DAYS", 1),
            answer_days=reader.days("COMPLAINT_ANSWER_DAYS", 15),
            crisis_line=reader.text("CRISIS_LINE", "12356"),
            wechat=reader.wechat(),
            telegram=reader.telegram(),
        )
        if reader.faults:
            raise SettingsFaulty(reader.faults)
        return settings

    @property
    def rasa_port(self) -> int | None:
        """Where the supervisor starts Rasa; None when RASA_URL points to another machine."""
        return _port_of_ours(self.rasa_url)

    @property
    def actions_port(self) -> int | None:
        """Where the supervisor starts the action server; None when it runs on another machine."""
        return _port_of_ours(self.actions_url)

    def environment(self, database_url: str) -> dict[str, str]:
        """The variables that the child processes read, with all that was made up filled in."""
        return {
            "DATABASE_URL": database_url,
            "HOST": self.host,
            "PORT": str(self.port),
            "PUBLIC_URL": self.public_url or "",
            "RASA_URL": self.rasa_url,
            "RASA_TOKEN": self.rasa_token,
            "ACTIONS_URL": self.actions_url,
            "INTERNAL_TOKEN": self.internal_token,
            "SESSION_SECRET": self.session_secret,
            "MARKET_MODE": self.market_mode,
            "MEDIA_DIR": str(self.media_dir),
            "BROKER_FILE": str(self.broker_file or ""),
            "COMPLAINT_CONTACT_DAYS": str(self.contact_days),
            "COMPLAINT_ANSWER_DAYS": str(self.answer_days),
            "CRISIS_LINE": self.crisis_line,
        }


def read_settings(checkout: Path = CHECKOUT) -> Settings:
    """The settings of this process. What `.env` sets goes into its environment too, so that children and the
    libraries that look for a proxy see it.
    """
    os.environ.update(with_file(checkout / ".env", os.environ))
    return Settings.read(os.environ, lambda name: kept_secret(checkout / "var" / "secrets", name))


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


class _Reader:
    """Takes values out of an environment and collects what is wrong with them. Blank means not set."""

    def __init__(self, environ: Mapping[str, str], keep_secret: SecretKeeper) -> None:
        self._environ, self._keep_secret = environ, keep_secret
        self.faults: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self._environ.get(name, "").strip() or default

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """One of `choices`, in any case; the first one when not set."""
        value = self.text(name, choices[0]).lower()
        if value not in choices:
            self.faults.append(f"{name} is {value!r}, but must be one of {', '.join(choices)}.")
        return value

    def port(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
            self.faults.append(f"{name} is {value!r}, but must be a port number from 1 to 65535.")
            return default
        return int(value)

    def days(self, name: str, default: int) -> int:
        """A number of working days."""
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit() and 0 < int(value) <= LONGEST_DAYS):
            self.faults.append(f"{name} is {value!r}, but must be a number of days from 1 to {LONGEST_DAYS}.")
            return default
        return int(value)

    def url(self, name: str, default: str) -> str | None:
        """An http address without a slash at its end, or None."""
        value = self.text(name, default).rstrip("/")
        parts = _split(value)
        if value and (parts is None or parts.scheme not in ("http", "https") or not parts.hostname):
            self.faults.append(f"{name} is {value!r}, but must be an address like http://127.0.0.1:5005.")
        return value or None

    def database(self, name: str) -> str | None:
        """A PostgreSQL address; a fault does not repeat it, for it may hold a password."""
        value = self.text(name)
        if value and not value.startswith(("postgresql://", "postgres://")):
            self.faults.append(
                f"{name} must begin with postgresql:// (or be empty for the embedded PostgreSQL)."
            )
        elif value and not _is_conninfo(value):
            self.faults.append(f"{name} is no address that PostgreSQL's client can read.")
        return value or None

    def secret(self, name: str) -> str:
        value = self.text(name)
        if value and len(value) < SHORTEST_SECRET:
            self.faults.append(
                f"{name} must have at least {SHORTEST_SECRET} characters (or be empty: one is made)."
            )
        return value or self._keep_secret(name)

    def broker(self, name: str) -> Path | None:
        """A file of the broker's own parameters, which must be right."""
        value = self.text(name)
        if not value:
            return None
        try:
            read_broker(CHECKOUT / value)
        except BadParameters as bad:
            self.faults.extend(f"{name}: {fault}" for fault in bad.faults)
        return CHECKOUT / value

    def wechat(self) -> Wechat | None:
        names = ("WECHAT_APP_ID", "WECHAT_APP_SECRET", "WECHAT_TOKEN", "WECHAT_AES_KEY")
        if not self._all_or_none(names):
            return None
        app_id, app_secret, token, aes_key = (self.text(name) for name in names)
        base = self.url("WECHAT_API_BASE", "https://api.weixin.qq.com") or ""
        return Wechat(app_id=app_id, app_secret=app_secret, token=token, aes_key=aes_key, api_base=base)

    def telegram(self) -> Telegram | None:
        mode = self.choice("TELEGRAM_MODE", TELEGRAM_MODES)
        names = ("TELEGRAM_BOT_TOKEN", "TELEGRAM_SECRET_TOKEN")
        if not self._all_or_none(names if mode == "webhook" else names[:1]):
            return None
        bot_token, secret_token = (self.text(name) for name in names)
        base = self.url("TELEGRAM_API_BASE", "https://api.telegram.org") or ""
        return Telegram(bot_token=bot_token, secret_token=secret_token, api_base=base, mode=mode)

    def _all_or_none(self, names: tuple[str, ...]) -> bool:
        """Whether all of `names` are set; some of them without the others is a fault."""
        missing = [name for name in names if not self.text(name)]
        if missing and len(missing) < len(names):
            present = next(name for name in names if name not in missing)
            self.faults.append(
                f"{present} is set, but {', '.join(missing)} is not; the channel needs all of them."
            )
        return not missing


def _split(value: str) -> SplitResult | None:
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return None
    return parts


def _port_of_ours(url: str) -> int | None:
    parts = urlsplit(url)
    return (parts.port or 80) if parts.hostname in LOOPBACK else None


def _is_conninfo(value: str) -> bool:
    try:
        conninfo_to_dict(value)
    except psycopg.ProgrammingError:  # its text may quote the password
        return False
    return True
