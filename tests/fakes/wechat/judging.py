"""What WeChat makes of our webhook's response: nothing to show, a reply to show, or "out of service"."""

import time
from dataclasses import dataclass
from typing import Literal

from tests.fakes.wechat.account import Account
from tests.fakes.wechat.envelope import Unreadable, decrypt, read_xml, signature
from tests.fakes.wechat.platform import TEXT_BYTES
from tests.fakes.wechat.screen import Shown

Mode = Literal["plain", "compatible", "safe"]
LATE = 600.0  # seconds that a reply's time may be off
UNTOUCHED = ("image", "voice", "video", "music", "news", "transfer_customer_service")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`fault` says why WeChat would not take it; a good reply may have nothing to show."""

    bubble: Shown | None = None
    fault: str | None = None


def judge_response(body: bytes, account: Account, user: str, mode: Mode) -> Verdict:
    """The verdict on the body of a response in time, with status 200."""
    if body in (b"", b"success"):
        return Verdict()
    try:
        fields = read_xml(body.decode())
        if "Encrypt" in fields:
            fields = _opened(fields, account, mode)
        elif mode == "safe":
            return Verdict(fault="not encrypted")
        return _reply(fields, account, user)
    except UnicodeDecodeError:
        return Verdict(fault="not UTF-8")
    except Unreadable as exc:
        return Verdict(fault=str(exc))


def _opened(fields: dict[str, str], account: Account, mode: Mode) -> dict[str, str]:
    if mode == "plain":
        raise Unreadable("encrypted in plain mode")
    parts = (account.token, fields.get("TimeStamp", ""), fields.get("Nonce", ""), fields["Encrypt"])
    if signature(*parts) != fields.get("MsgSignature"):
        raise Unreadable("signature")
    return read_xml(decrypt(fields["Encrypt"], account.aes_key, account.app_id))


def _reply(fields: dict[str, str], account: Account, user: str) -> Verdict:
    if fields.get("ToUserName") != user or fields.get("FromUserName") != account.original_id:
        return Verdict(fault="addressed to somebody else")
    created = fields.get("CreateTime", "")
    if not created.isdigit() or abs(int(created) - time.time()) > LATE:
        return Verdict(fault="time")
    kind, content = fields.get("MsgType", ""), fields.get("Content", "")
    if kind in UNTOUCHED:
        return Verdict(Shown("passive", kind))
    if kind != "text":
        return Verdict(fault="type")
    if not content.strip() or len(content.encode()) > TEXT_BYTES:
        return Verdict(fault="length")
    return Verdict(Shown("passive", "text", content))
