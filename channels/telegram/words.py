"""What the bot says of itself on Telegram, read once from data/notices/telegram.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml

FILE = Path(__file__).resolve().parents[2] / "data" / "notices" / "telegram.yml"


@dataclass(frozen=True, slots=True)
class Command:
    """An entry of the bot's menu; choosing it says `says`, or is a greeting where that is None."""

    title: str
    says: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """`commands` by name. `description` stands in an empty chat, `about` in the bot's profile; `agent` stands
    before what a person says, `choose` above choices without words; `picture` and `no_picture` stand for a
    picture that cannot be shown.
    """

    commands: Mapping[str, Command]
    description: str
    about: str
    agent: str
    choose: str
    picture: str
    no_picture: str

    @classmethod
    def load(cls, file: Path = FILE) -> Self:
        """Raises KeyError for a word that is not there."""
        words: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        commands = {
            name: Command(command["title"], command.get("says"))
            for name, command in words["commands"].items()
        }
        said = ("description", "about", "agent", "choose", "picture", "no_picture")
        return cls(commands, *(str(words[name]).strip() for name in said))
