"""What WeCom makes of the message in a call: what the investor would see, or the error code."""

from typing import Any

from tests.fakes.wechat.kf_codes import (
    BAD_MESSAGE_TYPE,
    BAD_PARAMETER,
    EMPTY_TEXT,
    OK,
    TOO_LONG,
    TOO_MANY_CHOICES,
)
from tests.fakes.wechat.kf_company import Company
from tests.fakes.wechat.screen import Shown

TEXT_BYTES = 2048
HEAD_BYTES = 1024
CHOICE_BYTES = 128
CHOICES = 10


def bubble_of(company: Company, call: dict[str, Any]) -> tuple[Shown | None, int]:
    """The bubble, and OK or why there is none."""
    kind = str(call.get("msgtype"))
    content = call.get(kind)
    if not isinstance(content, dict):
        return None, BAD_MESSAGE_TYPE
    match kind:
        case "text":
            return _text(content.get("content"))
        case "image":
            code, found = company.file(str(content.get("media_id")))
            return (Shown("service", "image", image=found.content), OK) if found else (None, code)
        case "msgmenu":
            return _menu(content)
    return None, BAD_MESSAGE_TYPE


def _text(content: object) -> tuple[Shown | None, int]:
    if not isinstance(content, str) or not content.strip():
        return None, EMPTY_TEXT
    return (None, TOO_LONG) if len(content.encode()) > TEXT_BYTES else (Shown("service", "text", content), OK)


def _menu(content: dict[str, Any]) -> tuple[Shown | None, int]:
    head, entries = content.get("head_content", ""), content.get("list")
    if not isinstance(head, str) or len(head.encode()) > HEAD_BYTES:
        return None, TOO_LONG
    if not isinstance(entries, list) or not 0 < len(entries) <= CHOICES:
        return None, TOO_MANY_CHOICES
    try:
        choices = tuple((entry["click"]["id"], entry["click"]["content"]) for entry in entries)
    except (KeyError, TypeError):  # not entries to click
        return None, BAD_PARAMETER
    for part in (part for choice in choices for part in choice):
        if not isinstance(part, str) or not part or len(part.encode()) > CHOICE_BYTES:
            return None, BAD_PARAMETER
    return Shown("service", "menu", head or None, choices=choices), OK
