"""All three platforms on loopback, and the settings of an operator who has connected them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.fakes.telegram.serving import FakeTelegram, telegram
from tests.fakes.wechat.api import api
from tests.fakes.wechat.kf_api import kf_api
from tests.fakes.wechat.kf_company import Company
from tests.fakes.wechat.platform import Platform
from tests.fakes.wechat.serving import served


@dataclass(frozen=True)
class Platforms:
    """What WeChat, WeCom and Telegram are in a test, and where."""

    wechat: Platform
    company: Company
    telegram: FakeTelegram
    wechat_url: str
    company_url: str

    def variables(self) -> dict[str, str]:
        account = self.wechat.account
        return {
            "WECHAT_APP_ID": account.app_id,
            "WECHAT_APP_SECRET": account.app_secret,
            "WECHAT_TOKEN": account.token,
            "WECHAT_AES_KEY": account.aes_key,
            "WECHAT_API_BASE": self.wechat_url,
            "WECHAT_KF_CORP_ID": self.company.corp_id,
            "WECHAT_KF_SECRET": self.company.secret,
            "WECHAT_KF_TOKEN": self.company.token,
            "WECHAT_KF_AES_KEY": self.company.aes_key,
            "WECHAT_KF_OPEN_KFIDS": ",".join(self.company.accounts),
            "WECHAT_KF_API_BASE": self.company_url,
            "TELEGRAM_BOT_TOKEN": self.telegram.platform.token,
            "TELEGRAM_SECRET_TOKEN": "what-telegram-was-told",
            "TELEGRAM_API_BASE": self.telegram.url,
        }


@asynccontextmanager
async def platforms() -> AsyncIterator[Platforms]:
    """They serve until left."""
    wechat, company = Platform(), Company()
    async with (
        served(api(wechat)) as wechat_url,
        served(kf_api(company)) as company_url,
        telegram() as telegram_running,
    ):
        yield Platforms(wechat, company, telegram_running, wechat_url, company_url)
