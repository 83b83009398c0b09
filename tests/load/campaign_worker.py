"""One process of a campaign: `expand` it, or `send` it to a platform, and say on stdout what that took."""

import asyncio
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from channels.credentials import Wechat
from channels.wechat.channel import WechatChannel
from conversations import Brain, Conversations
from conversations.database import Database
from gateway.unasked import reachable_by
from notices.campaigns import Campaigns
from notices.gate import NoticeGate
from notices.mailing import Mailing
from notices.telling import Beginning

SOON = 2.0  # seconds


def account(base: str) -> Wechat:
    return Wechat(app_id="wx0000000000000001", app_secret="secret", token="token", api_base=base)  # noqa: S106


def memory() -> float:
    """The most this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def expand(dsn: str, base: str, event: int) -> dict[str, float]:
    """`early` is the memory soon after the beginning."""
    async with Database(dsn, connections=2) as database, Brain("http://127.0.0.1:9", "") as brain:
        channel = WechatChannel(account(base), database, Path(tempfile.gettempdir()), None)
        conversations = Conversations(dsn, brain, senders=[])
        await conversations.database.open()
        campaigns = Campaigns(conversations, Mailing(conversations, reachable_by([channel.sender])))
        began = time.perf_counter()
        number = await campaigns.begin(Beginning(event, "bench"))
        early = asyncio.create_task(_memory_soon())
        await campaigns.expand(number)
        seconds = time.perf_counter() - began
        await channel.close()
        await conversations.database.close()
    return {"seconds": seconds, "early": await early, "late": memory()}


async def _memory_soon() -> float:
    await asyncio.sleep(SOON)
    return memory()


async def send(dsn: str, base: str, seconds: float) -> dict[str, float]:
    """What one gateway's outbox does in so many seconds."""
    async with Database(dsn, connections=4) as database, Brain("http://127.0.0.1:9", "") as brain:
        channel = WechatChannel(account(base), database, Path(tempfile.gettempdir()), None)
        senders, gate = [channel.sender], NoticeGate(database)
        cpu, began = time.process_time(), time.perf_counter()
        conversations = await Conversations.open(dsn, brain, senders=senders, gate=gate)
        await asyncio.sleep(seconds)
        sent = conversations.counters.value("outbox", "wechat:sent")
        took, cpu = time.perf_counter() - began, time.process_time() - cpu
        await conversations.close()
        await channel.close()
    return {"sent": sent, "rate": sent / took, "cpu": cpu / max(sent, 1) * 1000, "memory": memory()}


if __name__ == "__main__":
    work, dsn, base, number = sys.argv[1:5]
    done = asyncio.run(expand(dsn, base, int(number)) if work == "expand" else send(dsn, base, float(number)))
    sys.stdout.write(json.dumps(done) + "\n")
