"""The road to the action server for one turn: bounded in time, honest about failure.

Rasa's own endpoint opens a connection per call, waits up to five minutes, and its callers swallow what it
raises. This one borrows the process's session, waits `timeout` seconds (`action_endpoint: timeout` in
endpoints.yml) and raises `ActionsAway` where nobody answers, `ActionFailed` for whatever is no answer. It
never raises Rasa's own `ClientResponseError`: a rejection (status 400) is a failure too, not an invitation to
predict something else.
"""

import asyncio
from typing import Any

import aiohttp
from rasa.utils.endpoints import EndpointConfig, concat_url

from bot import spans
from bot.errors import ActionFailed, ActionsAway

DEFAULT_TIMEOUT = 10.0


class ActionEndpoint(EndpointConfig):
    """`configured` with a borrowed session; knows nothing of any one turn."""

    def __init__(self, configured: EndpointConfig, session: aiohttp.ClientSession) -> None:
        vars(self).update(vars(configured))
        self._session = session
        self._timeout = aiohttp.ClientTimeout(total=float(configured.kwargs.get("timeout", DEFAULT_TIMEOUT)))

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """The answer to an action call, whose body is `json`; a caller's own time-out is not heeded."""
        body = kwargs["json"]
        with spans.step("act", action=body["next_action"]):
            return await self._called(method, subpath, body, compress)

    async def _called(self, method: str, subpath: str | None, body: dict[str, Any], compress: bool) -> Any:
        call = self._session.request(
            method,
            concat_url(self.url or "", subpath),
            json=body,
            headers={**self.headers, **spans.header()},
            params=self.combine_parameters(),
            timeout=self._timeout,
            compress=compress,
        )
        try:
            async with call as response:
                response.raise_for_status()
                return await response.json()
        except asyncio.TimeoutError as error:
            raise ActionFailed(body["next_action"], f"no answer in {self._timeout.total} s") from error
        except aiohttp.ClientResponseError as error:
            raise ActionFailed(body["next_action"], f"status {error.status} {error.message}") from error
        except aiohttp.ClientConnectionError as error:
            raise ActionsAway(body["next_action"]) from error
        except (aiohttp.ClientError, ValueError) as error:
            # ValueError: a body that says it is JSON and is not
            raise ActionFailed(body["next_action"], type(error).__name__) from error
