"""What it costs to read a platform's bytes and to write our requests, on every channel."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from channels.telegram import parse as telegram_parse
from channels.telegram import render as telegram_render
from channels.telegram.words import Words as TelegramWords
from channels.wechat import render as wechat_render
from channels.wechat.crypto import Seal
from channels.wechat.parse import parse_update
from channels.wechat.words import Words
from channels.wechat_kf import parse as kf_parse
from channels.wechat_kf import render as kf_render
from conversations import Button
from conversations.messages import SHANGHAI
from conversations.sending import Item
from tests.fakes.wechat.account import Account
from tests.fakes.wechat.envelope import encrypt, nonce, signature, xml
from tests.load.webhooks import update_of

ROUNDS, CALLS = 30, 20
TEXT = (
    "贵州茅台 600519 最新 1499.00 元，涨 0.35%\n今开 1495.00 最高 1502.00 最低 1490.01\n截至 2026-11-26 15:00"
)
USER = "oLVPpjqs9BhvzwPj5A-vTYAX3GLc"


def measure_handling() -> dict[str, float]:
    """Microseconds of the quickest round, by what is done; the others are what the machine did besides."""
    return {name: _time(act) for name, act in {**_readings(), **_renderings()}.items()}


def _time(act: Callable[[], Any]) -> float:
    """The cost of one call."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(CALLS):
            act()
        rounds.append((time.perf_counter() - start) / CALLS * 1e6)
    return min(rounds)


def _readings() -> Mapping[str, Callable[[], Any]]:
    account, now = Account(), datetime.now(SHANGHAI)
    words, commands = Words.load(), TelegramWords.load().commands
    head: dict[str, str | int] = {"ToUserName": account.original_id, "FromUserName": USER}
    plain = xml({**head, "CreateTime": int(time.time()), "MsgType": "text", "Content": TEXT, "MsgId": 1})
    seal = Seal(account.token, account.app_id, account.aes_key)
    query, sealed = _sealed(account, plain)
    update = update_of(1, 7000, TEXT)
    me = telegram_parse.Me(1, "wenpan_bot")
    told = {
        "msgid": "x",
        "send_time": 1_764_000_000,
        "origin": 3,
        "msgtype": "text",
        "text": {"content": TEXT},
    }
    entry = {**told, "open_kfid": "wk1", "external_userid": "wm1"}
    return {
        "WeChat, read": lambda: parse_update(plain, words.unshown, now),
        "WeChat, unsealed": lambda: seal.open(query, sealed),
        "WeChat, sealed": lambda: seal.close(plain),
        "WeChat customer service, read": lambda: kf_parse.parse_entry(entry),
        "Telegram, read": lambda: telegram_parse.parse_update(update, me, commands, now),
    }


def _renderings() -> Mapping[str, Callable[[], Any]]:
    words, telegram = Words.load(), TelegramWords.load()
    buttons = tuple(Button(f"Ab3_-Ab3_-Ab3_-{number}", f"第{number}个选项") for number in range(3))
    items = [_item(1, TEXT, buttons), _item(2, TEXT * 40, ())]
    return {
        "WeChat, written": lambda: wechat_render.pack(items, words, None),
        "WeChat customer service, written": lambda: kf_render.pack(items, words, None),
        "Telegram, written": lambda: telegram_render.pack(items, telegram),
    }


def _item(number: int, text: str, buttons: tuple[Button, ...]) -> Item:
    return Item(number, 1, number, USER, "bot", "text", text, None, buttons, attempts=1, label="【自动回复】")


def _sealed(account: Account, plain: str) -> tuple[dict[str, str], bytes]:
    at, number = str(int(time.time())), nonce()
    secret = encrypt(plain, account.aes_key, account.app_id)
    signed = signature(account.token, at, number, secret)
    query = {"msg_signature": signed, "timestamp": at, "nonce": number}
    return query, xml({"ToUserName": account.original_id, "Encrypt": secret}).encode()
