"""Whatever is sent to any address, nothing breaks: no 5xx, errors in one form, answers as they are described.

`make fuzz` runs the same for longer: WENPAN_FUZZ is the number of tries an address.
"""

import contextlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
import yaml
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.routing import Route, WebSocketRoute
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from desk.people.caller import MAY
from tests.unit.gateway.fuzz.described import document, permission_of, plain_path
from tests.unit.gateway.fuzz.odd import BODIES, KINDS, QUERIES, REQUESTS, Odd, filled
from tests.unit.gateway.fuzz.serving import ROLES, Served, found, fuzzed, quiet, routes, serving
from tests.unit.gateway.neighbour import Neighbour
from tests.unit.gateway.test_app import settings

WEB = Path("docs/openapi.yml")
# Whoever calls these has no session afterwards, or may do nothing with it: all that follows would be refused.
ENDS_ITSELF = {"/desk/api/sign-out", "/desk/api/me/second/begin", "/desk/api/me/second/disable"}
LATE = {"/desk/api/appointments/{id}/change"}
"""What a body is read at only after what it is about was found."""
DECLARED = [content_type_conformance, response_schema_conformance, status_code_conformance]
WHO = st.sampled_from((*ROLES, None))


@pytest.fixture(scope="module")
def served(postgres: Any, postgres_dsn: str, migrated_template: str) -> Iterator[Served]:
    with fuzzed(postgres, postgres_dsn, migrated_template) as dsn, Neighbour() as neighbour:
        threading.Thread(target=neighbour.serve_forever, daemon=True).start()
        with serving(settings(neighbour.url, neighbour.url), dsn) as running:
            yield running
        neighbour.shutdown()


