"""What is kept about an agent, and which of it can be written. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desk.errors import Unreadable
from desk.people.caller import LICENCES, ROLES, Role
from desk.people.demo_names import DEMO_NAMES, DEMO_NUMBERS

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
_NUMBER = re.compile(r"[A-Za-z0-9-]{1,20}")
_SKILL = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")
OTHERS = frozenset({"bot", "investor", "owner", "system", "demo", "stock", "chatwoot"})
"""Who acts beside people, in transcripts and in the audit log: nobody signs in by such a name."""
LISTS = ("skills", "licences", "languages")
MOST_WORDS = 50
MOST_AT_ONCE = 50  # conversations


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who works at the desk: `id` is the name they sign in with, investors see `number`."""

    id: str
    name: str
    number: str
    role: Role
    skills: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    capacity: int = 3
    active: bool = True
    must_change: bool = False
    second_factor: bool = False

    @property
    def is_demo(self) -> bool:
        return self.id in DEMO_NAMES


def checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as an agent's; raises Unreadable for the first that cannot be kept."""
    for field, value in fields.items():
        if field not in _FITS or not _FITS[field](value):
            raise Unreadable(field)
    return {field: tuple(value) if field in LISTS else value for field, value in fields.items()}


def folded(name: str) -> str:
    """A sign-in name as it is kept, however it was typed."""
    return name.strip().casefold()


def _each(fits: Callable[[str], Any]) -> Callable[[Any], bool]:
    def fit(value: Any) -> bool:
        listed = isinstance(value, list | tuple) and len(value) <= MOST_WORDS
        return listed and all(isinstance(word, str) and fits(word) for word in value)

    return fit


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= 40 and value.isprintable()


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and bool(_NUMBER.fullmatch(value)) and not value.startswith(DEMO_NUMBERS)


_FITS: Mapping[str, Callable[[Any], object]] = {
    "id": lambda value: isinstance(value, str) and _ID.fullmatch(value) and value not in OTHERS,
    "name": _is_name,
    "number": _is_number,
    "role": lambda value: value in ROLES,
    "skills": _each(_SKILL.fullmatch),
    "licences": _each(LICENCES.__contains__),
    "languages": _each(_LANGUAGE.fullmatch),
    "capacity": lambda value: type(value) is int and 0 <= value <= MOST_AT_ONCE,
    "active": lambda value: isinstance(value, bool),
}
