"""What an action lets Rasa say: a response by name, the values of its placeholders, buttons."""

import json
from dataclasses import dataclass, field
from typing import Any

from market.securities import Security

BUTTONS = 3
"""Buttons below one message, at most."""


@dataclass(frozen=True)
class Button:
    """A choice below a message; `payload` is what Rasa is sent when it is pressed."""

    title: str
    payload: str


@dataclass(frozen=True)
class Utterance:
    """A named response of the domain with the values of its placeholders.

    `image` is the address of a picture; its response must hold `image: "{image}"`. What is the investor's own
    data is `account`: it is not sent where a channel's servers are abroad, unless that is allowed. It is
    written in `language`, if there is one, else in the one that the investor wished for.
    """

    response: str
    values: dict[str, Any] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
    account: bool = False
    language: str = ""


def payload(intent: str, security: Security | None = None, **details: str) -> str:
    """What a button sends: the intent, the security it is about, and details under names of the domain."""
    entities = ({"security": security.ref} if security else {}) | {k: v for k, v in details.items() if v}
    said = json.dumps(entities, ensure_ascii=False, separators=(",", ":")) if entities else ""
    return f"/{intent}{said}"
