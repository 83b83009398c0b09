"""Photos, voice, files and what else a message can hold: its kind, and what is kept of it."""

from typing import Any

import pytest

from tests.fakes.telegram.people import People
from tests.unit.channels.telegram.reading import ANN, POINT, heard


def test_of_a_photo_the_largest_that_a_bot_may_have_is_wanted(people: People) -> None:
    update = people.send(ANN, "photo", b"x" * 100, caption="这个图什么意思")
    inbound = heard(update)
    largest = update["message"]["photo"][-1]["file_id"]
    assert (inbound.kind, inbound.text) == ("image", "这个图什么意思")
    assert (inbound.media or {})["wanted"] == largest
    update["message"]["photo"][-1]["file_size"] = 20_000_001
    assert (heard(update).media or {})["wanted"] == update["message"]["photo"][0]["file_id"]


def test_a_voice_message_tells_how_long_it_is_and_what_to_fetch(people: People) -> None:
    media = heard(people.send(ANN, "voice", b"OggS", mime_type="audio/ogg")).media or {}
    assert (media["mime"], media["size"], media["duration"]) == ("audio/ogg", 4, 2)
    assert media["wanted"].startswith("voice-")


def test_a_file_too_large_for_a_bot_is_not_wanted(people: People) -> None:
    media = heard(
        people.send(ANN, "document", b"%PDF", file_size=21_000_000, file_name="月\x00结单.pdf")
    ).media
    assert media is not None
    assert (media["refused"], media["name"]) == ("too_large", "月结单.pdf")
    assert "wanted" not in media


FILE = {
    "file_id": "f",
    "file_unique_id": "u",
    "file_size": 9,
    "width": 1,
    "height": 1,
    "duration": 1,
    "length": 1,
}
STICKER = {**FILE, "type": "regular", "is_animated": False, "is_video": False, "emoji": "📈"}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"video": FILE}, "video"),
        ({"video_note": FILE}, "video"),
        ({"animation": FILE, "document": FILE}, "video"),
        ({"audio": FILE}, "voice"),
        ({"document": FILE}, "file"),
        ({"sticker": STICKER}, "sticker"),
        ({"location": POINT}, "location"),
        ({"location": POINT, "venue": {"location": POINT, "title": "上交所", "address": "上海"}}, "location"),
        ({"contact": {"phone_number": "13800138000", "first_name": "王"}}, "contact"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "unsupported"),
    ],
)
def test_whatever_can_be_sent_has_a_kind(people: People, content: dict[str, Any], kind: str) -> None:
    update = people.say(ANN, "")
    del update["message"]["text"]
    update["message"].update(content)
    inbound = heard(update)
    assert inbound.kind == kind
    assert "13800138000" not in str(inbound)


def test_pictures_of_an_album_know_each_other(people: People) -> None:
    update = people.send(ANN, "photo", b"x")
    update["message"]["media_group_id"] = "136"
    assert (heard(update).media or {})["album"] == "136"
