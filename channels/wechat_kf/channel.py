"""微信客服 joined: a company's credentials in, a channel of the gateway out."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from fastapi import APIRouter

from channels.channel import File, Finding
from channels.credentials import WechatKf
from channels.quota import CLEAR_EVERY, Quotas
from channels.uploads import Uploads
from channels.wechat.caller import fetched
from channels.wechat.crypto import Seal
from channels.wechat.pictures import Pictures
from channels.wechat.words import Words
from channels.wechat_kf.checks import check_accounts
from channels.wechat_kf.client import KfClient
from channels.wechat_kf.desk import Desk
from channels.wechat_kf.grants import Grants
from channels.wechat_kf.listener import Listener
from channels.wechat_kf.parse import CHANNEL
from channels.wechat_kf.puller import EVERY, Puller
from channels.wechat_kf.routes import wechat_kf_routes
from channels.wechat_kf.sender import KfSender
from channels.wechat_kf.standings import Standings
from conversations import Conversations
from conversations.database import Database
from conversations.locks import Locks
from conversations.rounds import Rounds, always

NATIVE = "native"


class WechatKfChannel:
    """The service accounts of one company. Nothing here needs WeCom to be reachable at start."""

    name = CHANNEL
    beside = ()

    def __init__(
        self,
        account: WechatKf,
        database: Database,
        media_dir: Path,
        public_url: str | None,
        *,
        http: httpx.AsyncClient | None = None,
        every: float = EVERY,
    ) -> None:
        self._account = account
        self._public_url = public_url
        self._client = KfClient(account, database, http)
        self._grants, self._quotas = Grants(database), Quotas(database)
        self._locks = Database(database.dsn, connections=len(account.open_kfids) + 1)
        locks, standings = Locks(self._locks), Standings(database)
        self._desk = Desk(self._client, standings, self._grants, locks, native=account.transfer == NATIVE)
        listener = Listener(self._quotas, self._grants, standings, self._desk)
        self._pullers = {
            one: Puller(self._client, database, locks, listener, one, every=every)
            for one in account.open_kfids
        }
        self.sender = KfSender(
            self._client,
            self._quotas,
            self._grants,
            Pictures(self._client, Uploads(database, self._client.account), media_dir),
            Words.load(),
            self._desk.doubt,
            public_url,
        )

    def routes(self, conversations: Conversations) -> APIRouter:
        seal = Seal(self._account.token, self._account.corp_id, self._account.aes_key)
        bells = {account: puller.ring for account, puller in self._pullers.items()}
        return wechat_kf_routes(conversations.counters, seal, bells)

    async def run(self, conversations: Conversations) -> None:
        """Read the streams and keep the desk in agreement, until cancelled."""
        async with self._locks, asyncio.TaskGroup() as tasks:
            for puller in self._pullers.values():
                tasks.create_task(always(partial(puller.run, conversations)))
            round_of_desk = partial(self._desk.round, conversations)
            tasks.create_task(always(partial(Rounds().run, round_of_desk)))
            tasks.create_task(always(self._clear))

    async def fetch(self, reference: Mapping[str, Any], limit: int) -> File:
        return await fetched(reference, limit, self._client.download)

    async def check(self) -> Sequence[Finding]:
        return await check_accounts(self._client, self._account, self._public_url)

    async def close(self) -> None:
        await self._client.close()

    async def _clear(self) -> None:
        while True:
            await self._grants.clear()
            await self._quotas.clear()
            await asyncio.sleep(CLEAR_EVERY)
