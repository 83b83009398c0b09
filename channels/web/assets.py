"""The files of the web chat's page and its words."""

from pathlib import Path
from typing import Any

from pages import assets
from pages.assets import Asset

PAGE = Path(__file__).resolve().parent / "page"
WORDS = Path(__file__).resolve().parents[2] / "data" / "notices" / "web.yml"


def load_assets(page: Path = PAGE, words: Path = WORDS) -> dict[str, Asset]:
    """The files by name. Raises KeyError if index.html asks for a word that is not there."""
    return assets.load_assets(page, load_words(words))


def load_words(words: Path = WORDS) -> dict[str, Any]:
    """All that the page says."""
    return assets.load_words(words)
