"""A gateway on a port of loopback for the odd requests of these tests, and what its database holds."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import hypothesis
import psycopg
import requests
import uvicorn
from fastapi import FastAPI
from hypothesis import HealthCheck
from starlette.routing import BaseRoute, Route

from desk.people.caller import Role
from desk.people.sessions import id_of
from gateway.app import create_app, open_rooms
from gateway.heads import Heads
from gateway.settings import Settings

TRIES = int(os.environ.get("WENPAN_FUZZ", "4"))
ROLES: tuple[Role, ...] = ("admin", "supervisor", "compliance", "agent")
# What a gateway writes by itself, whoever asks: who is there, what was looked at, jobs.
ITS_OWN = r"procrastinate_.*|desk_session|desk_presence|service_state|channel_(token|cursor)|watch_mark"
_AGENT = """
insert into desk_agent (id, name, number, role, password, must_change, last_step)
values (%(id)s, %(id)s, %(id)s, %(role)s, 'none', false, 0)"""
_SESSION = """
insert into desk_session (id, agent, csrf, device, expires_at, fresh_at)
values (%(id)s, %(agent)s, 'csrf', '', now() + interval '1 d', now() + interval '1 d')"""
_EACH = """
select string_agg(format('select %%L, count(*), sum(hashtext(t::text)::bigint) from %%I t', tablename,
    tablename), ' union all ') from pg_tables
where schemaname = 'public' and tablename !~ %(its_own)s"""

quiet = hypothesis.settings(
    max_examples=TRIES,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    derandomize=TRIES < 10,
)


@dataclass
class Served:
    """A running gateway, with somebody signed in at the desk for each role."""

    app: FastAPI
    url: str
    dsn: str
    calls: list[int] = field(default_factory=list)
    session: requests.Session = field(default_factory=requests.Session)

    def call(self, case: Any, role: str | None = None) -> requests.Response:
        """Sends a case as the page of `role` would, or as a stranger."""
        known = {"base_url": self.url, "session": self.session}
        answer: requests.Response = case.call(**known, headers=self.known(role))
        self.calls.append(answer.status_code)
        return answer

    def send(self, method: str, path: str, role: str | None = None, **more: Any) -> requests.Response:
        """The same for what no description holds."""
        headers = {**self.known(role), **more.pop("headers", {})}
        return self.session.request(method, f"{self.url}{path}", headers=headers, timeout=20, **more)

    def known(self, role: str | None) -> dict[str, str]:
        """What the page of `role` says of itself."""
        page = {"Origin": self.url, "X-Desk-Token": "csrf", "Cookie": f"wenpan_desk=token-{role}"}
        return page if role else {}

    def stored(self) -> dict[str, Any]:
        """How many rows each table has, and a sum over what stands in them."""
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            of_each = connection.execute(_EACH, {"its_own": f"^({ITS_OWN})$"}).fetchone()
            assert of_each
            return {name: rest for name, *rest in connection.execute(of_each[0])}


@contextmanager
def fuzzed(postgres: Any, postgres_dsn: str, template: str) -> Iterator[str]:
    """The address of a database with agents who are signed in; dropped afterwards."""
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute(f"create database fuzzed template {template} strategy file_copy")
        dsn: str = postgres.dsn_of("fuzzed")
        with psycopg.connect(dsn, autocommit=True) as desk:
            for role in ROLES:
                desk.execute(_AGENT, {"id": f"fuzz-{role}", "role": role})
                desk.execute(_SESSION, {"id": id_of(f"token-{role}"), "agent": f"fuzz-{role}"})
        yield dsn
        connection.execute("drop database fuzzed with (force)")


@contextmanager
def serving(settings: Settings, dsn: str) -> Iterator[Served]:
    app = create_app(settings, lambda: open_rooms(settings, dsn))
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            http=Heads,
            log_level="critical",
            lifespan="on",
            proxy_headers=False,
            timeout_graceful_shutdown=2,
        )
    )
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    end = time.monotonic() + 60
    while not server.started:
        assert time.monotonic() < end
        time.sleep(0.05)
    running = Served(app, f"http://127.0.0.1:{listening.getsockname()[1]}", dsn)
    running.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    running.session.trust_env = False
    try:
        while not running.stored()["desk_canned"][0]:  # the last that a start writes
            time.sleep(0.05)
        yield running
    finally:
        running.session.close()
        server.should_exit = True
        thread.join(20)


def routes(app: FastAPI) -> list[Route]:
    """Every address that is asked by HTTP."""
    return [route for route in found(app) if isinstance(route, Route)]


def found(at: Any) -> Iterator[BaseRoute]:
    """Every route of an application or a router, also of those that are included."""
    for route in at.routes:
        router = getattr(route, "original_router", None)
        yield from found(router) if router else (route,)
