"""The assistant's own model, trained once and kept while what it is made of stays the same."""

import asyncio
import functools
import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from rasa.core.agent import Agent

ROOT = Path(__file__).parents[4]
DIALOGUE = sorted(
    {str(path.parent) for name in ("nlu", "rules") for path in (ROOT / "data").glob(f"*/{name}.yml")}
)
MADE_OF = ["bot/config.yml", "bot/domain/*.yml", "bot/components/*.py", "data/*/*.yml", "data/lexicon/*"]


@pytest.fixture(scope="session")
def assistant_model(request: pytest.FixtureRequest) -> Path:
    """The path of the trained model, as `rasa train` makes it from the repository's root."""
    sources = sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern))
    made_of = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    kept = request.config.cache.mkdir("assistant_model") / f"{made_of}.tar.gz"
    if not kept.exists():
        _train(kept)
    return kept


def _train(target: Path) -> None:
    from rasa.api import train

    with tempfile.TemporaryDirectory() as output:
        trained = train(
            domain=str(ROOT / "bot" / "domain"),
            config=str(ROOT / "bot" / "config.yml"),
            training_files=DIALOGUE,
            output=output,
        )
        assert trained.code == 0
        assert trained.model is not None
        shutil.copy(trained.model, target.with_suffix(".part"))
    target.with_suffix(".part").rename(target)


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
