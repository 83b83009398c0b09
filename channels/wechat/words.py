"""What the official account says of itself, read once from data/notices/wechat.yml."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml

FILE = Path(__file__).resolve().parents[2] / "data" / "notices" / "wechat.yml"


@dataclass(frozen=True, slots=True)
class Words:
    """`agent` stands before what a person says; `picture` and `no_picture` in place of a picture that cannot
    be shown; `choose` heads a menu without words; `unshown` is what WeChat writes for what it cannot pass on.
    """

    agent: str
    picture: str
    no_picture: str
    choose: str
    unshown: frozenset[str]

    @classmethod
    def load(cls, file: Path = FILE) -> Self:
        """Raises KeyError for a word that is not there."""
        words: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        said = {name: str(words[name]).strip() for name in ("agent", "picture", "no_picture", "choose")}
        return cls(**said, unshown=frozenset(words["unshown"]))
