"""The Bot API: what we call of it, through python-telegram-bot, and its faults in our words.

The token is a part of every address. Nothing here lets an address out: not in an error, not in a log.
"""

import logging
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import httpx
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    User,
    WebhookInfo,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError
from telegram.request import HTTPXRequest, RequestData

from channels.body import read_object
from channels.credentials import Telegram
from channels.errors import MediaAway, MediaGone, MediaTooLarge, UnreadableUpdate
from channels.telegram.address import Address
from channels.telegram.errors import ServerFailed, delivery_error, media_error
from channels.telegram.parse import UPDATES, Me
from channels.telegram.render import Rows, Text
from channels.telegram.words import Words
from conversations.sending import OutcomeUnknown

CONNECT, READ, WRITE = 5.0, 20.0, 20.0  # seconds
LONG_POLL = 30  # seconds
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# Below WARNING these write down addresses and texts.
_TELLING = ("httpx", "httpcore", "telegram")

# What python-telegram-bot raises where the answer is not of the shape that it knows.
_MISSHAPEN = (AttributeError, LookupError, TypeError, ValueError)


class _Requests(HTTPXRequest):
    """Tells the failures of a server apart from Telegram's own refusals, and keeps answers out of the log."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **timeouts: Any
    ) -> tuple[int, bytes]:
        status, content = await super().do_request(url, method, request_data, *args, **timeouts)
        if status == 413:
            raise BadRequest("Request Entity Too Large")
        if status >= 500 or (status >= 400 and not _is_refusal(content)):
            raise ServerFailed(status)
        return status, content

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        answer = _read(payload)
        if answer is None:
            raise TelegramError("not the answer of a Bot API")
        return answer


class BotApi:
    """One bot. Constructing it reaches nobody; `close` lets go of the connections.

    What sends raises DeliveryErrors, what fetches MediaErrors, all else TelegramErrors. An answer may take
    `read` seconds.
    """

    def __init__(self, account: Telegram, read: float = READ) -> None:
        for name in _TELLING:
            logging.getLogger(name).setLevel(logging.WARNING)
        trust = httpx.create_ssl_context()  # honours SSL_CERT_FILE; dear to make, so once
        self._requests = _requests(account.proxy, read, trust)
        self._bot = Bot(
            account.bot_token,
            base_url=f"{account.api_base}/bot",
            base_file_url=f"{account.api_base}/file/bot",
            request=self._requests,
            get_updates_request=self._requests,
        )
        timeout = httpx.Timeout(read, connect=CONNECT)
        self._files = httpx.AsyncClient(proxy=account.proxy, timeout=timeout, verify=trust)
        number = account.bot_token.partition(":")[0]
        self.me = Me(int(number) if number.isascii() and number.isdigit() else 0, None)

    async def close(self) -> None:
        await self._requests.shutdown()
        await self._files.aclose()

    async def send_text(self, address: Address, text: Text, *, marked: bool) -> str:
        """Telegram's number of the message; `marked` keeps the HTML."""

        async def call(to: Address) -> Message:
            return await self._bot.send_message(
                to.chat,
                text.html if marked else text.plain,
                parse_mode=ParseMode.HTML if marked else None,
                reply_markup=_keyboard(text.rows),
                link_preview_options=NO_PREVIEW,
                message_thread_id=to.topic,
            )

        return await _sent(address, call)

    async def send_picture(self, address: Address, picture: bytes, caption: Text, *, marked: bool) -> str:
        """Telegram's number of the message."""

        async def call(to: Address) -> Message:
            return await self._bot.send_photo(
                to.chat,
                picture,
                caption=(caption.html if marked else caption.plain) or None,
                parse_mode=ParseMode.HTML if marked else None,
                reply_markup=_keyboard(caption.rows),
                message_thread_id=to.topic,
                filename="picture.png",
            )

        return await _sent(address, call)

    async def show_typing(self, address: Address) -> None:
        """For the next five seconds or until a message comes."""
        await self._bot.send_chat_action(address.chat, ChatAction.TYPING, message_thread_id=address.topic)

    async def acknowledge(self, query: str) -> None:
        """Let the pressed button stop waiting."""
        await self._bot.answer_callback_query(query)

    async def introduce(self) -> None:
        """Ask who we are."""
        user: User = await self._bot.get_me()
        self.me = Me(user.id, user.username)

    async def present(self, words: Words) -> None:
        """Fill the bot's menu and profile."""
        menu = [BotCommand(name, command.title) for name, command in words.commands.items()]
        await self._bot.set_my_commands(menu)
        await self._bot.set_my_description(words.description)
        await self._bot.set_my_short_description(words.about)

    async def set_webhook(self, url: str, secret: str) -> None:
        await self._bot.set_webhook(url, secret_token=secret, allowed_updates=UPDATES)

    async def delete_webhook(self) -> None:
        """What waits to be delivered is kept for those who poll."""
        await self._bot.delete_webhook(drop_pending_updates=False)

    async def webhook(self) -> WebhookInfo:
        return await self._bot.get_webhook_info()

    async def updates(self, offset: int | None, wait: int = LONG_POLL) -> list[dict[str, Any]]:
        """What came since `offset`, as it came; waits `wait` seconds for something.

        Spelt in small letters, which Telegram does not mind: the library's own call loses all of a batch, and
        logs it, when it cannot read one update of it.
        """
        asked = {"offset": offset, "timeout": wait, "allowed_updates": list(UPDATES)}
        found = await self._bot.do_api_request("getupdates", api_kwargs=asked, read_timeout=wait + READ)
        return [update for update in found if isinstance(update, dict)] if isinstance(found, list) else []

    async def download(self, file_id: str, limit: int) -> bytes:
        """A file's bytes; raises a MediaError."""
        try:
            file = await self._bot.get_file(file_id)
        except BadRequest as error:
            raise media_error(error, limit) from error
        except TelegramError as error:
            raise MediaAway from error
        if not file.file_path:
            raise MediaGone
        try:
            return await self._stream(file.file_path, limit)
        except httpx.HTTPError as error:
            raise MediaAway from error

    async def _stream(self, address: str, limit: int) -> bytes:
        content = bytearray()
        async with self._files.stream("GET", address) as response:
            if response.status_code != 200:
                raise MediaGone if response.status_code in (404, 410) else MediaAway
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > limit:
                    raise MediaTooLarge(limit)
        return bytes(content)


