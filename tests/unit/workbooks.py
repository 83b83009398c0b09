"""Workbooks as spreadsheets write them, and as those who mean harm do."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

HEADS = ("证券代码", "证券名称", "持仓数量", "成本价", "市值")
ROWS = (
    ("持仓查询", "2026-11-27"),
    (),
    HEADS,
    ("600519", "贵州茅台", 100, 1500.1, "=C4*D4"),
    (1, "平安银行", 2000.0, None, 25780),
    ("300750", "宁德时代", "=1+1", 3, 6),
    ("合计", None, None, None, None),
)
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*sheets: Sequence[Sequence[Any]], hidden: Sequence[int] = ()) -> bytes:
    """As openpyxl writes it; `hidden` are places of sheets."""
    book: Any = openpyxl.Workbook()  # type: ignore[attr-defined,no-untyped-call]  # it has no types
    book.remove(book.active)
    for place, rows in enumerate(sheets):
        sheet = book.create_sheet(f"表{place}")
        sheet.sheet_state = "hidden" if place in hidden else "visible"
        for row in rows:
            sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def packed(rows: str, before: str = "", size: str = "A1:B9", sheets: int = 1) -> bytes:
    """By hand: one sheet with this XML in it, which says that it is of that `size` and is named `sheets`
    times; `before` stands before its root.
    """
    named = "".join(f'<sheet name="s{n}" sheetId="{n + 1}" r:id="rId1"/>' for n in range(sheets))
    sheet = f'<dimension ref="{size}"/><sheetData>{rows}</sheetData>'
    parts = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/></Types>',
        "xl/workbook.xml": f'{_XML}<workbook {_MAIN} xmlns:r="{_REL}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        SHEET: f"{_XML}{before}<worksheet {_MAIN}>{sheet}</worksheet>",
    }
    return archive(parts)


def archive(parts: Mapping[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in parts.items():
            out.writestr(name, text)
    return written.getvalue()


def inline(row: int, *cells: str) -> str:
    """A row of texts."""
    texts = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{row}">{texts}</row>'


def understated(content: bytes, name: str, size: int) -> bytes:
    """The same archive, whose part `name` is said to unpack to `size` bytes."""
    changed = bytearray(content)
    [real] = [each for each in zipfile.ZipFile(io.BytesIO(content)).infolist() if each.filename == name]
    central = content.index(b"PK\x01\x02", real.header_offset)
    while content[central + 46 : central + 46 + len(name)] != name.encode():
        central = content.index(b"PK\x01\x02", central + 4)
    for place in (central + 24, real.header_offset + 22):
        changed[place : place + 4] = size.to_bytes(4, "little")
    return bytes(changed)
