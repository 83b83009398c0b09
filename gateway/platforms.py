"""The settings of the channels: read from the environment, and written back for the child processes."""

from dataclasses import dataclass
from typing import Self

from channels.credentials import TELEGRAM_API, WECHAT_API, WECHAT_KF_API, Telegram, Template, Wechat, WechatKf
from gateway.reader import Reader

TELEGRAM_MODES = ("webhook", "polling")
NATIVE = "native"
TRANSFERS = ("none", NATIVE)
NO_YES = ("no", "yes")
_AES_KEY = (r"[A-Za-z0-9]{43}", "the 43 letters and digits of the platform's EncodingAESKey")
_TOKEN = (r"[A-Za-z0-9]{3,32}", "3 to 32 letters and digits, as the platform takes them")
_SECRET_TOKEN = (r"[A-Za-z0-9_-]{1,256}", "1 to 256 of A-Z a-z 0-9 _ -, as Telegram takes them")
_BOT_TOKEN = (r"\d+:[A-Za-z0-9_-]+", "as @BotFather gives it: digits, a colon, letters and digits")


@dataclass(frozen=True, slots=True)
class Switch:
    """Whether a channel is on, by its own name and by the one for people; `variable` turns it on."""

    channel: str
    label: str
    on: bool
    variable: str


@dataclass(frozen=True, kw_only=True)
class Platforms:
    """The credentials of every channel; one that is None is off."""

    wechat: Wechat | None
    wechat_kf: WechatKf | None
    telegram: Telegram | None

    @classmethod
    def read(cls, reader: Reader) -> Self:
        return cls(wechat=_wechat(reader), wechat_kf=_wechat_kf(reader), telegram=_telegram(reader))

    def switches(self) -> tuple[Switch, ...]:
        """Every channel there is, on or off."""
        return (
            Switch("wechat", "WeChat", self.wechat is not None, "WECHAT_APP_ID"),
            Switch("wechat_kf", "WeChat customer service", self.wechat_kf is not None, "WECHAT_KF_CORP_ID"),
            Switch("telegram", "Telegram", self.telegram is not None, "TELEGRAM_BOT_TOKEN"),
        )

    @property
    def desks(self) -> frozenset[str]:
        """The channels where people answer on the platform's own desk."""
        native = self.wechat_kf is not None and self.wechat_kf.transfer == NATIVE
        return frozenset({"wechat_kf"}) if native else frozenset()

    def variables(self) -> dict[str, dict[str, str]]:
        """The same as variables, by channel; those of a channel that is off are blank."""
        return {
            "wechat": _of_wechat(self.wechat),
            "wechat_kf": _of_wechat_kf(self.wechat_kf),
            "telegram": _of_telegram(self.telegram),
        }


def _wechat(reader: Reader) -> Wechat | None:
    names = ("WECHAT_APP_ID", "WECHAT_APP_SECRET", "WECHAT_TOKEN")
    token = reader.shaped("WECHAT_TOKEN", *_TOKEN)
    aes_key = reader.shaped("WECHAT_AES_KEY", *_AES_KEY)
    api_base = reader.url("WECHAT_API_BASE", WECHAT_API) or ""
    if not reader.all_or_none(names, beside=("WECHAT_AES_KEY",)):
        return None
    return Wechat(
        app_id=reader.text("WECHAT_APP_ID"),
        app_secret=reader.text("WECHAT_APP_SECRET"),
        token=token or "",
        aes_key=aes_key,
        api_base=api_base,
        template=reader.template("WECHAT_TEMPLATE_ID", "WECHAT_TEMPLATE_FIELDS"),
        subscribe=reader.template("WECHAT_SUBSCRIBE_ID", "WECHAT_SUBSCRIBE_FIELDS"),
    )


