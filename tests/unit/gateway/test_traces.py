"""Requests begin traces of their own; what a job asks of the action server goes on in its trace."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest

from gateway.app import TRACED
from notices.jobs import Jobs, Task
from telemetry.traceparent import Place
from tests.fakes.traces import Traces, facts_of, id_of, kept_traces, parent_of, trace_of
from tests.unit.gateway.neighbour import Neighbour
from tests.unit.gateway.test_app import running, settings
from tests.unit.notices.promises import QUICK

CLAIMED = Place("1" * 32, "2" * 16, sampled=True)


@pytest.fixture
def traces() -> Iterator[Traces]:
    with kept_traces() as kept:
        yield kept


async def test_a_request_begins_a_trace_whatever_its_caller_claims(
    neighbour: Neighbour, database_url: str, traces: Traces
) -> None:
    async with running(settings(neighbour.url, neighbour.url), database_url) as client:
        body = {"sender": "very-private", "text": "贵州茅台多少钱"}
        await client.post("/api/chat", json=body, headers={"traceparent": CLAIMED.header()})
        await client.get("/api/chat/very-private/messages")
    [request] = traces.named("request")
    assert parent_of(request) is None
    assert trace_of(request) != CLAIMED.trace_id
    told = {"http.request.method": "POST", "http.route": "/api/chat", "http.response.status_code": 200}
    assert facts_of(request) == told
    assert parent_of(traces["turn"]) == id_of(request)
    assert "very-private" not in "".join(span.to_json() for span in traces.all)


async def test_what_a_job_asks_for_goes_on_in_the_jobs_trace(database_url: str, traces: Traces) -> None:
    asked, done = [], asyncio.Event()

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers["traceparent"])
        return httpx.Response(200)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer), event_hooks=TRACED) as client:

        async def work(_arguments: Mapping[str, Any], _attempts: int) -> None:
            await client.post("http://127.0.0.1:1/report")
            done.set()

        async with Jobs(database_url, [Task("watchers", "watch_nothing", work, "* * * * * *")], QUICK):
            await asyncio.wait_for(done.wait(), 20)
    job = traces.named("job")[0]
    assert facts_of(job) == {"job": "watch_nothing", "attempts": 1}
    assert asked[0] == Place(trace_of(job), id_of(job), sampled=True).header()


async def test_outside_of_a_trace_nothing_is_told() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(500 if "traceparent" in request.headers else 200)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer), event_hooks=TRACED) as client:
        assert (await client.get("http://127.0.0.1:1/health")).status_code == 200
