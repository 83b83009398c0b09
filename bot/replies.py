"""The output channel of one turn: it keeps what the bot says, one message per response, for the answer.

Rasa's own collecting channel splits texts at blank lines and sends a picture apart from its text.
"""

import logging
from typing import Any

from rasa.core.channels.channel import OutputChannel

logger = logging.getLogger(__name__)


class Replies(OutputChannel):
    """Collects `{"text", "buttons": [{"title", "payload"}], "image"}`; a lone image's text is "".

    With it go the marks that an action set (`json_message={"account": True, "language": "zh-Hant"}`): what is
    said is the investor's own; it is to be written in that language.
    """

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        return "gateway"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        offered = [*(message.get("buttons") or []), *(message.get("quick_replies") or [])]
        said = {
            "text": message.get("text") or "",
            "buttons": [_button(button) for button in offered if _is_usable(button)],
            "image": message.get("image") or None,
        }
        marks = message.get("custom") or {}
        if marks.get("account") is True:
            said["account"] = True
        if isinstance(marks.get("language"), str):
            said["language"] = marks["language"]
        if said["text"] or said["buttons"] or said["image"]:
            self.messages.append(said)
        else:
            logger.warning("A response without text, buttons and image was left out.")


def _button(button: dict[str, Any]) -> dict[str, str]:
    return {"title": str(button["title"]), "payload": str(button["payload"])}


def _is_usable(button: dict[str, Any]) -> bool:
    usable = bool(button.get("title")) and bool(button.get("payload"))
    if not usable:
        logger.warning("A button without title or payload was left out.")
    return usable
