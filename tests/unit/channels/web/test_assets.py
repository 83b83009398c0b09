"""The page is whole: its files are there, its words come from web.yml, nothing is inline or remote."""

import re
from typing import get_args

import pytest

from channels.web.assets import PAGE, load_assets, load_words
from conversations.intake import LONGEST_TEXT
from conversations.messages import Owner, Sender
from pages.assets import INDEX
from tests.unit.pages.contrast import contrast

ASSETS = load_assets()
MARKUP = ASSETS[INDEX].content.decode()
SCRIPTS = {name: asset.content.decode() for name, asset in ASSETS.items() if name.endswith(".js")}
SPOKEN = load_words()
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_every_file_the_page_names_is_there() -> None:
    named = set(re.findall(r"/static/web/([\w.]+)", MARKUP))
    named |= {name for script in SCRIPTS.values() for name in re.findall(r'from "\./([\w.]+)"', script)}
    assert named == ASSETS.keys() - {INDEX}


def test_nothing_is_loaded_from_elsewhere() -> None:
    for asset in ASSETS.values():
        without_namespace = asset.content.decode().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", without_namespace)


def test_no_script_and_no_style_is_inline() -> None:
    inline = re.findall(r"<script(?![^>]*(?:src=|application/json))|<style|\sstyle=|\son\w+=", MARKUP)
    assert inline == []


def test_scripts_never_write_markup() -> None:
    for name, script in SCRIPTS.items():
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script), name


def test_scripts_and_markup_hold_no_words_of_their_own() -> None:
    for name, script in SCRIPTS.items():
        assert not CHINESE.search(re.sub(r"/\*.*?\*/|//.*", "", script, flags=re.S)), name
    assert not CHINESE.search((PAGE / INDEX).read_text(encoding="utf-8"))


def test_every_word_is_used() -> None:
    page = (PAGE / INDEX).read_text(encoding="utf-8") + "".join(SCRIPTS.values())
    for group in SPOKEN.keys() - {"sender", "owner", "connection"}:
        words = SPOKEN[group]
        for name in words if isinstance(words, dict) else [group]:
            assert re.search(rf"\b{name}\b", page), f"{group}.{name}"


def test_every_sender_owner_and_state_of_the_line_has_its_word() -> None:
    assert SPOKEN["sender"].keys() == set(get_args(Sender))
    assert SPOKEN["owner"].keys() == set(get_args(Owner))
    states = set(re.findall(r'"(\w+)"', "".join(re.findall(r"onState\((.+)\)", SCRIPTS["feed.js"]))))
    assert states | {"connecting"} == SPOKEN["connection"].keys()


def test_the_page_lets_nobody_write_more_than_the_brain_reads() -> None:
    assert SPOKEN["composer"]["limit"] <= LONGEST_TEXT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *((ink, "card") for ink in ("ink", "quiet", "brand", "up", "down", "warn")),
        *((ink, "back") for ink in ("ink", "quiet", "up")),
        ("quiet", "tint"),
        ("brand", "brand-soft"),
        ("brand-ink", "brand"),
        ("mine-ink", "mine"),
    ],
)
def test_text_stands_out_from_its_ground(scheme: str, ink: str, ground: str) -> None:
    """WCAG 2.1, 1.4.3: at least 4.5 to 1."""
    assert contrast(ASSETS["chat.css"].content.decode(), scheme, ink, ground) >= 4.5
