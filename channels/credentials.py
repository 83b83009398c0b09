"""What an operator gives each channel to speak with its platform; secrets do not show in a repr."""

from dataclasses import dataclass, field
from typing import Literal

WECHAT_API = "https://api.weixin.qq.com"
WECHAT_KF_API = "https://qyapi.weixin.qq.com"
TELEGRAM_API = "https://api.telegram.org"


@dataclass(frozen=True, slots=True)
class Template:
    """A template of the account's by its id, and what stands in each of its fields."""

    id: str
    fields: tuple[tuple[str, Literal["title", "text"]], ...]


@dataclass(frozen=True, kw_only=True)
class Wechat:
    """An official account; without `aes_key` its messages are not encrypted (plain mode). `template` is for
    template messages, `subscribe` for 订阅通知: for investors to whom nothing else can be written.
    """

    app_id: str
    app_secret: str = field(repr=False)
    token: str = field(repr=False)
    aes_key: str | None = field(repr=False, default=None)
    api_base: str = WECHAT_API
    template: Template | None = None
    subscribe: Template | None = None


@dataclass(frozen=True, kw_only=True)
class WechatKf:
    """微信客服 of a WeCom company. `open_kfids`: the service accounts to serve; `transfer`: whether people
    answer on WeCom's own desk ("native") or on ours ("none").
    """

    corp_id: str
    secret: str = field(repr=False)
    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    open_kfids: tuple[str, ...]
    api_base: str = WECHAT_KF_API
    transfer: str = "none"


@dataclass(frozen=True, kw_only=True)
class Telegram:
    """A bot; `secret_token` is there in the mode "webhook". `account_data`: whether the operator allows that
    what belongs to an investor's account is sent to Telegram's servers abroad.
    """

    bot_token: str = field(repr=False)
    secret_token: str | None = field(repr=False, default=None)
    api_base: str = TELEGRAM_API
    mode: str = "webhook"
    proxy: str | None = field(repr=False, default=None)
    account_data: bool = False
