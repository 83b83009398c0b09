"""The HTTP edge of the action server: rasa-sdk's own application with a guarded door."""

import hmac
import logging
import traceback
from asyncio import Queue
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor, ActionExecutorRunResult, CollectingDispatcher
from rasa_sdk.interfaces import Action
from sanic import Config, HTTPResponse, Request, Sanic, response
from sanic.exceptions import BadRequest, SanicException
from sanic.handlers import ErrorHandler

from actions.errors import BadAsking, BadSettings, NothingToTell
from actions.measuring import Measuring, comes_with
from actions.watching import Answer
from telemetry.traceparent import HEADER

TOKEN_HEADER = "X-Wenpan-Token"  # noqa: S105 (the header's name, not a secret)
OPEN_PATH = "/health"
METRICS_PATH = "/metrics"
UNKNOWN = "other"
FIRST = 1000  # before what rasa-sdk's own application answers by itself, as it does any OPTIONS

App = Sanic[Config, SimpleNamespace]
Page = Callable[[Request], Coroutine[Any, Any, HTTPResponse]]
Door = Callable[[Request], Coroutine[Any, Any, HTTPResponse | None]]
Prepare = Callable[[str], Awaitable[Sequence[Mapping[str, Any]]]]
"""What a background job of the gateway fetches ready-made: key → messages of `text`, `buttons`, `image`."""

log = logging.getLogger(__name__)


class DomainlessExecutor(ActionExecutor):
    """Runs actions that are called without the domain, as Rasa 3.6 does under `enable_selective_domain`.

    rasa-sdk 3.21 takes a missing domain for a lost one, answers 449 and waits for it to be sent again.
    """

    def __init__(self) -> None:
        super().__init__()
        self.measuring = Measuring()

    async def run(
        self,
        action_call: dict[str, Any],
        sink: Queue[Any] | None = None,
        dispatcher: CollectingDispatcher | None = None,
    ) -> ActionExecutorRunResult | None:
        """As ever, measured under the action's name."""
        name = action_call.get("next_action")
        with self.measuring.call(name if name in self.actions else UNKNOWN):
            return await super().run(action_call, sink, dispatcher)

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:
        """The domain where one was sent, else an empty one; nothing is kept between calls."""
        return payload.get("domain") or {}


def executor_of(actions: Iterable[Action], *figures: Collector) -> DomainlessExecutor:
    """An executor of ready-made actions; rasa-sdk's own start would build them without collaborators. What
    they do shows in `figures`, beside how long they take.
    """
    executor = DomainlessExecutor()
    executor.measuring.show(*figures)
    for action in actions:
        executor.register_action(action)
    return executor


def build_app(
    executor: DomainlessExecutor,
    token: str,
    prepared: Mapping[str, Prepare] | None = None,
    answered: Mapping[str, Answer] | None = None,
) -> App:
    """The application, which also answers `POST` of `{"key"}` at each path of `prepared`, and of any object
    at each path of `answered`.

    A request without the token is refused with 401, whatever it asks for; only that the server lives is told
    to anybody. `GET /metrics` is in Prometheus' form, and takes the token as a bearer's, too. Raises
    BadSettings for an empty token.
    """
    if not token:
        raise BadSettings(["INTERNAL_TOKEN is empty: who calls the action server has to show it."])
    app: App = create_app(executor, cors_origins=[])
    app.error_handler = DiscreetErrors()
    app.register_middleware(_door(token), "request", priority=FIRST)
    app.register_middleware(_note_trace, "request")
    measuring = executor.measuring
    app.add_route(_shows(measuring), METRICS_PATH, name="metrics")
    pages = {path: _prepares(prepare) for path, prepare in (prepared or {}).items()}
    pages |= {path: _answers(answer) for path, answer in (answered or {}).items()}
    for path, page in pages.items():
        app.add_route(_measured(measuring, path, page), path, methods=["POST"], name=path.strip("/"))
    return app


class DiscreetErrors(ErrorHandler):
    """Answers a failure with its type and the action's name.

    rasa-sdk answers and logs the whole request, conversation included. Messages of exceptions may quote it
    too, so the log gets the way through the code and nothing else.
    """

    def response(self, request: Request, exception: Exception) -> HTTPResponse:
        """Turn any exception of a request into a body without personal data."""
        kind = type(exception).__name__
        if isinstance(exception, SanicException):
            return response.json({"error": kind, "action_name": None}, status=exception.status_code)
        action = _action_of(request)
        way = "".join(traceback.format_tb(exception.__traceback__))
        log.error("action %s failed with %s\n%s", action, kind, way)
        return response.json({"error": kind, "action_name": action}, status=500)


def _door(token: str) -> Door:
    expected = token.encode()

    async def check(request: Request) -> HTTPResponse | None:
        given = _token_of(request).encode(errors="surrogateescape")
        request.ctx.known = hmac.compare_digest(given, expected)
        if request.ctx.known or (request.method == "GET" and request.path == OPEN_PATH):
            return None
        return response.json({"error": "bad_token", "action_name": None}, status=401)

    return check


def is_known(request: Request) -> bool:
    """Whether the caller showed the token."""
    return getattr(request.ctx, "known", False) is True


def _token_of(request: Request) -> str:
    """Prometheus can send a bearer's token and no header of ours."""
    if request.path == METRICS_PATH and request.token:
        return request.token
    return request.headers.get(TOKEN_HEADER, "")


async def _note_trace(request: Request) -> None:
    comes_with(request.headers.get(HEADER, ""))


def _shows(measuring: Measuring) -> Page:
    async def show(request: Request) -> HTTPResponse:
        return response.raw(measuring.text(), content_type=CONTENT_TYPE_LATEST)

    return show


def _measured(measuring: Measuring, path: str, page: Page) -> Page:
    async def measured(request: Request) -> HTTPResponse:
        with measuring.call(path):
            return await page(request)

    return measured


def _prepares(prepare: Prepare) -> Page:
    async def answer(request: Request) -> HTTPResponse:
        key = request.json.get("key") if isinstance(request.json, dict) else None
        if not isinstance(key, str) or not key:
            return response.json({"error": "malformed", "action_name": None}, status=400)
        try:
            found = await prepare(key)
        except NothingToTell:  # the facts are not there yet; to ask again at once would not help
            return response.json({"error": "nothing_to_tell", "action_name": None}, status=404)
        messages = [{"text": "", "buttons": [], "image": None, **message} for message in found]
        return response.json({"messages": messages})

    return answer


def _answers(answer: Answer) -> Page:
    async def tell(request: Request) -> HTTPResponse:
        try:
            return response.json(await answer(request.json if isinstance(request.json, dict) else {}))
        except BadAsking as bad:
            return response.json({"error": "malformed", "detail": bad.field, "action_name": None}, status=400)

    return tell


def _action_of(request: Request) -> str | None:
    try:
        call = request.json
    except BadRequest:  # a body that is no JSON names no action
        return None
    name = call.get("next_action") if isinstance(call, dict) else None
    return name if isinstance(name, str) else None
