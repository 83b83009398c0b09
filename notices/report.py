"""Reports on one share: prepared by the action server, where market facts, caches and breakers live."""

import asyncio
from pathlib import Path
from typing import Any

import httpx

from conversations import Notices, Reply
from conversations.brain import BrainMalformed, read_replies
from notices.errors import NotPrepared, SourceAway

WORDS = Path(__file__).resolve().parent.parent / "data" / "notices" / "report.yml"
TOKEN_HEADER = "X-Wenpan-Token"  # noqa: S105 - the header's name, not a secret
ANSWER_WITHIN = 25.0  # seconds for one try
PAUSES = (0.5, 4.0)  # first and longest between two tries, seconds


class Reports:
    """Reports from the action server's address `url`, asked through `client`."""

    def __init__(self, client: httpx.AsyncClient, url: str, token: str, words: Notices | None = None) -> None:
        self._client = client
        self._url = url
        self._headers = {TOKEN_HEADER: token}
        self._words = words or Notices.load(WORDS, {"failed"})

    async def prepare(self, key: str, within: float) -> tuple[Reply, ...]:
        """The report on the security `key`; asked for again while the action server is away."""
        loop = asyncio.get_running_loop()
        deadline, pause = loop.time() + within, PAUSES[0]
        while True:
            try:
                async with asyncio.timeout_at(deadline):
                    return await self._ask(key)
            except TimeoutError as exc:
                raise NotPrepared("time is up") from exc
            except SourceAway:
                if loop.time() + pause > deadline:
                    raise
                await asyncio.sleep(pause)
                pause = min(pause * 2, PAUSES[1])

    def apology(self, key: str) -> Reply:
        """`key` is exchange and code, as everywhere."""
        return self._words.say("failed", key=key, code=key[2:])

    async def _ask(self, key: str) -> tuple[Reply, ...]:
        try:
            answer = await self._client.post(
                self._url, json={"key": key}, headers=self._headers, timeout=ANSWER_WITHIN
            )
        except httpx.HTTPError as exc:  # not there, went away in the middle, or too slow
            raise SourceAway(type(exc).__name__) from exc
        if answer.status_code >= 500:
            raise SourceAway(f"status {answer.status_code}")
        if answer.status_code != 200:
            raise NotPrepared(f"status {answer.status_code}")
        return _replies(answer)


def _replies(answer: httpx.Response) -> tuple[Reply, ...]:
    try:
        body: Any = answer.json()
        replies = read_replies(body["messages"])
    except (ValueError, TypeError, KeyError) as exc:  # no JSON, no object, or one without messages
        raise NotPrepared("the answer is no report") from exc
    except BrainMalformed as exc:
        raise NotPrepared(exc.why) from exc
    if not replies:
        raise NotPrepared("the report is empty")
    return replies
