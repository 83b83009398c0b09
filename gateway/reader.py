"""Takes settings out of an environment and collects everything that is wrong with them."""

import re
import shlex
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from channels.credentials import Template
from customers.errors import BadFile
from gateway.errors import SettingsFaulty
from knowledge.errors import BadParameters
from sealing.errors import BadKeys
from sealing.keys import SHORTEST, Keys

SHORTEST_SECRET = 16
FIELDS = "thing1=title,thing2=text"
LONGEST_SECONDS = 300
LONGEST_DAYS = 60
LONGEST_YEARS = 100
SHORTEST_KEPT, LONGEST_KEPT = 31, 3650  # days

SecretKeeper = Callable[[str], str]


class Reader:
    """One pass over an environment; blank means not set, relative paths begin at `root`."""

    def __init__(self, environ: Mapping[str, str], keep_secret: SecretKeeper, root: Path) -> None:
        self._environ, self._keep_secret, self._root = environ, keep_secret, root
        self.faults: list[str] = []

    def require_sound(self) -> None:
        """Raise SettingsFaulty with every fault in it."""
        if self.faults:
            raise SettingsFaulty(self.faults)

    def text(self, name: str, default: str = "") -> str:
        return self._environ.get(name, "").strip() or default

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """One of `choices`, in any case; the first one when not set."""
        value = self.text(name, choices[0]).lower()
        if value not in choices:
            self.faults.append(f"{name} is {value!r}, but must be one of {', '.join(choices)}.")
        return value

    def template(self, id: str, fields: str) -> Template | None:
        """A platform's template and what stands in its fields; None where it has no id."""
        read = [each.partition("=") for each in self.text(fields, FIELDS).replace(" ", "").split(",")]
        good: list[tuple[str, Literal["title", "text"]]] = []
        for name, _, part in read:
            if name and part == "title":
                good.append((name, "title"))
            elif name and part == "text":
                good.append((name, "text"))
        if len(good) < len(read):
            self.faults.append(f"{fields} must be like {FIELDS}: names of the template, title or text.")
        return Template(self.text(id), tuple(good)) if self.text(id) else None

    def port(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
            self.faults.append(f"{name} is {value!r}, but must be a port number from 1 to 65535.")
            return default
        return int(value)

    def seconds(self, name: str) -> int:
        """A number of seconds; none when not set."""
        return 0 if self.text(name, "0") == "0" else self._counted(name, 0, "seconds", LONGEST_SECONDS)

    def days(self, name: str, default: int) -> int:
        """A number of working days."""
        return self._counted(name, default, "days", LONGEST_DAYS)

    def years(self, name: str, default: int) -> int:
        return self._counted(name, default, "years", LONGEST_YEARS)

    def kept(self, name: str, default: int) -> int:
        """Days for which something is kept: longer than anybody is told what was (customers.told)."""
        days = self._counted(name, default, "days", LONGEST_KEPT)
        if days < SHORTEST_KEPT:
            self.faults.append(f"{name} is {days}, but must be {SHORTEST_KEPT} days at least.")
        return days

    def url(self, name: str, default: str) -> str | None:
        """An http address without a slash at its end, or None."""
        value = self.text(name, default).rstrip("/")
        if value and not _is_address(value):
            self.faults.append(f"{name} is {value!r}, but must be an address like http://127.0.0.1:5005.")
        return value or None

    def proxy(self, name: str) -> str | None:
        """A proxy's address; a fault does not repeat it, for it may hold a password."""
        value = self.text(name)
        if value and not _is_address(value):
            self.faults.append(f"{name} must be an address like http://127.0.0.1:3128.")
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

    def keys(self, name: str) -> str:
        """Keys that personal fields are sealed with, the newest first; a fault repeats none of them."""
        value = self.text(name)
        try:
            Keys.read(value, shortest=SHORTEST)
        except BadKeys as bad:
            self.faults.extend(f"{name}: {fault}." for fault in bad.faults if value)
        return value or self._keep_secret(name)

    def shaped(self, name: str, pattern: str, meaning: str) -> str | None:
        """A credential that is whole only in one form; a fault does not repeat it."""
        value = self.text(name)
        if value and not re.fullmatch(pattern, value):
            self.faults.append(f"{name} must be {meaning}.")
        return value or None

    def folder(self, name: str, default: str, *, apart_from: tuple[str, str] | None = None) -> Path:
        """A folder, which may not be the one that the setting `apart_from` names."""
        folder = self._root / self.text(name, default)
        if apart_from and folder.resolve() == (self._root / self.text(*apart_from)).resolve():
            self.faults.append(f"{name} must be another folder than {apart_from[0]}.")
        return folder

    def own(self, name: str, read: Callable[[Path], object]) -> Path | None:
        """A file or folder of the operator's own, which must be right: `read` raises its faults."""
        value = self.text(name)
        if not value:
            return None
        try:
            read(self._root / value)
        except (BadFile, BadParameters) as bad:  # the operator's to mend, told with the other faults
            self.faults.extend(f"{name}: {fault}" for fault in bad.faults)
        return self._root / value

    def command(self, name: str) -> tuple[str, ...] | None:
        """A command line whose program is there."""
        try:
            words = tuple(shlex.split(self.text(name)))
        except ValueError as exc:  # a quotation mark without its other half
            self.faults.append(f"{name} is no command line: {exc}.")
            return None
        if words and shutil.which(words[0]) is None:
            self.faults.append(f"{name} begins with {words[0]!r}, which is no program that can be started.")
        return words or None

    def _counted(self, name: str, default: int, what: str, most: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit() and 0 < int(value) <= most):
            self.faults.append(f"{name} is {value!r}, but must be a number of {what} from 1 to {most}.")
            return default
        return int(value)

    def all_or_none(self, names: tuple[str, ...], *, beside: tuple[str, ...] = ()) -> bool:
        """Whether all of `names` are set; some of them, or one that is good only `beside` them, without the
        others is a fault.
        """
        missing = [name for name in names if not self.text(name)]
        present = [name for name in (*names, *beside) if self.text(name)]
        if missing and present:
            self.faults.append(
                f"{present[0]} is set, but {', '.join(missing)} is not; the channel needs all of them."
            )
        return not missing


def split_url(value: str) -> SplitResult | None:
    """The parts of an address; None where it is none."""
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return None
    return parts


def _is_address(value: str) -> bool:
    parts = split_url(value)
    return bool(parts and parts.scheme in ("http", "https") and parts.hostname)


def _is_conninfo(value: str) -> bool:
    try:
        conninfo_to_dict(value)
    except psycopg.ProgrammingError:  # its text may quote the password
        return False
    return True
