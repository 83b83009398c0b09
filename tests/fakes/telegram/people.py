"""People who write to the bot: each act becomes an update of the shape that Telegram sends."""

import time
from typing import Any

from tests.fakes.telegram.platform import Chat, Platform

Update = dict[str, Any]


class People:
    """Acts in the chats of a platform; `chat` is the number of a private chat unless said otherwise."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform

    def say(self, chat: int, text: str, **fields: Any) -> Update:
        return self._message(self.platform.chat(chat), chat, text=text, **fields)

    def say_in_group(self, group: int, person: int, text: str, **fields: Any) -> Update:
        return self._message(self.platform.chat(group, "supergroup"), person, text=text, **fields)

    def edit(self, chat: int, message_id: int, text: str) -> Update:
        body = self._body(self.platform.chat(chat), chat, message_id)
        return self.platform.emit("edited_message", {**body, "edit_date": int(time.time()), "text": text})

    def send(self, chat: int, kind: str, content: bytes, **fields: Any) -> Update:
        """A file: "voice", "document", "video" … or a "photo" in two sizes; `caption` is said with it."""
        caption = {"caption": fields.pop("caption")} if "caption" in fields else {}
        file = {**self._file(kind, content), **fields}
        sizes = {"width": 90, "height": 60}
        if kind == "photo":
            small = {**self._file("thumb", content[:8]), **sizes}
            described: Any = [small, {**file, "width": 900, "height": 600}]
        else:
            described = {**file, "duration": 2} if kind in ("voice", "audio", "video") else file
        return self._message(self.platform.chat(chat), chat, **{kind: described}, **caption)

    def press(self, chat: int, title: str, person: int | None = None) -> Update:
        """The newest button of that title; raises LookupError where there is none."""
        for shown in reversed(self.platform.shown):
            for button in (button for row in shown.rows for button in row):
                if shown.chat == chat and button["text"] == title:
                    return self._query(self.platform.chat(chat), person or chat, shown.message_id, button)
        raise LookupError(title)

    def press_old(self, chat: int, data: str) -> Update:
        """A button below a message that Telegram does not show the bot any more."""
        button = {"callback_data": data}
        return self._query(self.platform.chat(chat), chat, 1, button, inaccessible=True)

    def block(self, chat: int) -> Update:
        return self._membership(chat, "member", "kicked", "bot was blocked by the user")

    def unblock(self, chat: int) -> Update:
        return self._membership(chat, "kicked", "member", None)

    def _membership(self, number: int, before: str, after: str, blocked: str | None) -> Update:
        chat = self.platform.chat(number)
        chat.blocked = blocked
        states = [
            {"user": self.platform.bot, "status": state, **({"until_date": 0} if state == "kicked" else {})}
            for state in (before, after)
        ]
        body = {
            "chat": chat.as_json(),
            "from": _person(number),
            "date": int(time.time()),
            "old_chat_member": states[0],
            "new_chat_member": states[1],
        }
        return self.platform.emit("my_chat_member", body)

    def _message(self, chat: Chat, person: int, **content: Any) -> Update:
        body = self._body(chat, person, next(self.platform.ids))
        return self.platform.emit("message", {**body, **content})

    def _body(self, chat: Chat, person: int, message_id: int) -> dict[str, Any]:
        return {
            "message_id": message_id,
            "from": _person(person),
            "chat": chat.as_json(),
            "date": int(time.time()),
        }

    def _query(
        self, chat: Chat, person: int, message_id: int, button: dict[str, str], inaccessible: bool = False
    ) -> Update:
        query = str(next(self.platform.ids))
        self.platform.queries.add(query)
        message = {"message_id": message_id, "chat": chat.as_json(), "date": 0}
        if not inaccessible:
            message |= {"date": int(time.time()), "from": self.platform.bot, "text": "…"}
        body = {
            "id": query,
            "from": _person(person),
            "chat_instance": str(chat.id),
            "message": message,
            "data": button["callback_data"],
        }
        return self.platform.emit("callback_query", body)

    def _file(self, kind: str, content: bytes) -> dict[str, Any]:
        number = f"{kind}-{next(self.platform.ids)}"
        self.platform.files[number] = (f"{kind}/file_{number}", content)
        return {"file_id": number, "file_unique_id": f"u-{number}", "file_size": len(content)}


def _person(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": "访客", "language_code": "zh-hans"}
