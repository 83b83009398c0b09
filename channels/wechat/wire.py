"""One HTTP exchange with WeChat: what came back as an answer, a file or a WechatError.

An address holds the access token, and httpx's exceptions hold the address: so none of them is let out, not
even as the cause of ours.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from channels.channel import File
from channels.errors import MediaError, MediaTooLarge
from channels.wechat.errors import Busy, NoAnswer, NotReached, Throttled, Told, WechatError, named

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
_UNWRITTEN = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.WriteError,
    httpx.WriteTimeout,
)
LONGEST_ANSWER = 64 * 1024  # bytes
_SAID = ("application/json", "text/plain")  # an answer where a file was asked for
_NAME = re.compile(r'filename="([^"/\\]{1,200})"')
Answer = dict[str, Any]
Failure = WechatError | MediaError
Naming = Callable[[int, str], Told]


class Wire:
    """The way to `base`, which ends without a slash; `naming` knows the platform's codes, and its words."""

    def __init__(
        self, base: str, http: httpx.AsyncClient, naming: Naming = lambda code, _words: named(code)
    ) -> None:
        self._base = base
        self._http = http
        self._naming = naming

    async def ask(self, method: str, path: str, params: Mapping[str, str], **content: Any) -> Answer:
        """WeChat's answer; `content` as httpx takes it."""
        answer = await self._asked(method, path, params, content)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def fetch(self, url: str, params: Mapping[str, str], limit: int) -> File | Answer:
        """A file of at most `limit` bytes, or what WeChat says in its place; `url` may be a path. Raises
        MediaTooLarge, too.
        """
        came = await self._fetched(url if "://" in url else self._base + url, params, limit)
        if isinstance(came, Exception):
            raise came
        return came

    async def _asked(
        self, method: str, path: str, params: Mapping[str, str], content: Mapping[str, Any]
    ) -> Answer | Failure:
        try:
            response = await self._http.request(method, self._base + path, params=dict(params), **content)
        except _UNWRITTEN:
            return NotReached()
        except httpx.HTTPError:  # too late, broken off, or no HTTP
            return NoAnswer()
        return _refusal_of(response.status_code) or self._answer(response.content)

    async def _fetched(self, url: str, params: Mapping[str, str], limit: int) -> File | Answer | Failure:
        try:
            async with self._http.stream("GET", url, params=dict(params)) as response:
                return _refusal_of(response.status_code) or await self._file(response, limit)
        except _UNWRITTEN:
            return NotReached()
        except httpx.HTTPError:  # too late, broken off, or no HTTP
            return NoAnswer()

    def _answer(self, body: bytes) -> Answer | WechatError:
        try:
            answer = json.loads(body)
            code = int(answer.get("errcode") or 0)
        except (ValueError, AttributeError, TypeError):  # no JSON, no object, or no number
            return NoAnswer()
        return self._naming(code, str(answer.get("errmsg"))) if code else answer

    async def _file(self, response: httpx.Response, limit: int) -> File | Answer | Failure:
        mime = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        most = LONGEST_ANSWER if mime in _SAID else limit
        content = bytearray()
        async for part in response.aiter_bytes():
            content += part
            if len(content) > most:
                return MediaTooLarge(limit)
        if mime in _SAID:
            return self._answer(bytes(content))
        name = _NAME.search(response.headers.get("content-disposition", ""))
        return File(bytes(content), mime or None, name[1] if name else None)


def _refusal_of(status: int) -> WechatError | None:
    """What an HTTP status means; WeChat itself answers with 200 whatever it says."""
    if status == 429:
        return Throttled(status)
    if status == 503:
        return Busy(status)
    if status >= 500:
        return NoAnswer()
    return None if status == 200 else NotReached()
