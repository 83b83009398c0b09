"""What the Bot API checks before it does anything, and what it says where it will not."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.telegram.markup import CannotParse, read_html, units
from tests.fakes.telegram.platform import Refused
from tests.fakes.wechat.files import kind_of

LARGEST_PHOTO = 10 * 1024 * 1024
LOOPBACK = {"127.0.0.1", "localhost"}
PORTS = {None, 443, 80, 88, 8443}
Fields = dict[str, Any]


def text_of(fields: Fields, name: str, limit: int, too_long: str) -> tuple[str, list[Fields]]:
    """Text and entities as they will be shown; raises Refused."""
    source = fields.get(name, "")
    source = source if isinstance(source, str) else json.dumps(source, ensure_ascii=False)
    mode = str(fields.get("parse_mode", "")).lower()
    if mode not in ("", "html"):
        raise Refused(400, "Bad Request: unsupported parse_mode")
    text, entities = source, []
    if mode == "html":
        try:
            marked = read_html(source)
        except CannotParse as error:
            raise Refused(400, f"Bad Request: can't parse entities: {error}") from error
        text, entities = marked.text, marked.entities
    if units(text) > limit:
        raise Refused(400, f"Bad Request: {too_long}")
    return text.strip(), entities


def keyboard(markup: object) -> list[list[dict[str, str]]]:
    """The rows of an inline keyboard; raises Refused."""
    if markup is None:
        return []
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if not isinstance(rows, list):
        raise Refused(400, "Bad Request: object expected as reply markup")
    for button in (button for row in rows for button in row):
        if not button.get("text"):
            raise Refused(400, "Bad Request: inline keyboard button text must not be empty")
        if not 1 <= len(button.get("callback_data", "").encode()) <= 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return rows


def photo_of(fields: Fields, files: dict[str, tuple[str, bytes]]) -> bytes:
    """The bytes of an uploaded photo, or of one that is there; raises Refused."""
    photo = fields.get("photo")
    if isinstance(photo, str) and photo.startswith("attach://"):
        photo = fields.get(photo.removeprefix("attach://"))
    if isinstance(photo, str) and photo in files:
        photo = files[photo][1]
    if not isinstance(photo, bytes):
        raise Refused(400, "Bad Request: there is no photo in the request")
    if len(photo) > LARGEST_PHOTO:
        raise Refused(413, "Request Entity Too Large")
    if kind_of(photo) is None:
        raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED")
    return photo


def check_commands(commands: object) -> list[dict[str, str]]:
    """The bot's menu; raises Refused."""
    if not isinstance(commands, list) or len(commands) > 100:
        raise Refused(400, "Bad Request: can't parse commands")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
            raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise Refused(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    return commands


def check_webhook(fields: Fields) -> tuple[str, str | None]:
    """Address and secret; http is let pass on loopback alone. Raises Refused."""
    url, secret = str(fields.get("url", "")), fields.get("secret_token")
    parts = urlsplit(url)
    local = parts.hostname in LOOPBACK
    if url and not local and parts.scheme != "https":
        raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    if url and not local and parts.port not in PORTS:
        raise Refused(
            400, "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
        )
    if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", str(secret)):
        raise Refused(400, "Bad Request: secret token contains unallowed characters")
    return url, None if secret is None else str(secret)
