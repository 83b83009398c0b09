"""What `make channels-check` finds out about an official account. Words for operators; never a secret."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from channels.channel import Finding
from channels.credentials import WECHAT_API, Wechat
from channels.errors import TokenAway
from channels.wechat.client import WechatClient
from channels.wechat.errors import AddressRefused, BadCredentials, NoAnswer, NotReached, Told, WechatError
from conversations.errors import StoreUnavailable

CONSOLE = "developers.weixin.qq.com/platform, 基础信息"
_PORTS = {"https": (None, 443), "http": (None, 80)}


async def check_account(
    client: WechatClient, account: Wechat, public_url: str | None, path: str
) -> Sequence[Finding]:
    """What WeChat says of our credentials, then what WeChat has to be told."""
    return [await _reach(client, account), _address(account, public_url, path), _mode(account)]


async def _reach(client: WechatClient, account: Wechat) -> Finding:
    try:
        await client.callback_addresses()
    except StoreUnavailable:
        return Finding(
            False,
            "The database in which the access token is kept cannot be reached.",
            "Look at DATABASE_URL, or start the database with `make run`.",
        )
    except (WechatError, TokenAway) as error:
        return _refusal(error, account)
    return Finding(True, f"WeChat knows {account.app_id}, gives it tokens and lets this machine call.")


def _refusal(error: WechatError | TokenAway, account: Wechat) -> Finding:
    match error:
        case BadCredentials(code=code):
            return Finding(
                False,
                f"WeChat does not take WECHAT_APP_ID with this WECHAT_APP_SECRET ({code}).",
                f"Copy both from {CONSOLE}; a secret that was reset has to be copied again.",
            )
        case AddressRefused(code=code):
            return Finding(
                False,
                f"WeChat does not let this machine's address call ({code}).",
                f"Put the address under which this machine calls out on the IP whitelist: {CONSOLE}.",
            )
        case Told(code=code):
            return Finding(
                False, f"WeChat refused with code {code}.", "Look the code up in WeChat's documents."
            )
        case NotReached() | NoAnswer() | TokenAway():
            return Finding(
                False,
                f"{account.api_base} cannot be reached, or its answer cannot be read.",
                "Look at the network and at HTTPS_PROXY; WECHAT_API_BASE may name another host.",
            )
    return Finding(False, f"WeChat cannot be asked ({type(error).__name__}).", "Try again.")


def _address(account: Wechat, public_url: str | None, path: str) -> Finding:
    if not public_url:
        return Finding(
            False,
            "PUBLIC_URL is not set, so WeChat cannot bring messages, and there are no links to pictures.",
            f"Set it, and enter PUBLIC_URL{path} as the server address: {CONSOLE}.",
        )
    parts = urlsplit(public_url)
    if account.api_base == WECHAT_API and parts.port not in _PORTS.get(parts.scheme, ()):
        return Finding(
            False,
            "WeChat brings messages only to port 80 of http and port 443 of https.",
            "Put PUBLIC_URL behind one of them.",
        )
    return Finding(True, f"{CONSOLE}, must have {public_url}{path} as the server address.")


def _mode(account: Wechat) -> Finding:
    if account.aes_key:
        return Finding(True, "WECHAT_AES_KEY is set: choose safe mode there (all three modes work).")
    return Finding(True, "WECHAT_AES_KEY is not set: choose plain mode there; safe mode needs the key.")
