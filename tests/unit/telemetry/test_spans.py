"""Spans: how they hang together, what they may say, and that nothing happens where traces are off."""

import subprocess
import sys
import time
from typing import Any

import pytest

from telemetry import spans
from telemetry.exporting import BRAIN, is_on
from telemetry.spans import Elsewhere
from telemetry.traceparent import Place
from tests.fakes.traces import Traces, id_of, parent_of, trace_of

TEXT = "我叫王小明, 电话 13800138000"


def test_a_step_within_a_step_is_its_child(kept: Traces) -> None:
    with spans.span("turn"), spans.span("ask", "client"):
        pass
    assert parent_of(kept["ask"]) == id_of(kept["turn"])
    assert trace_of(kept["ask"]) == trace_of(kept["turn"])


def test_an_empty_parent_begins_a_trace(kept: Traces) -> None:
    with spans.span("turn"), spans.span("job", parent=""):
        pass
    assert kept["job"].parent is None
    assert trace_of(kept["job"]) != trace_of(kept["turn"])


def test_a_header_carries_the_trace_on(kept: Traces) -> None:
    with spans.span("turn"):
        header = spans.here()
    with spans.span("send", parent=header):
        pass
    assert parent_of(kept["send"]) == id_of(kept["turn"])


@pytest.mark.parametrize("claimed", ["nonsense", "00-1-2-01", "00-" + "0" * 32 + "-" + "1" * 16 + "-01"])
def test_a_header_that_is_none_begins_a_trace(kept: Traces, claimed: str) -> None:
    with spans.span("action", parent=claimed):
        pass
    assert kept["action"].parent is None


def test_a_span_says_nothing_but_facts(kept: Traces) -> None:
    told: dict[str, Any] = {"text": TEXT, "sender": TEXT, "topic": "QUO01", "payload": TEXT, "intent": None}
    with spans.span("turn", **told) as span:
        span.tell(**told)
    attributes = kept["turn"].attributes
    assert dict(attributes or {}) == {"wenpan.topic": "QUO01"}


def test_a_fact_is_cut(kept: Traces) -> None:
    with spans.span("turn", topic="x" * 1000):
        pass
    attributes = kept["turn"].attributes or {}
    assert len(str(attributes["wenpan.topic"])) == spans.LONGEST


def test_of_an_exception_its_type_is_kept_and_no_word(kept: Traces) -> None:
    with pytest.raises(ValueError, match="王小明"), spans.span("turn"):
        raise ValueError(TEXT)
    span = kept["turn"]
    assert not span.status.is_ok
    assert span.status.description == "ValueError"
    assert not span.events
    assert "王小明" not in span.to_json()


def test_spans_of_the_brain_hang_where_it_says(kept: Traces) -> None:
    began = time.time_ns()
    with spans.span("try"):
        own = spans.here().split("-")[2]
        ended = [
            Elsewhere(
                "act",
                "b" * 16,
                "a" * 16,
                began + 2,
                began + 3,
                {"action": "action_quote", "text": TEXT},
                "Oops",
            ),
            Elsewhere("rasa turn", "a" * 16, own, began + 1, began + 4, {"topic": "QUO01"}, None),
        ]
        spans.keep(ended)
    turn, act = kept["rasa turn"], kept["act"]
    assert (id_of(turn), parent_of(turn)) == ("a" * 16, id_of(kept["try"]))
    assert (id_of(act), parent_of(act)) == ("b" * 16, "a" * 16)
    assert (act.start_time, act.end_time) == (began + 2, began + 3)
    assert {trace_of(span) for span in kept.all} == {trace_of(turn)}
    assert turn.resource.attributes["service.name"] == BRAIN
    assert dict(act.attributes or {}) == {"wenpan.action": "action_quote", "wenpan.outcome": "Oops"}


def test_what_the_collector_does_not_want_is_not_asked_of_the_brain(kept: Traces) -> None:
    unwanted = Place("1" * 32, "2" * 16, sampled=False).header()
    with spans.span("turn", parent=unwanted):
        assert spans.here().endswith("-00")
        spans.keep([Elsewhere("rasa turn", "a" * 16, "2" * 16, 1, 2, {}, None)])
    assert not kept.all


def test_without_a_collector_a_span_is_nothing() -> None:
    with spans.span("turn", topic="QUO01") as one, spans.span("ask") as other:
        assert one is other
        assert spans.here() == spans.trace() == ""


@pytest.mark.parametrize(
    ("environ", "on"),
    [
        ({}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": " "}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", "OTEL_SDK_DISABLED": "true"}, False),
    ],
)
def test_traces_are_on_where_a_collector_is_named(environ: dict[str, str], on: bool) -> None:
    assert is_on(environ) == on


def test_a_gateway_without_a_collector_loads_no_sdk_and_no_exporter() -> None:
    script = (
        "import sys, gateway.serve\n"
        "from telemetry.exporting import exporting\n"
        "with exporting('wenpan-gateway', {}): pass\n"
        "heavy = ('opentelemetry.sdk', 'opentelemetry.exporter')\n"
        "print([name for name in sys.modules if name.startswith(heavy)])"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
