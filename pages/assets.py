"""The files of a page, read once at start, with the words of a notices file put into index.html."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import yaml

INDEX = "index.html"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_PLACE = re.compile(r"\{\{([\w.]+)\}\}")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent; `etag` changes with its bytes."""

    content: bytes
    kind: str
    etag: str


def load_assets(folder: Path, words: Mapping[str, Any]) -> dict[str, Asset]:
    """The files by their path in `folder`. Raises KeyError if index.html asks for a word that is not
    there.
    """
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in KINDS]
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    files[INDEX] = fill(files[INDEX].decode(), words).encode()
    return {name: _asset(name, content) for name, content in files.items()}


def load_words(file: Path) -> dict[str, Any]:
    """All that a page says."""
    return dict(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


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
