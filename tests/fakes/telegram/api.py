"""The Bot API over HTTP as far as we call it: `api.telegram.org` on loopback, with its checks and words."""

import asyncio
import contextlib
import json
import re
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.telegram.judging import check_commands, check_webhook, keyboard, photo_of, text_of
from tests.fakes.telegram.platform import Platform, Refused, Shown, Webhook
from tests.fakes.wechat.files import parts_of

LARGEST_DOWNLOAD = 20 * 1024 * 1024
ACTIONS = {"typing", "upload_photo", "record_voice", "upload_voice", "upload_document"}
METHODS = (
    "getMe",
    "getFile",
    "getUpdates",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
    "sendMessage",
    "sendPhoto",
    "sendChatAction",
    "answerCallbackQuery",
    "setMyCommands",
    "setMyDescription",
    "setMyShortDescription",
)
Fields = dict[str, Any]


class BotApi:
    """`refuse` orders refusals of the next calls of a method; `calls` is what was asked, in order."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.calls: list[tuple[str, Fields]] = []
        self._orders: defaultdict[str, deque[Refused]] = defaultdict(deque)
        self._poll: asyncio.Event | None = None
        self._methods: dict[str, Callable[[Fields], Awaitable[Any]]] = {
            name.lower(): getattr(self, f"_{name}") for name in METHODS
        }

    @property
    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/bot{token}/{method}", self._answer, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self._file),
            ]
        )

    def refuse(self, method: str, *refusals: Refused) -> None:
        self._orders[method.lower()].extend(refusals)

    def asked(self, method: str) -> list[Fields]:
        return [fields for name, fields in self.calls if name == method.lower()]

    async def _answer(self, request: Request) -> Response:
        try:
            if request.path_params["token"] != self.platform.token:
                raise Refused(401, "Unauthorized")
            name = request.path_params["method"].lower()
            method = self._methods.get(name)
            if method is None:
                raise Refused(404, "Not Found: method not found")
            fields = await _fields(request)
            self.calls.append((name, fields))
            if self._orders[name]:
                raise self._orders[name].popleft()
            return JSONResponse({"ok": True, "result": await method(fields)})
        except Refused as refused:
            answer = {"ok": False, "error_code": refused.status, "description": refused.description}
            if refused.parameters:
                answer["parameters"] = refused.parameters
            return JSONResponse(answer, refused.status)

    async def _file(self, request: Request) -> Response:
        if request.path_params["token"] != self.platform.token:
            return JSONResponse({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
        found = [data for path, data in self.platform.files.values() if path == request.path_params["path"]]
        return (
            Response(found[0], media_type="application/octet-stream") if found else Response(status_code=404)
        )

    async def _getMe(self, _fields: Fields) -> Fields:
        return {**self.platform.bot, "can_join_groups": True}

    async def _sendMessage(self, fields: Fields) -> Fields:
        return self._show(fields, text_of(fields, "text", 4096, "message is too long"), None)

    async def _sendPhoto(self, fields: Fields) -> Fields:
        photo = photo_of(fields, self.platform.files)
        return self._show(fields, text_of(fields, "caption", 1024, "message caption is too long"), photo)

    def _show(self, fields: Fields, said: tuple[str, list[Fields]], photo: bytes | None) -> Fields:
        chat = self.platform.writable(fields.get("chat_id"))
        rows = keyboard(fields.get("reply_markup"))
        if photo is None and not said[0]:
            raise Refused(400, "Bad Request: message text is empty")
        self.platform.keep_pace(chat)
        topic = int(fields["message_thread_id"]) if "message_thread_id" in fields else None
        number = next(self.platform.ids)
        self.platform.shown.append(Shown(number, chat.id, *said, rows, photo, topic, time.monotonic()))
        message = {
            "message_id": number,
            "from": self.platform.bot,
            "chat": chat.as_json(),
            "date": int(time.time()),
        }
        return {**message, **({"text": said[0]} if photo is None else {"caption": said[0], "photo": []})}

    async def _sendChatAction(self, fields: Fields) -> bool:
        chat = self.platform.writable(fields.get("chat_id"))
        if fields.get("action") not in ACTIONS:
            raise Refused(400, "Bad Request: wrong parameter action in request")
        self.platform.typing.append(chat.id)
        return True

    async def _answerCallbackQuery(self, fields: Fields) -> bool:
        query = fields.get("callback_query_id")
        if query not in self.platform.queries:
            raise Refused(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        self.platform.acknowledged.append(str(query))
        return True

    async def _getFile(self, fields: Fields) -> Fields:
        found = self.platform.files.get(str(fields.get("file_id")))
        if found is None:
            raise Refused(400, "Bad Request: invalid file_id")
        path, content = found
        if len(content) > LARGEST_DOWNLOAD:
            raise Refused(400, "Bad Request: file is too big")
        number = str(fields["file_id"])
        return {
            "file_id": number,
            "file_unique_id": f"u-{number}",
            "file_size": len(content),
            "file_path": path,
        }

    async def _setMyCommands(self, fields: Fields) -> bool:
        self.platform.commands = check_commands(fields.get("commands"))
        return True

    async def _setMyDescription(self, fields: Fields) -> bool:
        self.platform.description = str(fields.get("description", ""))
        if len(self.platform.description) > 512:
            raise Refused(400, "Bad Request: BOT_DESCRIPTION_INVALID")
        return True

    async def _setMyShortDescription(self, fields: Fields) -> bool:
        self.platform.about = str(fields.get("short_description", ""))
        if len(self.platform.about) > 120:
            raise Refused(400, "Bad Request: BOT_SHORT_DESCRIPTION_INVALID")
        return True

    async def _setWebhook(self, fields: Fields) -> bool:
        url, secret = check_webhook(fields)
        self._allow(fields)
        self.platform.webhook = Webhook(url, secret) if url else None
        self.platform.arrived.set()
        return True

    async def _deleteWebhook(self, fields: Fields) -> bool:
        self.platform.webhook = None
        if str(fields.get("drop_pending_updates", False)).lower() in ("true", "1"):
            self.platform.waiting = []
        return True

    async def _getWebhookInfo(self, _fields: Fields) -> Fields:
        webhook = self.platform.webhook
        errors = webhook.errors if webhook else []
        return {
            "url": webhook.url if webhook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self.platform.waiting),
            **({"last_error_date": int(time.time()), "last_error_message": errors[-1]} if errors else {}),
        }

    async def _getUpdates(self, fields: Fields) -> list[Fields]:
        if self.platform.webhook:
            raise Refused(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._allow(fields)
        if self._poll:
            self._poll.set()
        mine = self._poll = asyncio.Event()
        if "offset" in fields:
            self.platform.confirm(int(fields["offset"]))
        await self._wait(mine, float(fields.get("timeout", 0)))
        if mine.is_set():
            raise Refused(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        self._poll = None
        return self.platform.waiting[: int(fields.get("limit", 100))]

    async def _wait(self, ended: asyncio.Event, within: float) -> None:
        """Until an update is there, another question ends this one, or time is up."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                while not self.platform.waiting and not ended.is_set():
                    self.platform.arrived.clear()
                    either = [asyncio.ensure_future(event.wait()) for event in (self.platform.arrived, ended)]
                    try:
                        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
                    finally:
                        for task in either:
                            task.cancel()

    def _allow(self, fields: Fields) -> None:
        if "allowed_updates" in fields:
            self.platform.allowed = list(fields["allowed_updates"]) or None


async def _fields(request: Request) -> Fields:
    """Parameters as any of the ways to send them: a query, a form, JSON, a multipart form."""
    fields: Fields = {name: _value(value) for name, value in request.query_params.items()}
    body, kind = await request.body(), request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        fields |= json.loads(body)
    elif kind.startswith("multipart/form-data"):
        for part in parts_of(kind, body):
            fields[part.name] = part.content if part.filename else _value(part.content.decode())
    else:
        fields |= {name: _value(value) for name, value in parse_qsl(body.decode(), keep_blank_values=True)}
    return fields


def _value(value: str) -> Any:
    """Objects and lists come as JSON; all else is text."""
    if re.match(r"[\[{]", value):
        with contextlib.suppress(ValueError):  # a text that begins with a bracket
            return json.loads(value)
    return value
