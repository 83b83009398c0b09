"""An update of Telegram → what an investor says by it. Pure: no clock, no store.

An edited message is a correction: it is said anew, with `edits` as the number of the message that it
replaces. In a group only what is addressed to the bot counts: a mention, a reply to it, a command with its
name.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User

from channels.errors import UnreadableUpdate
from channels.telegram.address import Address
from channels.telegram.contents import contents_of
from channels.telegram.words import Command
from conversations import Inbound
from conversations.messages import SHANGHAI

CHANNEL = "telegram"
# What we ask Telegram for.
UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
_COMMAND = re.compile(r"/([a-z0-9_]{1,32})(?:@([a-z0-9_]+))?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
# What python-telegram-bot's own types, and ours, raise for what is not of their shape.
_MISSHAPEN = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself; `username` is None while Telegram has not told it."""

    id: int
    username: str | None


@dataclass(frozen=True, slots=True)
class Heard:
    """Something said. `query` waits for an answer to the pressed button; `edits` is the message corrected."""

    inbound: Inbound
    query: str | None = None
    edits: int | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody blocked the bot."""

    user: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing that is said to the bot: talk in a group, somebody joined, a picture was pinned."""


Meaning = Heard | Left | Ignored


def parse_update(fields: Mapping[str, Any], me: Me, commands: Mapping[str, Command], at: datetime) -> Meaning:
    """What an update means; `at` is when it came. Raises UnreadableUpdate."""
    try:
        update = Update.de_json(dict(fields), None)
        return _Reading(me, commands, at, _number(update.update_id)).meaning(update)
    except _MISSHAPEN as error:
        raise UnreadableUpdate(type(error).__name__) from error


@dataclass(frozen=True, slots=True)
class _Reading:
    me: Me
    commands: Mapping[str, Command]
    at: datetime
    update_id: int

    def meaning(self, update: Update) -> Meaning:
        if update.message:
            return self._message(update.message)
        if update.edited_message:
            return self._correction(update.edited_message)
        if update.callback_query:
            return self._pressed(update.callback_query)
        if update.my_chat_member:
            return _membership(update.my_chat_member)
        raise UnreadableUpdate("of a kind that was not asked for")

    def _message(self, message: Message) -> Meaning:
        address = self._address(message.chat, message.from_user, message)
        described = contents_of(message)
        text = _string(message.text if message.text is not None else message.caption)
        if address is None or not (described or message.text) or not self._addressed(message, text or ""):
            return Ignored()
        if described:
            kind, media = described
            said = None if text is None else self._without_name(text)
            return self._heard(address, message.date, kind=kind, text=said, media=media)
        return self._words(address, message, text or "")

    def _words(self, address: Address, message: Message, text: str) -> Heard:
        media = {"post": message.message_id}
        command = _COMMAND.fullmatch(text)
        known = self.commands.get(command[1].lower()) if command else None
        if command is None or known is None:
            return self._heard(address, message.date, text=self._without_name(text), media=media)
        rest = (command[3] or "").strip()
        if known.says is None:
            opened = {**media, "start": rest} if rest else media
            return self._heard(address, message.date, kind="subscribe", media=opened)
        said = f"{known.says} {rest}".strip()
        return self._heard(address, message.date, text=said, media=media)

    def _correction(self, message: Message) -> Meaning:
        """Only words can be corrected; a place that moves on and a changed picture are no new question."""
        text = _string(message.text if message.text is not None else message.caption)
        address = self._address(message.chat, message.from_user, message)
        if address is None or text is None or not self._addressed(message, text):
            return Ignored()
        edited = message.edit_date or message.date
        media = {"post": message.message_id}
        heard = self._heard(address, edited, text=self._without_name(text), media=media)
        return Heard(heard.inbound, edits=message.message_id)

    def _pressed(self, query: CallbackQuery) -> Meaning:
        if query.message is None:  # a button of an inline message: the bot sends none
            return Ignored()
        topic = query.message if isinstance(query.message, Message) else None
        address = self._address(query.message.chat, query.from_user, topic)
        if address is None:
            return Ignored()
        heard = self._heard(address, self.at, kind="button", button=_string(query.data) or "")
        return Heard(heard.inbound, query=_string(query.id))

    def _heard(self, address: Address, at: datetime, **said: Any) -> Heard:
        return Heard(
            Inbound(
                channel=CHANNEL,
                user=address.user,
                message_id=str(self.update_id),
                at=at.astimezone(SHANGHAI),
                **said,
            )
        )

    def _address(self, chat: Chat, person: User | None, message: Message | None) -> Address | None:
        if chat.type == Chat.PRIVATE:
            return Address(_number(chat.id))
        if chat.type not in (Chat.GROUP, Chat.SUPERGROUP) or person is None or person.is_bot:
            return None
        topic = message.message_thread_id if message and message.is_topic_message else None
        return Address(_number(chat.id), _number(person.id), None if topic is None else _number(topic))

    def _addressed(self, message: Message, text: str) -> bool:
        if message.chat.type == Chat.PRIVATE:
            return True
        replied = message.reply_to_message
        if replied and replied.from_user and replied.from_user.id == self.me.id:
            return True
        return bool(self.me.username and self._name().search(text))

    def _without_name(self, text: str) -> str:
        return self._name().sub("", text).strip() if self.me.username else text

    def _name(self) -> re.Pattern[str]:
        """The bot's name as people write it, also behind a command."""
        return re.compile(rf"@{re.escape(self.me.username or '')}\b", re.IGNORECASE)


def _membership(member: ChatMemberUpdated) -> Meaning:
    if member.chat.type == Chat.PRIVATE and member.new_chat_member.status == "kicked":
        return Left(Address(_number(member.chat.id)).user)
    return Ignored()


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _string(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError
    return value