def _wechat_kf(reader: Reader) -> WechatKf | None:
    names = ("WECHAT_KF_CORP_ID", "WECHAT_KF_SECRET", "WECHAT_KF_TOKEN", "WECHAT_KF_AES_KEY")
    token = reader.shaped("WECHAT_KF_TOKEN", *_TOKEN)
    aes_key = reader.shaped("WECHAT_KF_AES_KEY", *_AES_KEY)
    accounts = reader.text("WECHAT_KF_OPEN_KFIDS").split(",")
    api_base = reader.url("WECHAT_KF_API_BASE", WECHAT_KF_API) or ""
    transfer = reader.choice("WECHAT_KF_TRANSFER", TRANSFERS)
    if not reader.all_or_none((*names, "WECHAT_KF_OPEN_KFIDS")):
        return None
    return WechatKf(
        corp_id=reader.text("WECHAT_KF_CORP_ID"),
        secret=reader.text("WECHAT_KF_SECRET"),
        token=token or "",
        aes_key=aes_key or "",
        open_kfids=tuple(account.strip() for account in accounts if account.strip()),
        api_base=api_base,
        transfer=transfer,
    )


def _telegram(reader: Reader) -> Telegram | None:
    """Only webhooks need the secret token."""
    mode = reader.choice("TELEGRAM_MODE", TELEGRAM_MODES)
    bot_token = reader.shaped("TELEGRAM_BOT_TOKEN", *_BOT_TOKEN)
    secret_token = reader.shaped("TELEGRAM_SECRET_TOKEN", *_SECRET_TOKEN)
    proxy = reader.proxy("TELEGRAM_PROXY")
    api_base = reader.url("TELEGRAM_API_BASE", TELEGRAM_API) or ""
    account_data = reader.choice("TELEGRAM_ACCOUNT_DATA", NO_YES)
    names = ("TELEGRAM_BOT_TOKEN", "TELEGRAM_SECRET_TOKEN")
    if not reader.all_or_none(names if mode == "webhook" else names[:1]):
        return None
    return Telegram(
        bot_token=bot_token or "",
        secret_token=secret_token,
        api_base=api_base,
        mode=mode,
        proxy=proxy,
        account_data=account_data == "yes",
    )


def _of_wechat(wechat: Wechat | None) -> dict[str, str]:
    return {
        "WECHAT_APP_ID": wechat.app_id if wechat else "",
        "WECHAT_APP_SECRET": wechat.app_secret if wechat else "",
        "WECHAT_TOKEN": wechat.token if wechat else "",
        "WECHAT_AES_KEY": (wechat.aes_key or "") if wechat else "",
        "WECHAT_API_BASE": wechat.api_base if wechat else "",
        "WECHAT_TEMPLATE_ID": wechat.template.id if wechat and wechat.template else "",
        "WECHAT_TEMPLATE_FIELDS": _fields(wechat.template if wechat else None),
        "WECHAT_SUBSCRIBE_ID": wechat.subscribe.id if wechat and wechat.subscribe else "",
        "WECHAT_SUBSCRIBE_FIELDS": _fields(wechat.subscribe if wechat else None),
    }


def _fields(template: Template | None) -> str:
    return ",".join(f"{field}={part}" for field, part in template.fields) if template else ""


def _of_wechat_kf(kf: WechatKf | None) -> dict[str, str]:
    return {
        "WECHAT_KF_CORP_ID": kf.corp_id if kf else "",
        "WECHAT_KF_SECRET": kf.secret if kf else "",
        "WECHAT_KF_TOKEN": kf.token if kf else "",
        "WECHAT_KF_AES_KEY": kf.aes_key if kf else "",
        "WECHAT_KF_OPEN_KFIDS": ",".join(kf.open_kfids) if kf else "",
        "WECHAT_KF_API_BASE": kf.api_base if kf else "",
        "WECHAT_KF_TRANSFER": kf.transfer if kf else "",
    }


def _of_telegram(telegram: Telegram | None) -> dict[str, str]:
    return {
        "TELEGRAM_BOT_TOKEN": telegram.bot_token if telegram else "",
        "TELEGRAM_SECRET_TOKEN": (telegram.secret_token or "") if telegram else "",
        "TELEGRAM_API_BASE": telegram.api_base if telegram else "",
        "TELEGRAM_MODE": telegram.mode if telegram else "",
        "TELEGRAM_PROXY": (telegram.proxy or "") if telegram else "",
        "TELEGRAM_ACCOUNT_DATA": NO_YES[telegram.account_data] if telegram else "",
    }
