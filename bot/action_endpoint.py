"""The road to the action server: bounded in time, honest about failure.

Rasa's own endpoint opens a connection per call, waits up to five minutes, and its callers swallow what it
raises. This one goes over the process's kept connections, waits `timeout` seconds (`action_endpoint: timeout`
in endpoints.yml) and raises `ActionsAway` where nobody answers, `ActionFailed` for whatever is no answer. It
never raises Rasa's own `ClientResponseError`: a rejection (status 400) is a failure too, not an invitation to
predict something else.
"""

import json
from typing import Any
from urllib.parse import urlencode

import ujson
from rasa.utils.endpoints import EndpointConfig

from bot import spans
from bot.errors import ActionFailed, ActionsAway
from wire import NotHttp, Wire, WireBroken, WireSlow

DEFAULT_TIMEOUT = 10.0


class ActionEndpoint(EndpointConfig):
    """`configured` over kept connections; knows nothing of any one turn. To be closed by who made it."""

    def __init__(self, configured: EndpointConfig) -> None:
        vars(self).update(vars(configured))
        self.configured = configured
        self._timeout = float(configured.kwargs.get("timeout", DEFAULT_TIMEOUT))
        self._wire = Wire(self.url or "", self.headers)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """The answer to an action call, whose body is `json`; a caller's own time-out is not heeded, nor a
        wish to compress for a server next door.
        """
        body = kwargs["json"]
        with spans.step("act", action=body["next_action"]):
            return await self._called(method.upper(), self._path(subpath), body)

    def close(self) -> None:
        self._wire.close()

    def _path(self, subpath: str | None) -> str:
        path = f"/{subpath.lstrip('/')}" if subpath else ""
        parameters = self.combine_parameters()
        return f"{path}?{urlencode(parameters)}" if parameters else path

    async def _called(self, method: str, path: str, body: dict[str, Any]) -> Any:
        action, sent = body["next_action"], ujson.dumps(body).encode()
        try:
            status, answer = await self._wire.request(method, path, self._timeout, sent, spans.header())
            if status != 200:
                raise ActionFailed(action, f"status {status}")
            return json.loads(answer)
        except WireSlow as error:
            raise ActionFailed(action, f"no answer in {self._timeout} s") from error
        except WireBroken as error:
            raise ActionsAway(action) from error
        except (NotHttp, ValueError) as error:  # ValueError: what is no JSON
            raise ActionFailed(action, type(error).__name__) from error
