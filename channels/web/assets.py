"""The files of the page, read once at start, with the words of data/notices/web.yml put into index.html."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import yaml

PAGE = Path(__file__).resolve().parent / "page"
WORDS = Path(__file__).resolve().parents[2] / "data" / "notices" / "web.yml"
INDEX = "index.html"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# Nothing inline, nothing from elsewhere: text that somehow became markup could do nothing.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_PLACE = re.compile(r"\{\{([\w.]+)\}\}")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent; `etag` changes with its bytes."""

    content: bytes
    kind: str
    etag: str


def load_assets(page: Path = PAGE, words: Path = WORDS) -> dict[str, Asset]:
    """The files by name. Raises KeyError if index.html asks for a word that is not there."""
    files = {path.name: path.read_bytes() for path in sorted(page.iterdir()) if path.suffix in KINDS}
    files[INDEX] = fill(files[INDEX].decode(), load_words(words)).encode()
    return {name: _asset(name, content) for name, content in files.items()}


def load_words(words: Path = WORDS) -> dict[str, Any]:
    """All that the page says."""
    return dict(yaml.safe_load(words.read_text(encoding="utf-8")))


def fill(markup: str, words: Mapping[str, Any]) -> str:
    """Put words at `{{path.to.word}}`, escaped, and all of them at `{{words}}` as JSON for the scripts."""
    return _PLACE.sub(lambda place: _word(place[1], words), markup)


def _word(path: str, words: Mapping[str, Any]) -> str:
    if path == "words":
        # Without "<" no word can close the element it stands in.
        return json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    word: Any = words
    for step in path.split("."):
        word = word[step]
    return html.escape(str(word))


def _asset(name: str, content: bytes) -> Asset:
    return Asset(content, KINDS[Path(name).suffix], f'"{blake2b(content, digest_size=12).hexdigest()}"')
