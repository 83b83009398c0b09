"""Brings updates to the bot's webhook as Telegram does: those of a chat in order, each until it is taken."""

import asyncio
import json
from typing import Any

import httpx

from tests.fakes.telegram.platform import Platform, Webhook

WITHIN = 60.0  # seconds Telegram waits for an answer
AT_ONCE = 40


class Courier:
    """`again_after` is the pause before an update is brought again, in seconds."""

    def __init__(self, platform: Platform, again_after: float = 0.05) -> None:
        self.platform = platform
        self.tries: list[tuple[int, int | None]] = []  # number of the update, status or None
        self._again_after = again_after
        self._client = httpx.AsyncClient(trust_env=False, timeout=WITHIN, verify=False)  # noqa: S501 - loopback
        self._under_way: dict[int, asyncio.Task[None]] = {}

    async def close(self) -> None:
        for task in list(self._under_way.values()):
            task.cancel()
        await self._client.aclose()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self.platform.arrived.clear()
            webhook = self.platform.webhook
            for update in self.platform.waiting if webhook else ():
                chat = _chat_of(update)
                if webhook and chat not in self._under_way and len(self._under_way) < AT_ONCE:
                    self._under_way[chat] = asyncio.create_task(self._bring(webhook, chat, update))
            await self.platform.arrived.wait()

    async def bring(self, update: dict[str, Any], secret: str | None = None) -> int | None:
        """One try; the status, or None where nothing came back. `secret` replaces the right one."""
        webhook = self.platform.webhook
        if webhook is None:
            raise LookupError("no webhook is set")
        return await self._try(webhook, update, secret or webhook.secret)

    async def _bring(self, webhook: Webhook, chat: int, update: dict[str, Any]) -> None:
        try:
            status = await self._try(webhook, update, webhook.secret)
            if status is None or not 200 <= status < 300:
                webhook.errors.append(f"Wrong response from the webhook: {status}")
                await asyncio.sleep(self._again_after)
            elif update in self.platform.waiting:
                self.platform.waiting.remove(update)
        finally:
            del self._under_way[chat]
            self.platform.arrived.set()

    async def _try(self, webhook: Webhook, update: dict[str, Any], secret: str | None) -> int | None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        headers["Content-Type"] = "application/json"
        try:
            answer = await self._client.post(webhook.url, content=json.dumps(update), headers=headers)
            status = answer.status_code
        except httpx.HTTPError:  # the bot is down, hangs or breaks off
            status = None
        self.tries.append((update["update_id"], status))
        return status


def _chat_of(update: dict[str, Any]) -> int:
    body = next(value for name, value in update.items() if name != "update_id")
    return int((body.get("message") or body)["chat"]["id"])
