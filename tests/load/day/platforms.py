"""WeChat and Telegram, both bare, as one program: they take everything at once and note who got what, when.

`python -m tests.load.day.platforms PORT`. `GET /noted?after=N` gives the notes from number N on, one JSON
array a line: channel, recipient, moment (of a clock that all processes share), text.
"""

import itertools
import json
import sys
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import uvicorn

type Scope = MutableMapping[str, Any]
type Event = MutableMapping[str, Any]
HOUR = 3600  # seconds; who counts up the books asks nothing meanwhile
BOT = {"id": 1, "is_bot": True, "first_name": "问盘", "username": "wenpan_bot"}


class Platforms:
    """The API of both; Telegram's is asked under `/bot…`."""

    def __init__(self) -> None:
        self._noted: list[bytes] = []
        self._numbers = itertools.count(1)

    async def __call__(
        self,
        scope: Scope,
        receive: Callable[[], Awaitable[Event]],
        send: Callable[[Event], Awaitable[None]],
    ) -> None:
        body = b""
        more = True
        while more:
            event = await receive()
            body += event.get("body", b"")
            more = event.get("more_body", False)
        content = self._answer(scope["path"], scope["query_string"], body)
        head = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": content})

    def _answer(self, path: str, query: bytes, body: bytes) -> bytes:
        if path == "/noted":
            after = int(parse_qs(query.decode())["after"][0])
            return b"\n".join(self._noted[after:])
        if path.startswith("/bot"):
            return json.dumps({"ok": True, "result": self._telegram(path.rpartition("/")[2], body)}).encode()
        return self._wechat(path, body)

    def _telegram(self, method: str, body: bytes) -> Any:
        if method == "getMe":
            return {**BOT, "can_join_groups": True}
        if not method.startswith("send") or method == "sendChatAction":
            return True
        fields = dict(parse_qsl(body.decode(errors="replace")))
        chat, number = fields.get("chat_id", "0"), next(self._numbers)
        self._note("telegram", chat, fields.get("text", ""))
        told = {"id": int(chat), "type": "private", "first_name": "访客"}
        return {"message_id": number, "date": int(time.time()), "chat": told, "text": fields.get("text", "")}

    def _wechat(self, path: str, body: bytes) -> bytes:
        if path.endswith("token"):
            return b'{"access_token":"t","expires_in":7200}'
        if path.endswith("custom/send"):
            said = json.loads(body)
            kind = said["msgtype"]
            text = said[kind].get("content") or said[kind].get("head_content") or ""
            self._note("wechat", said["touser"], text)
        return b'{"errcode":0,"errmsg":"ok","media_id":"m","type":"image","created_at":1}'

    def _note(self, channel: str, recipient: str, text: str) -> None:
        note = [channel, recipient, time.monotonic(), text]
        self._noted.append(json.dumps(note, ensure_ascii=False).encode())


if __name__ == "__main__":
    quick: Any = {"loop": "uvloop", "http": "httptools", "lifespan": "off", "timeout_keep_alive": HOUR}
    uvicorn.run(Platforms(), port=int(sys.argv[1]), log_level="critical", access_log=False, **quick)
