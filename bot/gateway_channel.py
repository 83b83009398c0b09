"""The one door to the brain: the gateway posts a message and a state, and gets replies and a new state.

Loading this module is what makes a Rasa server ours: it installs the mends, once. `rasa shell` and
`rasa test` never load it and run on Rasa as it is.
"""

import logging
import time
from pathlib import Path
from typing import Any

import ujson
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.exceptions import RasaException
from rasa.shared.utils.io import read_yaml_file
from sanic import Blueprint, Sanic
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, json, text

from bot import mends, spans, state
from bot.action_endpoint import ActionEndpoint
from bot.door import door, is_known
from bot.errors import ActionFailed, Malformed, NotReady, TurnError
from bot.figures import Figures
from bot.processor import TurnProcessor
from bot.replies import Replies
from bot.turn import TurnRequest, answer
from telemetry import json_lines
from telemetry.traceparent import HEADER

logger = logging.getLogger(__name__)

MAX_BODY = 1024 * 1024
TOPICS = Path(__file__).with_name("topics.yml")

mends.install()


class GatewayInput(InputChannel):
    """`POST /webhooks/gateway/turn`, `GET /webhooks/gateway/` and its `metrics`, as docs/contracts.md §3 has
    them.
    """

    def __init__(self, token: str, topics: dict[str, str | None]) -> None:
        self._token = token
        self._topics = topics
        self._figures = Figures()

    @classmethod
    def name(cls) -> str:
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "GatewayInput":
        token = (credentials or {}).get("token")
        if not token:
            raise RasaException("RASA_TOKEN is empty: the gateway's channel needs a token of its own.")
        return cls(str(token), dict(read_yaml_file(TOPICS)))

    def blueprint(self, on_new_message: Any) -> Blueprint:
        """The routes; `on_new_message` goes unused, since it would run a turn on the shared tracker store."""
        routes = Blueprint("gateway_turns")

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            model = loaded_processor(request.app).model_metadata.model_id
            return json({"status": "ok", **({"model": model} if is_known(request, self._token) else {})})

        @routes.get("/metrics")
        async def metrics(request: Request) -> HTTPResponse:
            return text(self._figures.text())

        @routes.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            return await self._told(request)

        routes.listener("before_server_start")(self._open)
        routes.listener("after_server_stop")(_close)
        routes.exception(TurnError)(_refuse)
        return routes

    async def _told(self, request: Request) -> HTTPResponse:
        """The answer, or why there is none; with either the spans of a turn that is traced."""
        json_lines.asked()
        ended: list[dict[str, Any]] = []
        began, status, outcome = time.perf_counter(), 200, "answered"
        try:
            with spans.turn(request.headers.get(HEADER, ""), ended) as span:
                result = await self._turn(request)
                if span:
                    span.tell(intent=result["intent"], topic=result["topic"])
        except TurnError as error:
            result, status, outcome = _refusal(error), error.status, error.error
        self._figures.add(outcome, time.perf_counter() - began)
        return json({**result, "spans": ended} if ended else result, status, dumps=ujson.dumps)

    async def _turn(self, request: Request) -> dict[str, Any]:
        loaded = loaded_processor(request.app)
        try:
            body = request.json
        except InvalidUsage as error:
            raise Malformed("the body is not JSON") from error
        return await self._run(TurnRequest.parse(body), loaded, actions_of(request.app, loaded))

    async def _open(self, app: Sanic, _loop: Any) -> None:
        app.config.REQUEST_MAX_SIZE = MAX_BODY
        app.request_middleware.appendleft(door(self._token))  # before Rasa's own, which answers any OPTIONS
        app.ctx.actions = None

    async def _run(
        self, request: TurnRequest, loaded: MessageProcessor, endpoint: ActionEndpoint | None
    ) -> dict[str, Any]:
        tracker = state.restore(request.state, request.sender, loaded.domain)
        if request.served:
            request.served.settle(tracker, loaded.domain)
        processor = TurnProcessor(loaded, tracker, endpoint)
        replies = Replies()
        await processor.handle_message(
            UserMessage(
                request.utterance,
                replies,
                request.sender,
                input_channel=request.channel,
                message_id=request.message_id,
                metadata={"desk": request.desk, "account": request.account, "language": request.language},
            )
        )
        after = processor.tracker
        return answer(request, replies.messages, after.events, state.dump(after, loaded.domain), self._topics)


def loaded_processor(app: Sanic) -> MessageProcessor:
    """The processor of the loaded model, which all turns share; `NotReady` while there is none."""
    agent = getattr(app.ctx, "agent", None)
    if agent is None or not agent.is_ready():
        raise NotReady
    loaded: MessageProcessor = agent.processor
    return loaded


def actions_of(app: Sanic, loaded: MessageProcessor) -> ActionEndpoint | None:
    """The way to the action server, made anew where Rasa was given another one; None without one."""
    kept: ActionEndpoint | None = app.ctx.actions
    configured = loaded.action_endpoint
    if kept is not None and kept.configured is not configured:
        kept.close()
        kept = None
    if kept is None and configured is not None:
        kept = ActionEndpoint(configured)
    app.ctx.actions = kept
    return kept


async def _close(app: Sanic, _loop: Any) -> None:
    if app.ctx.actions is not None:
        app.ctx.actions.close()


async def _refuse(_request: Request, error: TurnError) -> HTTPResponse:
    return json(_refusal(error), status=error.status)


def _refusal(error: TurnError) -> dict[str, Any]:
    if isinstance(error, ActionFailed):
        logger.warning("Action %s failed: %s", error.action, error.why)
    return error.body()
