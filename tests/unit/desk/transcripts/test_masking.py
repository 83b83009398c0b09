"""What is shown by default holds nothing that tells who somebody is."""

import json

from conversations.messages import Button
from conversations.records import Line
from desk.transcripts.document import document_of, record_of
from desk.transcripts.masking import masked
from knowledge.masking import mask
from tests.unit.desk.transcripts.talk import STAMP, dossier, line, remark, step

PERSONAL = "我叫张三，手机13800138000，邮箱 zhang@example.com，身份证 11010119900307123X"
TELLING = ("张三", "13800138000", "zhang@example.com", "11010119900307123X", "user-of-the-web", "31.23")


def everywhere() -> str:
    """The masked document of a conversation that has personal data in every place that can hold a text."""
    places = line(
        1,
        text=PERSONAL,
        buttons=(Button("b", PERSONAL),),
        pressed="b",
        pressed_title=PERSONAL,
        media={"name": "张三.pdf", "latitude": 31.23, "address": PERSONAL, "wanted": "13800138000"},
        entities=[{"entity": "phone", "value": "13800138000", "more": [PERSONAL]}],
        message_id="user-of-the-web:1",
    )
    details = {"told": PERSONAL, "asked": [{"text": PERSONAL}]}
    whole = dossier(
        entries=(places, step(1, "bot", "bot", 2, reason=PERSONAL, detail=details), remark(1, PERSONAL, 3))
    )
    return json.dumps(document_of(masked(whole), STAMP), ensure_ascii=False)


def test_no_place_of_a_record_keeps_what_is_personal() -> None:
    told = everywhere()
    assert [word for word in TELLING if word in told] == []
    assert told.count("<phone>") >= 9


def test_a_file_keeps_its_kind_its_size_and_its_hash() -> None:
    media = {"file": f"{'1' * 64}.pdf", "mime": "application/pdf", "size": 20, "name": "张三的身份证.pdf"}
    [entry] = masked(dossier(entries=(line(1, media=media),))).entries
    assert isinstance(entry, Line)
    assert entry.media == {**media, "name": "<name>.pdf"}


def test_a_picture_of_an_agent_has_no_address_in_a_masked_record() -> None:
    digest = "ef" * 32  # which is the name of the file
    shown = {"name": f"/media/{digest}.png", "sha256": digest}
    for whole, told in ((dossier(), shown), (masked(dossier()), dict.fromkeys(shown))):
        [image] = [
            entry["image"]
            for entry in record_of(whole)["entries"]
            if entry.get("seq") == 9 and "image" in entry
        ]
        assert image == told


def test_what_is_said_of_the_market_stays() -> None:
    said = "平安银行(000001) 11.32 元，截至 2026-03-09 11:30:05，成交量 1234567 股"
    assert mask(said) == said
    assert mask("2026-03-09 11:30 13800138000") == "2026-03-09 11:30 <phone>"


def test_one_investor_is_one_hash_and_the_record_says_that_it_is_masked() -> None:
    once, again = masked(dossier()), masked(dossier(conversation_id=13))
    assert once.user == again.user != dossier().user
    assert once.masked
    assert not dossier().masked
