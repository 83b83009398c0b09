"""How often one address may call: more than that is 429, and when to come again.

Only addresses that people and browsers use are limited. The platforms' webhooks are signed and store first;
`/health` and `/metrics` are asked by our own machines.
"""

import re
from math import ceil

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from channels.web.routes import too_many
from conversations.rates import Rates
from desk.routes.place import address_of
from gateway.callers import is_of_this_machine
from gateway.limit_settings import LimitSettings

CHAT = re.compile(r"/api/.*")
SIGN_IN = re.compile(r"/desk/api/(sign-in(/.*)?|me/confirm)")
PAGES = re.compile(r"/|/(static|media|desk)(/.*)?")


class Limits:
    """Stands before the application; while it is a `demo`, programs of this machine are not limited."""

    def __init__(self, app: ASGIApp, settings: LimitSettings, demo: bool) -> None:
        self._app, self._demo = app, demo
        rates = {CHAT: settings.chat_address, SIGN_IN: settings.sign_in_address, PAGES: settings.page_address}
        self._kinds = [(path, Rates(rate)) for path, rate in rates.items() if rate]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        left = self._wait(scope) if scope["type"] in ("http", "websocket") else 0.0
        if left:
            await too_many(ceil(left))(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _wait(self, scope: Scope) -> float:
        """Seconds until this may be asked again; 0 now."""
        if self._demo and is_of_this_machine(scope):
            return 0.0
        rates = next((rates for path, rates in self._kinds if path.fullmatch(scope["path"])), None)
        return rates.take(address_of(HTTPConnection(scope))) if rates else 0.0
