"""What `make channels-check` finds out about a bot. Words for operators; never a secret."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from telegram import WebhookInfo
from telegram.error import InvalidToken, TelegramError

from channels.channel import Finding
from channels.credentials import TELEGRAM_API, Telegram
from channels.telegram.client import BotApi
from channels.telegram.routes import PATH

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PORTS = (None, 443, 80, 88, 8443)


async def check_bot(api: BotApi, account: Telegram, public_url: str | None) -> Sequence[Finding]:
    """Shapes first, then what Telegram says."""
    findings = [_token(account), await _reach(api, account)]
    if account.mode == "webhook":
        findings += [_secret(account), _address(account, public_url)]
    if all(finding.ok for finding in findings):
        findings.append(await _delivery(api, account, public_url))
    return findings


def _token(account: Telegram) -> Finding:
    if _TOKEN.fullmatch(account.bot_token):
        return Finding(True, "TELEGRAM_BOT_TOKEN looks like a token.")
    return Finding(
        False,
        "TELEGRAM_BOT_TOKEN does not look like a token (digits, a colon, letters).",
        "Copy it from @BotFather: /mybots, the bot, API Token.",
    )


async def _reach(api: BotApi, account: Telegram) -> Finding:
    try:
        await api.introduce()
    except InvalidToken:
        return Finding(
            False,
            "Telegram does not know this bot token.",
            "Ask @BotFather for it again: /mybots, the bot, API Token.",
        )
    except TelegramError as error:
        return Finding(
            False,
            f"{account.api_base} cannot be reached ({type(error.__cause__ or error).__name__}).",
            "From mainland China it needs a proxy: set TELEGRAM_PROXY or HTTPS_PROXY, or TELEGRAM_API_BASE.",
        )
    return Finding(True, f"Telegram knows the bot as @{api.me.username}.")


def _secret(account: Telegram) -> Finding:
    if _SECRET.fullmatch(account.secret_token or ""):
        return Finding(True, "TELEGRAM_SECRET_TOKEN is of a shape that Telegram takes.")
    return Finding(
        False,
        "TELEGRAM_SECRET_TOKEN must be 1 to 256 letters, digits, _ and -.",
        "Make one with `openssl rand -hex 32`.",
    )


def _address(account: Telegram, public_url: str | None) -> Finding:
    if not public_url:
        return Finding(
            False,
            "PUBLIC_URL is not set, so Telegram cannot be told where to bring messages.",
            "Set it, or set TELEGRAM_MODE=polling, which needs no public address.",
        )
    parts = urlsplit(public_url)
    if account.api_base == TELEGRAM_API and (parts.scheme != "https" or parts.port not in _PORTS):
        return Finding(
            False,
            "Telegram brings messages only to https, and only to the ports 443, 80, 88 and 8443.",
            "Put PUBLIC_URL behind https on one of them, or set TELEGRAM_MODE=polling.",
        )
    return Finding(True, f"Telegram is to bring messages to {public_url}{PATH}.")


async def _delivery(api: BotApi, account: Telegram, public_url: str | None) -> Finding:
    try:
        webhook = await api.webhook()
    except TelegramError as error:
        return Finding(False, f"Telegram did not tell its webhook ({type(error).__name__}).", "Try again.")
    if account.mode == "polling":
        return _polled(webhook)
    if webhook.url != f"{public_url}{PATH}":
        return Finding(True, "The webhook is not set yet: the gateway does that when it starts.")
    if webhook.last_error_message and webhook.pending_update_count:
        return Finding(
            False,
            f"{webhook.pending_update_count} messages wait, for Telegram could not bring them: "
            f"{webhook.last_error_message}.",
            "See that the gateway runs and that its certificate is one that browsers accept.",
        )
    return Finding(True, "The webhook is set, and Telegram reports no failure.")


def _polled(webhook: WebhookInfo) -> Finding:
    if webhook.url:
        return Finding(
            True, "Another address is set as the webhook; the gateway takes it away when it starts to poll."
        )
    return Finding(True, f"Messages are polled; {webhook.pending_update_count} wait.")
