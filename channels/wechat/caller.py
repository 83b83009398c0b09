"""Calls with the access token that all processes share, once more with a new one where it was refused.

Raises a WechatError or TokenAway; no token shows in either.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from channels.channel import File
from channels.errors import MediaGone, TokenAway
from channels.tokens import AccessTokens, Token
from channels.wechat.errors import (
    BadCredentials,
    Busy,
    NoAnswer,
    NotReached,
    TokenRefused,
    WechatError,
    media_error,
)
from channels.wechat.wire import Answer, Wire


class Caller:
    """One account's calls over `wire`."""

    def __init__(self, wire: Wire, tokens: AccessTokens) -> None:
        self._wire = wire
        self._tokens = tokens

    async def get(self, path: str) -> Answer:
        return await self._call("GET", path, {})

    async def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        return await self._call("POST", path, {}, content=written(body))

    async def upload(self, name: str, content: bytes, mime: str) -> str:
        """The platform's id of a picture of ours, good for three days."""
        files = {"media": (name, content, mime)}
        answer = await self._call("POST", "/cgi-bin/media/upload", {"type": "image"}, files=files)
        if not answer.get("media_id"):
            raise NoAnswer
        return str(answer["media_id"])

    async def download(self, media_id: str, limit: int) -> File | Answer:
        """A file of at most `limit` bytes that an investor sent, or what the platform says in its place.
        Raises MediaTooLarge, too.
        """
        wanted = {"media_id": media_id}
        return await self._with_token(
            lambda token: self._wire.fetch("/cgi-bin/media/get", {**wanted, **token}, limit)
        )

    async def _call(self, method: str, path: str, params: Mapping[str, str], **content: Any) -> Answer:
        return await self._with_token(
            lambda token: self._wire.ask(method, path, {**params, **token}, **content)
        )

    async def _with_token[T](self, call: Callable[[Mapping[str, str]], Awaitable[T]]) -> T:
        token = await self._tokens.get()
        try:
            return await call({"access_token": token})
        except TokenRefused:  # another process, somebody by hand or the platform itself has replaced it
            pass
        return await call({"access_token": await self._tokens.renew(token)})


async def given(asked: Awaitable[Answer]) -> Token:
    """The token in an answer. What leaves the outcome of a send open does not here: nothing was sent."""
    try:
        answer = await asked
        return Token(str(answer["access_token"]), float(answer["expires_in"]))
    except TokenRefused as error:  # here 40001 is the secret
        raise BadCredentials(error.code) from None
    except (NoAnswer, NotReached, Busy, KeyError, ValueError, TypeError):  # none came, or none to be read
        raise TokenAway from None


async def fetched(
    reference: Mapping[str, Any], limit: int, download: Callable[[str, int], Awaitable[File]]
) -> File:
    """What a message's `media` refers to. Raises a MediaError."""
    wanted = reference.get("wanted")
    if not isinstance(wanted, str):
        raise MediaGone
    try:
        return await download(wanted, limit)
    except (WechatError, TokenAway) as error:
        raise media_error(error) from None


def written(body: Mapping[str, Any]) -> bytes:
    """A body as the platform reads it: Chinese as it is, for \\uXXXX would be shown letter by letter."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
