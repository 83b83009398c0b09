"""A place in a text where a security is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Basis = Literal["code", "name", "alias", "former", "pinyin", "initials"]


@dataclass(frozen=True)
class Mention:
    """`text`, at `start:end` of the message, names the securities `refs`; of several the investor chooses."""

    start: int
    end: int
    text: str
    refs: tuple[str, ...]
    basis: Basis

    @property
    def certain(self) -> bool:
        """Say whether exactly one security is meant."""
        return len(self.refs) == 1
