"""What stands before every address of a Rasa server of ours: who calls shows the token.

Rasa's own `--auth-token` guards neither channels nor `/` and `/version`.
"""

import hmac
from collections.abc import Callable, Coroutine
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.errors import BadToken

LIVES = "/webhooks/gateway/"
"""Here anybody may see that a model is loaded, and nothing else."""

Door = Callable[[Request], Coroutine[Any, Any, "HTTPResponse | None"]]


def is_known(request: Request, token: str) -> bool:
    """Whether the caller showed the token."""
    sent = request.headers.get("authorization", "")
    return hmac.compare_digest(sent.encode(errors="surrogateescape"), f"Bearer {token}".encode())


def door(token: str) -> Door:
    """Refuses with 401 before anything is looked up, what does not exist included."""

    async def check(request: Request) -> HTTPResponse | None:
        if is_known(request, token) or (request.method == "GET" and request.path == LIVES):
            return None
        refused = BadToken()
        return json(refused.body(), status=refused.status)

    return check
