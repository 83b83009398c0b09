"""What WeChat says of a custom menu: numbers, lengths and what each entry must carry."""

from typing import Any

OK = 0
BAD_NUMBER = 40016
BAD_TYPE = 40015
BAD_NAME = 40018
BAD_KEY = 40019
BAD_URL = 40020
BAD_SUB_NUMBER = 40023
BAD_SUB_NAME = 40025

NEEDS_KEY = {"click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "location_select"}


def judge_menu(menu: object) -> int:
    """The error code for menu/create; 0 if WeChat would take it."""
    buttons = menu.get("button") if isinstance(menu, dict) else None
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        return BAD_NUMBER
    return next((code for button in buttons if (code := _top(button))), OK)


def _top(button: dict[str, Any]) -> int:
    if not 0 < len(str(button.get("name", "")).encode()) <= 16:
        return BAD_NAME
    inner = button.get("sub_button")
    if not inner:
        return _act(button)
    if not 1 <= len(inner) <= 5:
        return BAD_SUB_NUMBER
    if any(not 0 < len(str(entry.get("name", "")).encode()) <= 60 for entry in inner):
        return BAD_SUB_NAME
    return next((code for entry in inner if (code := _act(entry))), OK)


def _act(button: dict[str, Any]) -> int:
    kind = button.get("type")
    if kind in NEEDS_KEY:
        return OK if 0 < len(str(button.get("key", "")).encode()) <= 128 else BAD_KEY
    if kind == "view":
        url = str(button.get("url", ""))
        return OK if url.startswith(("http://", "https://")) and len(url.encode()) <= 1024 else BAD_URL
    return BAD_TYPE
