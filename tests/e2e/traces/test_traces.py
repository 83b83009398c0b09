"""One message, one trace over all processes; and nobody is named in traces, logs and figures."""

import json
from dataclasses import dataclass

import httpx
import pytest

from tests.e2e.system import System, wait_for
from tests.e2e.upstreams import Upstreams
from tests.fakes.collector import Collector, Received
from tests.unit.deploy.promql import BY_PROMETHEUS, OF_PROMETHEUS, expressions, selected, shown

NAME, PHONE = "欧阳不二", "13900139017"
TEXT = f"我叫{NAME}, 电话{PHONE}, 华宝油气多少钱"
PARTS = {"wenpan-gateway", "wenpan-rasa", "wenpan-actions"}


@dataclass(frozen=True)
class Told:
    """A product that has answered somebody who gave their name and number, and the trace of that."""

    system: System
    collector: Collector
    sender: str
    trace: list[Received]


@pytest.fixture(scope="module")
def told(started: System, collector: Collector) -> Told:
    started.wait_healthy()
    started.restart("actions")  # with no source that it has just given up, so that one is visited
    sender = f"private-{started.new_sender()}"
    before = len(collector.spans)
    started.say(sender, TEXT)

    def traces() -> list[list[Received]]:
        turns = [span for span in collector.spans[before:] if span.name == "request"]
        return [trace for turn in turns if whole(trace := collector.trace(turn.trace))]

    wait_for(lambda: bool(traces()), 20, "no trace reaches over all parts, each span under another")
    return Told(started, collector, sender, traces()[0])


def whole(trace: list[Received]) -> bool:
    """Whether what each part sends in its own time has come: all parts, all parents, the source visited."""
    ids = {span.id for span in trace}
    parts = {span.service for span in trace}
    visited = any(span.name == "upstream" and not span.failed for span in trace)
    return visited and parts == PARTS and all(span.parent in ids for span in trace if span.parent)


def way_up(span: Received, trace: list[Received]) -> list[str]:
    """The names from a span up to the first of its trace."""
    by_id = {each.id: each for each in trace}
    names = [span.name]
    while span.parent:
        span = by_id[span.parent]
        names.append(span.name)
    return names


def test_a_turn_is_one_connected_trace_from_the_request_to_the_upstream(
    told: Told, recorded: Upstreams
) -> None:
    trace = told.trace
    assert [span.name for span in trace if not span.parent] == ["request"]
    upstream = next(span for span in trace if span.name == "upstream" and not span.failed)
    assert way_up(upstream, trace) == [
        "upstream",
        "action",
        "act",
        "rasa turn",
        "try",
        "ask",
        "turn",
        "request",
    ]
    turn = next(span for span in trace if span.name == "turn")
    assert {turn.facts[name] for name in ("channel", "outcome", "owner")} == {"web", "bot"}
    assert recorded.count(upstream.facts["server.address"])
    assert not told.collector.refused


def test_no_trace_line_or_figure_holds_what_an_investor_wrote_or_who_they_are(
    told: Told,
) -> None:
    system, collector, sender = told.system, told.collector, told.sender
    pages = {log.name: log.read_text(errors="replace") for log in system.folder.glob("**/*.log")}
    assert {"gateway.log", "rasa.log", "actions.log"} <= set(pages)
    pages["traces"] = collector.bodies.decode("utf-8", "replace")
    pages["metrics"] = system.metrics() + system.metrics_of_actions()
    private = (NAME, PHONE, "华宝油气", sender)
    found = {(name, word) for name, text in pages.items() for word in private if word in text}
    assert not found


@pytest.mark.parametrize("part", ["gateway", "rasa", "actions"])
def test_every_line_of_log_is_one_json_object(told: Told, part: str) -> None:
    lines = (told.system.folder / f"var/log/{part}.log").read_text(errors="replace").splitlines()
    assert lines
    for line in lines:
        said = json.loads(line)
        assert {"event", "level", "timestamp"} <= said.keys(), line


def test_no_upstream_is_told_of_our_traces(told: Told, recorded: Upstreams) -> None:
    assert recorded.headers
    assert not {name for name in recorded.headers if name.startswith(("trace", "baggage", "b3", "x-b3"))}


def test_whatever_dashboard_and_rules_ask_for_is_shown_by_the_running_product(told: Told) -> None:
    pages = {
        f"http://127.0.0.1:{told.system.port}/metrics": {},
        f"http://127.0.0.1:{told.system.rasa_port}/webhooks/gateway/metrics": bearer(told, "RASA_TOKEN"),
        f"http://127.0.0.1:{told.system.actions_port}/metrics": bearer(told, "INTERNAL_TOKEN"),
    }
    names: dict[str, set[str]] = {}
    for url, headers in pages.items():
        page = httpx.get(url, headers=headers, trust_env=False).raise_for_status().text
        for name, labels in shown(page).items():
            names.setdefault(name, set()).update(labels)
    for place, expression in expressions():
        for series in selected(expression):
            if series.name in OF_PROMETHEUS:
                continue
            assert series.name in names, f"{place}: {series.name} is shown by nobody"
            unknown = series.labels - BY_PROMETHEUS - names[series.name]
            assert not (names[series.name] and unknown), f"{place}: {series.name} has no {unknown}"


def bearer(told: Told, name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {told.system.variables[name]}"}
