"""An answer as the investor reads it: the words of the domain with every placeholder filled."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.features import Answer

DOMAIN = Path(__file__).parents[3] / "bot" / "domain"


@cache
def responses() -> dict[str, str]:
    tables: list[Any] = [
        yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) for path in DOMAIN.glob("*.yml")
    ]
    return {name: said[0]["text"] for table in tables for name, said in table.get("responses", {}).items()}


def messages(answer: Answer) -> list[str]:
    return [responses()[each.response].format(**each.values) for each in answer.utterances]


def text(answer: Answer) -> str:
    return "\n".join(messages(answer))


def buttons(answer: Answer) -> dict[str, str]:
    return {button.title: button.payload for each in answer.utterances for button in each.buttons}
