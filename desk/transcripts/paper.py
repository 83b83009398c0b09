"""A transcript as PDF. `python -m desk.transcripts.paper` makes one of a document, from pipe to pipe."""

import json
import sys
from base64 import b64decode
from datetime import datetime
from io import BytesIO
from typing import cast

from fpdf import FPDF, XPos, YPos
from fpdf.enums import WrapMode
from fpdf.fonts import TTFFont
from PIL import Image
from pylopdf_fonts_zh_cn import sans_path

from desk.transcripts.document import Document
from desk.transcripts.telling import Block, Telling, tell
from desk.transcripts.visible import visible
from desk.transcripts.words import Words

_FONT = "NotoSansSC"
_MARGIN, _LINE, _SMALL_LINE, _GAP = 15.0, 5.2, 4.2, 2.5  # mm
_TEXT, _SMALL, _TITLE = 10.0, 8.0, 15.0  # pt
_TALLEST = 110.0
"""Millimetres of a picture: two of them find room on a page."""
_DOT = 0.2
"""Millimetres of a dot of a picture that needs no scaling down."""
_GREY, _INK = (89, 99, 110), (28, 33, 38)
_HEADINGS = {
    "user": (31, 111, 235),
    "agent": (26, 127, 90),
    "note": (154, 103, 0),
    "bot": (66, 74, 83),
}


def paper_of(document: Document, words: Words) -> bytes:
    """The file, with the same content as every other export."""
    telling = tell(document, words)
    paper = _Paper(telling.running, words)
    paper.set_creation_date(datetime.fromisoformat(document["export"]["at"]))
    paper.add_page()
    paper.begin(telling)
    for block in telling.blocks:
        paper.block(block, document)
    paper.write_down(telling.end, _SMALL, _GREY)
    return bytes(paper.output())


class _Paper(FPDF):
    """A4, one running line above and the number of the page below."""

    def __init__(self, running: str, words: Words) -> None:
        super().__init__(format="A4")
        self._running = running
        self._words = words
        self.add_font(_FONT, fname=str(sans_path()))
        self._letters = cast(TTFFont, self.fonts[_FONT.lower()]).cmap
        self.set_margins(_MARGIN, _MARGIN + 5)
        self.set_auto_page_break(auto=True, margin=_MARGIN + 3)
        self.c_margin = 0
        self.set_lang("zh-CN")
        self.set_title(self._shown(running))

    def header(self) -> None:
        self.set_y(8)
        self._one_line(self._shown(self._running))
        self.set_y(_MARGIN + 5)

    def footer(self) -> None:
        self.set_y(-12)
        self._one_line(self._words.say("page", page=self.page_no(), pages=self.str_alias_nb_pages), align="C")

    def begin(self, telling: Telling) -> None:
        """What stands once, on the first page."""
        self.write_down(telling.title, _TITLE, _INK, height=9)
        for name, value in telling.facts:
            self.write_down(f"{name}：{value}", _TEXT, _INK)
        self.ln(_GAP)

    def block(self, block: Block, document: Document) -> None:
        color = _HEADINGS.get(block.style, _GREY)
        self.write_down(block.heading, _SMALL, color, height=_SMALL_LINE)
        if block.text:
            self.write_down(block.text, _TEXT, _INK)
        if block.picture:
            self._picture(b64decode(document["pictures"][block.picture]["base64"]))
        for fact in block.facts:
            self.write_down(fact, _SMALL, _GREY, height=_SMALL_LINE)
        self.ln(_GAP)

    def write_down(
        self, text: str, size: float, color: tuple[int, int, int], *, height: float = _LINE
    ) -> None:
        """A paragraph; a word longer than the line goes on in the next."""
        self.set_font(_FONT, size=size)
        self.set_text_color(*color)
        self.multi_cell(
            0,
            height,
            self._shown(text),
            align="L",
            wrapmode=WrapMode.CHAR,
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )

    def _picture(self, content: bytes) -> None:
        """As large as its dots, no wider than the text and no taller than half a page."""
        with Image.open(BytesIO(content)) as picture:
            width, height = picture.size
        scale = min(_DOT, self.epw / width, _TALLEST / height)
        if self.will_page_break(height * scale):
            self.add_page()
        self.image(BytesIO(content), w=width * scale, h=height * scale)
        self.ln(1)

    def _one_line(self, text: str, align: str = "L") -> None:
        """As much of it as one line holds."""
        self.set_font(_FONT, size=_SMALL)
        self.set_text_color(*_GREY)
        while self.get_string_width(text) > self.epw:
            text = text[: max(1, len(text) * 9 // 10)].rstrip("…") + "…"
        self.cell(0, 4, text, align=align)

    def _shown(self, text: str) -> str:
        return visible(text, self._letters)


def main() -> int:
    """Read a document as JSON, write it as PDF."""
    document = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(paper_of(document, Words.load()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