@pytest.fixture(scope="module")
def web() -> list[Any]:
    return operations(yaml.load(WEB.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


@pytest.fixture(scope="module")
def desk(served: Served) -> list[Any]:
    every = [route for route in routes(served.app) if route.path.startswith("/desk/api")]
    return operations(document([route for route in every if route.path not in ENDS_ITSELF]))


@pytest.fixture(scope="module")
def bodies(served: Served, web: list[Any], desk: list[Any]) -> list[tuple[Any, str | None]]:
    """What takes a body, with a role that is let in there."""
    may = {
        (plain_path(route), method): next(role for role in ROLES if needed is None or needed in MAY[role])
        for route in routes(served.app)
        for needed in [permission_of(route.endpoint)]
        for method in route.methods or ()
    }
    return [(each, may[each.path, each.method.upper()]) for each in (*web, *desk) if each.body]


def operations(described: dict[str, Any]) -> list[Any]:
    every = schemathesis.openapi.from_dict(described).get_all_operations()
    return [found.ok() for found in every if isinstance(found, Ok)]


def test_a_body_of_another_form_is_refused_and_nothing_is_stored(
    served: Served, bodies: list[tuple[Any, str | None]]
) -> None:
    """First, while nobody has said anything to which the gateway would write an answer."""
    assert len(bodies) > 45
    before = served.stored()
    for operation, role in bodies:
        _refuses_another_form(served, operation, role)
    assert served.stored() == before


def _refuses_another_form(served: Served, operation: Any, role: str | None) -> None:
    places = {place.name: "1" for place in operation.path_parameters}

    @quiet
    @given(case=operation.as_strategy(GenerationMode.NEGATIVE, path_parameters=places))
    def refused(case: Any) -> None:
        answer = served.call(case, role)
        if not is_unread(answer, operation.path):
            pytest.fail(f"{answer.status_code} {answer.text[:300]} {case.as_curl_command()}")

    refused()


def test_bytes_that_are_no_object_are_refused_and_nothing_is_stored(
    served: Served, bodies: list[tuple[Any, str | None]]
) -> None:
    before = served.stored()
    for operation, role in bodies:
        _refuses_bytes(served, operation, role)
    assert served.stored() == before


def _refuses_bytes(served: Served, operation: Any, role: str | None) -> None:
    path = filled(operation.path, "1")

    @quiet
    @given(body=BODIES, kind=KINDS)
    def refused(body: bytes, kind: str | None) -> None:
        answer = served.send(operation.method, path, role, data=body, headers={"Content-Type": kind})
        told = (answer.status_code, answer.text[:300], operation.label, kind, body[:100])
        assert is_unread(answer, operation.path), told

    refused()


def test_the_web_chat_answers_as_it_is_described(served: Served, web: list[Any]) -> None:
    for operation in web:
        for mode in modes(operation):

            @quiet
            @given(case=operation.as_strategy(mode))
            def holds(case: Any) -> None:
                answer = served.call(case)
                assert answer.status_code < 500, (answer.status_code, case.as_curl_command())
                if answer.status_code not in (404, 405):  # an empty name is another address
                    case.validate_response(answer, checks=DECLARED)

            holds()


def test_no_address_of_the_desk_breaks(served: Served, desk: list[Any]) -> None:
    assert len(desk) > 80
    for operation in desk:
        for mode in modes(operation):

            @quiet
            @given(case=operation.as_strategy(mode), role=WHO)
            def holds(case: Any, role: str | None) -> None:
                answer = served.call(case, role)
                if answer.status_code >= 500 or not is_in_our_form(answer):
                    pytest.fail(f"{answer.status_code} {answer.text[:300]} {role} {case.as_curl_command()}")

            holds()
    assert {200, 400, 401, 403, 404} <= set(served.calls)


def test_no_address_breaks_by_odd_heads_names_and_bodies(served: Served) -> None:
    every = routes(served.app)
    known = {"/", "/metrics", "/health", "/media/{name}", "/api/chat", "/desk/api/me", "/desk/{view}"}
    assert known <= {route.path for route in every}
    for route in every:
        _stands_odd_requests(served, route)


def _stands_odd_requests(served: Served, route: Route) -> None:
    methods = [*sorted(route.methods or ()) * 3, "TRACE", "PUT"]
    who = st.none() if route.path in ENDS_ITSELF else WHO

    @quiet
    @given(method=st.sampled_from(methods), role=who, odd=REQUESTS)
    def holds(method: str, role: str | None, odd: Odd) -> None:
        answer = served.send(method, filled(route.path, odd.name), role, **odd.sent)
        told = (answer.status_code, answer.text[:300], method, route.path, role, odd)
        unfetched = answer.status_code == 503 and route.path.startswith("/desk")  # before `make setup`
        assert unfetched or (answer.status_code < 500 and is_in_our_form(answer)), told

    holds()


SOCKETS = ("/api/chat/socket", "/desk/api/socket")
NUMBER: st.SearchStrategy[Any] = st.sampled_from([0, 1, -1, 10**30, True, 0.5, "1", [], None])
FRAMES = (
    st.binary(max_size=100)
    | st.text(max_size=100)
    | st.sampled_from(["[" * 4_000, "9" * 8_000, "null", "[]", '{"type": []}', '{"type": "watch"'])
    | st.fixed_dictionaries(
        {"type": st.sampled_from(["watch", "unwatch", "presence", "beat"])},
        optional=dict.fromkeys(["conversation", "after", "epoch", "note", "state", "used"], NUMBER),
    ).map(json.dumps)
)


@pytest.mark.parametrize("path", SOCKETS)
def test_no_socket_breaks_by_odd_queries_and_frames(served: Served, path: str) -> None:
    every = [route for route in found(served.app) if isinstance(route, WebSocketRoute)]
    assert {route.path for route in every} == set(SOCKETS)

    @quiet
    @given(query=QUERIES, frames=st.lists(FRAMES, min_size=3, max_size=9), role=WHO)
    def holds(query: Any, frames: list[str | bytes], role: str | None) -> None:
        asked = urlencode([("sender", "u1"), *query])
        address = f"{served.url.replace('http', 'ws')}{path}?{asked}"
        try:
            with connect(address, additional_headers=served.known(role), proxy=None) as line:
                for frame in frames:
                    line.send(frame)
                with contextlib.suppress(TimeoutError):
                    while line.recv(timeout=0.1):  # it raises ConnectionClosed where that broke the line
                        continue
        except InvalidStatus as refused:
            answer = refused.response
            assert 400 <= answer.status_code < 500, (answer.status_code, address)
            assert isinstance(json.loads(answer.body or b"")["error"], str), address

    holds()


def modes(operation: Any) -> list[GenerationMode]:
    """Of what has neither query nor body nothing can be wrong but its name."""
    return [mode for mode in GenerationMode if mode.is_positive or operation.query]


def is_unread(answer: Any, path: str) -> bool:
    late = path in LATE and answer.status_code == 404
    return is_in_our_form(answer) and (answer.json()["error"] in ("malformed", "unreadable") or late)


def is_in_our_form(answer: Any) -> bool:
    """An error says so in JSON; the answer to HEAD says nothing."""
    if answer.status_code < 400 or answer.request.method == "HEAD":
        return True
    try:
        return isinstance(answer.json()["error"], str)
    except (ValueError, KeyError, TypeError):
        return False
