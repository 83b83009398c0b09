"""The custom menu below the chat, made of data/notices/wechat.yml: to choose an entry is to say its words."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from channels.text import utf8_bytes
from channels.wechat.client import WechatClient
from channels.wechat.words import FILE
from conversations.errors import NoticesBroken

WORDS = "menu"
TOP_ENTRIES, TOP_NAME = 3, 16  # how many; bytes
ENTRIES, NAME = 5, 60
SAYS = 128  # bytes of an entry's key
Entry = Mapping[str, Any]


async def create_menu(client: WechatClient, file: Path = FILE) -> int:
    """Replaces the account's menu and tells how many entries it has now. Raises NoticesBroken before anything
    is sent, and a WechatError.
    """
    menu = read_menu(file)
    await client.create_menu(menu)
    return sum(len(entry.get("sub_button", (entry,))) for entry in menu["button"])


def read_menu(file: Path = FILE) -> dict[str, Any]:
    """The menu that stands in `file`. Raises NoticesBroken."""
    return menu_of(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def menu_of(words: Mapping[str, Any]) -> dict[str, Any]:
    """The menu as WeChat reads it. Raises NoticesBroken for one that WeChat would refuse."""
    try:
        return {"button": [_top(entry) for entry in _some(words[WORDS], TOP_ENTRIES)]}
    except (KeyError, TypeError, AttributeError) as exc:  # not the shape this module reads
        raise NoticesBroken(WORDS, f"{type(exc).__name__}: {exc}") from exc


def _top(entry: Entry) -> dict[str, Any]:
    name = _fitting(entry["name"], TOP_NAME)
    if "entries" in entry:
        return {"name": name, "sub_button": [_act(one, NAME) for one in _some(entry["entries"], ENTRIES)]}
    return _act(entry, TOP_NAME)


def _act(entry: Entry, longest_name: int) -> dict[str, Any]:
    name = _fitting(entry["name"], longest_name)
    return {"type": "click", "name": name, "key": _fitting(entry["says"], SAYS)}


def _some(entries: Sequence[Entry], most: int) -> Sequence[Entry]:
    if not 1 <= len(entries) <= most:
        raise NoticesBroken(WORDS, f"{len(entries)} entries, but WeChat takes 1 to {most}")
    return entries


def _fitting(words: object, most: int) -> str:
    text = str(words).strip()
    if not 0 < utf8_bytes(text) <= most:
        raise NoticesBroken(WORDS, f"{text!r} is not of 1 to {most} bytes")
    return text
