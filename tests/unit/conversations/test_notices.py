"""The room's own words: all there, usable, in the product's voice."""

import pytest
import yaml

from conversations.errors import NoticesBroken
from conversations.inbox import COMMANDS
from conversations.notices import FILE, NAMES, Notices

FACTS = {
    "ahead": 3,
    "minutes": 2,
    "count": 2,
    "words": "贵州茅台多少钱",
    "number": "261126-0042",
    "name": "王敏",
    "segment": 3,
    "told": "已为您登记补寄交割单。",
    **dict.fromkeys(("opened", "contact", "answer", "resolve", "contacted", "resolved"), "11-26 15:00"),
}
WORDS = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def test_the_file_holds_the_notices_the_code_says_and_no_others() -> None:
    assert set(WORDS) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_notice_speaks_as_the_product_does(name: str) -> None:
    reply = Notices.load().say(name, **FACTS)
    assert reply.text
    assert not {"！", "!", "亲"} & set(reply.text)
    assert len(reply.text.splitlines()) <= 8
    assert len(reply.choices) <= (5 if name == "wrapup" else 3)  # five marks, of which one is chosen


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_button_of_a_notice_means_something(name: str) -> None:
    for choice in Notices.load().say(name, **FACTS).choices:
        assert choice.payload in COMMANDS or choice.payload.startswith(("/", "desk:"))


def test_facts_are_filled_in() -> None:
    assert "前面还有 3 位" in (Notices.load().say("queued", ahead=3).text or "")


def test_a_missing_notice_is_found_at_start() -> None:
    with pytest.raises(NoticesBroken) as broken:
        Notices({name: entry for name, entry in WORDS.items() if name != "queued"})
    assert broken.value.name == "queued"


def test_a_notice_of_another_shape_is_found_at_start() -> None:
    with pytest.raises(NoticesBroken) as broken:
        Notices({**WORDS, "queued": ["text"]})
    assert broken.value.name == "queued"
