"""JSON, page and paper hold the same; a page runs nothing, a paper shows what its font lacks."""

import io
import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from PIL import Image
from pypdf import PdfReader

from actions.handlers.urgent import CASES
from conversations.messages import Button
from desk.transcripts.document import Document, Stamp, document_of
from desk.transcripts.dossier import Dossier
from desk.transcripts.masking import masked
from desk.transcripts.page import page_of
from desk.transcripts.paper import paper_of
from desk.transcripts.telling import Telling, tell
from desk.transcripts.visible import visible
from desk.transcripts.words import Words
from tests.unit.desk.transcripts.talk import HASH, NOON, STAMP, dossier, line

WORDS = Words.load()
HOSTILE = "</p><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\u0007 {reason} & \"'"


class Page(HTMLParser):
    """The text of a page in order, and everything that is not text."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self._open = ""
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        self._open = tag

    def handle_data(self, data: str) -> None:
        if self._open not in ("style", "title"):
            self.said.append(data)


def picture(width: int = 60, height: int = 40) -> dict[str, str]:
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(drawn, "PNG")
    return {"mime": "image/png", "base64": b64encode(drawn.getvalue()).decode()}


def document(whole: Dossier | None = None, stamp: Stamp = STAMP) -> Document:
    return document_of(whole or dossier(), stamp, {HASH: picture()})


def paper(content: Document) -> PdfReader:
    return PdfReader(io.BytesIO(paper_of(content, WORDS)))


def solid(text: str) -> str:
    """Without blanks: where a PDF sets letters, its reader may see any number of them."""
    return re.sub(r"[\s\0]", "", text)


def solid_paper(content: Document) -> str:
    """Without what each page repeats, for a sentence may go over its end."""
    running = solid(visible(tell(content, WORDS).running))
    whole = "".join(solid(page.extract_text()) for page in paper(content).pages)
    return re.sub(r"第\d+页，共\d+页", "", whole.replace(running, ""))


def told(telling: Telling) -> list[str]:
    parts = [telling.title, *(part for fact in telling.facts for part in fact)]
    for block in telling.blocks:
        parts += [block.heading, block.text, *block.facts]
    return [visible(part) for part in (*parts, telling.end) if part]


def strings(value: object) -> list[str]:
    """Every text of a document that came from the conversation, in order."""
    if isinstance(value, dict):
        return [text for name, each in value.items() if name != "type" for text in strings(each)]
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    return [value] if isinstance(value, str) else []


def in_order(parts: list[str], whole: str) -> list[str]:
    """The parts that do not follow each other in the whole."""
    missing, place = [], 0
    for part in parts:
        found = whole.find(part, place)
        if found < 0:
            missing.append(part)
        else:
            place = found + len(part)
    return missing


@pytest.mark.parametrize("whole", [dossier(), masked(dossier())], ids=["unmasked", "masked"])
def test_page_and_paper_tell_all_of_the_json_in_its_order(whole: Dossier) -> None:
    content: Document = json.loads(json.dumps(document(whole), ensure_ascii=False))
    parts = told(tell(content, WORDS))
    page = Page(page_of(content, WORDS)).said
    assert in_order(parts, "\n".join(page)) == []
    assert in_order([solid(part).replace("😀", "[U+1F600]") for part in parts], solid_paper(content)) == []
    said = [entry["text"] for entry in content["entries"] if entry.get("text")]
    assert in_order(said, "\n".join(parts)) == []


def test_nothing_of_an_entry_is_left_out_of_the_telling() -> None:
    content = document()
    names = {
        "user",
        "bot",
        "agent",
        "system",
        "text",
        "button",
        "image",
        "sent",
        "web",
        "failed",
        "delivered",
    }
    names |= {
        "solved",
        "note",
        "whisper",
        "queued",
        "human",
        "wrapup",
        "ask_human",
        "accepted",
        "served",
        "investor",
    }
    known = [text for text in strings(content["entries"]) if text not in names and "T12:" not in text]
    whole = "\n".join(told(tell(content, WORDS)))
    internal = {"wang", "li", f"/media/{HASH}.png", f"/media/{'ef' * 32}.png"}
    assert [text for text in known if text not in whole and text not in internal] == []


@pytest.mark.parametrize("kind", [*CASES, "complaint", "claim", "message"])
def test_what_a_ticket_is_about_is_said_in_words(kind: str) -> None:
    [case] = dossier().tickets
    parts = told(tell(document(dossier(tickets=(replace(case, kind=kind),))), WORDS))
    [line] = [part for part in parts if case.number in part]
    assert kind not in line


def test_every_page_of_the_paper_says_whose_it_is() -> None:
    long = dossier(entries=tuple(line(n, text=f"第{n}句" * 20) for n in range(1, 60)))
    pages = [solid(page.extract_text()) for page in paper(document(long)).pages]
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert "会话记录12·2026-03-1012:00:00·1009赵敏·未脱敏·监管检查调阅" in page
        assert f"第{number}页，共{len(pages)}页" in page


def test_what_was_written_runs_nowhere() -> None:
    hostile = dossier(
        user=HOSTILE,
        entries=(line(1, "bot", HOSTILE, buttons=(Button("b", HOSTILE),), kind=HOSTILE, delivery=HOSTILE),),
    )
    content = document(hostile, Stamp(NOON, HOSTILE, HOSTILE))
    page = Page(page_of(content, WORDS))
    assert page.tags <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "dl", "dt", "dd")
    } | {*("section", "p", "ul", "li", "footer", "img")}
    assert {name for name, _ in page.attributes} <= {
        *("lang", "charset", "http-equiv", "content", "name", "class", "src", "alt")
    }
    assert "[U+202E U+0007]" in "".join(page.said)
    assert solid(visible(HOSTILE)) in solid_paper(content)


def test_a_page_forbids_itself_everything_but_its_own_style() -> None:
    page = page_of(document(), WORDS).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert policy
    assert style
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    assert f"&#x27;sha256-{digest}&#x27;" in policy[1]
    assert policy[1].startswith("default-src &#x27;none&#x27;")
    assert "script" not in policy[1]
    assert not re.search(r"(?:href|src)=\"(?!data:)", page)


def test_pictures_stand_in_page_and_paper() -> None:
    content = document()
    assert picture()["base64"] in page_of(content, WORDS).decode()
    [drawn] = [image for page in paper(content).pages for image in page.images]
    assert drawn.image is not None
    assert drawn.image.size == (60, 40)


def test_pictures_of_any_size_find_room() -> None:
    sizes = {"1" * 64: (5000, 100), "2" * 64: (100, 5000), "3" * 64: (3, 3)}
    lines = tuple(line(n, image=f"/media/{name}.png") for n, name in enumerate(sizes, 1))
    content = document_of(
        dossier(entries=lines), STAMP, {name: picture(*size) for name, size in sizes.items()}
    )
    drawn = [image.image.size for page in paper(content).pages for image in page.images if image.image]
    assert sorted(drawn) == sorted(sizes.values())


def test_long_texts_are_broken_and_whole() -> None:
    texts = ("长" * 10_000, "w" * 10_000, "a b " * 2_500, "\n" * 200 + "末")
    content = document(dossier(entries=tuple(line(n, text=text) for n, text in enumerate(texts, 1))))
    whole = solid_paper(content)
    assert [len(text) for text in texts if solid(text) not in whole] == []


def test_what_the_font_lacks_shows_as_its_code() -> None:
    texts = {
        "涨了😀": "涨了[U+1F600]",
        "👨\u200d👩": "[U+1F468 U+200D U+1F469]",
        "ไทย": "[U+0E44 U+0E17 U+0E22]",
        "𠮷野㐀": "[U+20BB7]野㐀",
        "a\x00b": "a[U+0000]b",
    }
    content = document(dossier(entries=tuple(line(n, text=text) for n, text in enumerate(texts, 1))))
    assert in_order([solid(shown) for shown in texts.values()], solid_paper(content)) == []


def test_a_copy_for_the_investor_holds_nothing_of_the_inside() -> None:
    stamp = Stamp(NOON, "1009", "投资者申请副本", internal=False)
    content = document(stamp=stamp)
    whole = json.dumps(content, ensure_ascii=False)
    inside = ("请核对身份", "zhang@example.com", "王芳", "wang", "accepted", "核对了手机", "0.98", "blocked")
    assert [word for word in inside if word in whole] == []
    for made in ("".join(Page(page_of(content, WORDS)).said), solid_paper(content)):
        assert [word for word in inside if word in made] == []
        assert "13800138000" in made
    assert [entry["seq"] for entry in content["entries"] if entry["type"] == "message"] == list(range(1, 11))


def test_the_json_says_what_it_is_and_which_button_was_pressed() -> None:
    content = document()
    assert (content["format"], content["version"]) == ("wenpan-transcript", 1)
    assert content["entries"][1]["buttons"] == [
        {"title": "平安银行", "pressed": 3},
        {"title": "中国平安", "pressed": None},
    ]
    assert content["entries"][3]["image"] == {"name": f"/media/{HASH}.png", "sha256": HASH}


def test_a_conversation_without_messages_is_a_record_too() -> None:
    content = document(dossier(entries=(), ratings=(), tickets=(), appointments=()))
    assert "没有消息" in solid_paper(content)
    assert "没有消息" in "".join(Page(page_of(content, WORDS)).said)