async def _sent(address: Address, call: Callable[[Address], Awaitable[Message]]) -> str:
    """The number of the message that `call` sends; a group that became another one is followed."""
    try:
        try:
            message = await call(address)
        except ChatMigrated as moved:
            message = await call(replace(address, chat=moved.new_chat_id))
    except TelegramError as error:
        raise delivery_error(error) from error
    except _MISSHAPEN as error:  # an answer, but none that says what became of it
        raise OutcomeUnknown from error
    return str(message.message_id)


def _requests(proxy: str | None, read: float, trust: ssl.SSLContext) -> _Requests:
    return _Requests(
        connection_pool_size=64,
        connect_timeout=CONNECT,
        read_timeout=read,
        write_timeout=WRITE,
        media_write_timeout=WRITE,
        pool_timeout=CONNECT,
        proxy=proxy,
        httpx_kwargs={"verify": trust},
    )


def _keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.title, callback_data=button.id) for button in row] for row in rows]
    )


def _is_refusal(content: bytes) -> bool:
    """Whether Telegram says it, and not a proxy or a firewall on the way."""
    answer = _read(content)
    return answer is not None and answer.get("ok") is False


def _read(payload: bytes) -> dict[str, Any] | None:
    try:
        return read_object(payload)
    except UnreadableUpdate:  # the platform said something else, or somebody between us did
        return None
