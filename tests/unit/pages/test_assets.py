"""Words reach a page as text, and each of its files is served once under its own name."""

import json
from pathlib import Path

import pytest

from pages.assets import fill, load_assets


def test_words_are_put_in_as_text() -> None:
    assert fill("<p>{{a.b}}</p>", {"a": {"b": '<b>"&'}}) == "<p>&lt;b&gt;&quot;&amp;</p>"


def test_words_as_json_cannot_close_their_element() -> None:
    words = {"a": "</script><script>alert(1)</script>"}
    filled = fill("{{words}}", words)
    assert "<" not in filled
    assert json.loads(filled) == words


def test_a_word_that_is_missing_is_found_at_start() -> None:
    with pytest.raises(KeyError):
        fill("{{a.b}}", {"a": {}})


def test_the_tag_of_a_file_changes_with_its_bytes(page: Path) -> None:
    before = load_assets(page, {"title": "a"})
    (page / "parts" / "x.js").write_text("changed")
    after = load_assets(page, {"title": "a"})
    assert {name for name in before if before[name].etag != after[name].etag} == {"parts/x.js"}


def test_only_what_a_browser_asks_for_is_there(page: Path) -> None:
    assert load_assets(page, {"title": "a"}).keys() == {"index.html", "parts/x.js"}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "parts").mkdir()
    (tmp_path / "index.html").write_text("<title>{{title}}</title>")
    (tmp_path / "parts" / "x.js").write_text("export {};")
    (tmp_path / "package.json").write_text("{}")
    return tmp_path
