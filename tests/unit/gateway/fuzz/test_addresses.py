"""Whatever is sent to any address, nothing breaks: no 5xx, errors in one form, answers as they are described.

`make fuzz` runs the same for longer: WENPAN_FUZZ is the number of tries an address.
"""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
import requests
import schemathesis
import uvicorn
import yaml
from fastapi import FastAPI
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.routing import Route

from desk.people.sessions import id_of
from gateway.app import create_app, open_rooms
from gateway.demo_desk import offer
from tests.unit.gateway.fuzz.described import document
from tests.unit.gateway.neighbour import Neighbour
from tests.unit.gateway.test_app import settings

TRIES = int(os.environ.get("WENPAN_FUZZ", "4"))
WEB = Path("docs/openapi.yml")
ROLES = ("supervisor", "admin", "compliance", "agent")
# Whoever calls these has no session afterwards, or may do nothing with it: all that follows would be refused.
ENDS_ITSELF = {"/desk/api/sign-out", "/desk/api/me/second/begin", "/desk/api/me/second/disable"}
DECLARED = [content_type_conformance, response_schema_conformance, status_code_conformance]
_AGENT = """
insert into desk_agent (id, name, number, role, password, must_change, last_step)
values (%(id)s, %(id)s, %(id)s, %(role)s, 'none', false, 0)"""
_SESSION = """
insert into desk_session (id, agent, csrf, device, expires_at)
values (%(id)s, %(agent)s, 'csrf', '', now() + interval '1 h')"""

quiet = hypothesis.settings(
    max_examples=TRIES,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    derandomize=TRIES < 10,
)


@dataclass
class Served:
    """A gateway on a port of loopback, with somebody signed in at the desk for each role."""

    app: FastAPI
    url: str
    calls: list[int] = field(default_factory=list)

    def call(self, case: Any, role: str | None = None) -> requests.Response:
        """Sends a case as the page of `role` would, or as a stranger."""
        known = {"Origin": self.url, "X-Desk-Token": "csrf"} if role else {}
        cookies = {"wenpan_desk": f"token-{role}"} if role else {}
        answer: requests.Response = case.call(base_url=self.url, headers=known, cookies=cookies)
        self.calls.append(answer.status_code)
        return answer


@pytest.fixture(scope="module")
def served(postgres: Any, postgres_dsn: str, migrated_template: str) -> Iterator[Served]:
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(f"create database fuzzed template {migrated_template} strategy file_copy")
        dsn = postgres.dsn_of("fuzzed")
        offer(dsn, wanted=True)
        with psycopg.connect(dsn, autocommit=True) as desk:
            for role in ROLES:
                desk.execute(_AGENT, {"id": f"fuzz-{role}", "role": role})
                desk.execute(_SESSION, {"id": id_of(f"token-{role}"), "agent": f"fuzz-{role}"})
        with Neighbour() as neighbour, serving(neighbour, dsn) as running:
            yield running
        connection.execute("drop database fuzzed with (force)")


@contextmanager
def serving(neighbour: Neighbour, dsn: str) -> Iterator[Served]:
    threading.Thread(target=neighbour.serve_forever, daemon=True).start()
    of = settings(neighbour.url, neighbour.url)
    app = create_app(of, lambda: open_rooms(of, dsn))
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="critical", lifespan="on", timeout_graceful_shutdown=2)
    )
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    end = time.monotonic() + 60
    while not server.started:
        assert time.monotonic() < end
        time.sleep(0.05)
    try:
        yield Served(app, f"http://127.0.0.1:{listening.getsockname()[1]}")
    finally:
        server.should_exit = True
        thread.join(20)
        neighbour.shutdown()


def routes(app: FastAPI, under: str) -> list[Route]:
    """Those of the desk's API, or of whatever stands under a path."""
    routers = [getattr(each, "original_router", None) for each in app.routes]
    every = [route for router in routers if router for route in router.routes]
    found = [route for route in every if isinstance(route, Route) and route.path.startswith(under)]
    return [route for route in found if route.path not in ENDS_ITSELF]


def operations(described: dict[str, Any]) -> list[Any]:
    every = schemathesis.openapi.from_dict(described).get_all_operations()
    return [found.ok() for found in every if isinstance(found, Ok)]


def test_the_web_chat_answers_as_it_is_described(served: Served) -> None:
    described = yaml.safe_load(WEB.read_text(encoding="utf-8"))
    for operation in operations(described):

        @quiet
        @given(case=operation.as_strategy())
        def holds(case: Any) -> None:
            answer = served.call(case)
            assert answer.status_code < 500, (answer.status_code, case.as_curl_command())
            if answer.status_code not in (404, 405):  # an empty name is another address
                case.validate_response(answer, checks=DECLARED)

        holds()


def test_no_address_of_the_desk_breaks(served: Served) -> None:
    described = document(routes(served.app, "/desk/api"))
    found = operations(described)
    assert len(found) > 80
    bodies = [
        path
        for path, methods in described["paths"].items()
        for each in methods.values()
        if "requestBody" in each
    ]
    assert len(bodies) > 30
    for operation in found:

        @quiet
        @given(case=operation.as_strategy(), role=st.sampled_from((*ROLES, None)))
        def holds(case: Any, role: str | None) -> None:
            answer = served.call(case, role)
            told = (answer.status_code, role, case.as_curl_command(), answer.text[:300])
            assert answer.status_code < 500, told
            if answer.status_code >= 400:
                assert isinstance(answer.json()["error"], str), told

        holds()
    assert {200, 400, 401, 403, 404} <= set(served.calls)


@pytest.mark.parametrize(
    "path", ["/channels/wechat", "/channels/telegram", "/static/web/x", "/%00", "/static/desk/%ff"]
)
def test_what_is_off_or_odd_is_refused_and_does_not_break(served: Served, path: str) -> None:
    for method in ("GET", "POST", "PUT", "TRACE"):
        assert requests.request(method, f"{served.url}{path}", data=b"\xff", timeout=20).status_code in (
            200,
            404,
            405,
        )
