"""`make wechat-menu`: gives the official account the menu that stands in data/notices/wechat.yml."""

import asyncio
import sys

from psycopg_pool import PoolTimeout

from channels.credentials import Wechat
from channels.errors import TokenAway
from channels.wechat.client import WechatClient
from channels.wechat.errors import Told, WechatError
from channels.wechat.menu import create_menu
from conversations.database import Database
from conversations.errors import NoticesBroken, StoreUnavailable
from gateway.errors import GatewayError
from gateway.running import database_at_hand
from gateway.settings import read_settings


def main() -> int:
    """Create it; 1 with one clear sentence where that is not possible."""
    try:
        settings = read_settings()
        if settings.platforms.wechat is None:
            print("WeChat is off: set WECHAT_APP_ID and the rest first.", file=sys.stderr)  # noqa: T201
            return 1
        with database_at_hand(settings) as dsn:
            entries = asyncio.run(give_menu(settings.platforms.wechat, dsn))
    except (GatewayError, NoticesBroken) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    except (WechatError, TokenAway, StoreUnavailable, PoolTimeout) as error:
        print(f"The menu was not made ({_why(error)}): see `make channels-check`.", file=sys.stderr)  # noqa: T201
        return 1
    print(f"The menu has {entries} entries; phones show it within a day, at once after following anew.")  # noqa: T201
    return 0


async def give_menu(account: Wechat, dsn: str) -> int:
    """How many entries it has now."""
    async with Database(dsn, connections=1, patience=5.0) as database:
        client = WechatClient(account, database)
        try:
            return await create_menu(client)
        finally:
            await client.close()


def _why(error: Exception) -> str:
    return f"code {error.code}" if isinstance(error, Told) else type(error).__name__


if __name__ == "__main__":
    sys.exit(main())
