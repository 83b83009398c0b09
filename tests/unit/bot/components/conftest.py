"""The assistant's own model, as the product would start with it."""

import asyncio
import functools
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from rasa.core.agent import Agent

ROOT = Path(__file__).parents[4]
TRAIN = [str(ROOT / ".venv" / "bin" / "python"), "-m", "gateway.model"]
"""What `make train` runs: it does nothing while the model is up to date."""


@pytest.fixture(scope="session")
def assistant_model() -> Path:
    """The path of the trained model."""
    subprocess.run(TRAIN, cwd=ROOT, check=True)  # noqa: S603
    return ROOT / "models" / "wenpan.tar.gz"


@pytest.fixture(scope="session")
def assistant(assistant_model: Path) -> "Agent":
    from rasa.core.agent import Agent

    return Agent.load(str(assistant_model))


@pytest.fixture(scope="session")
def understand(assistant: "Agent") -> Callable[[str], dict[str, Any]]:
    """What the assistant understands of a text: intent, ranking and entities; each text is read once."""

    @functools.cache
    def parse(text: str) -> dict[str, Any]:
        return asyncio.run(assistant.parse_message(text))

    return parse
