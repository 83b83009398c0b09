"""Spans reach the collector by the standard variables, and a collector that hangs holds up nobody."""

import os
import socket
import subprocess
import sys

from telemetry.exporting import ENDING
from tests.fakes.collector import run_collector

SCRIPT = """
import os, time
from telemetry import spans
from telemetry.exporting import exporting
with exporting("wenpan-test", os.environ):
    with spans.span("turn", topic="QUO01"):
        pass
    began = time.monotonic()
print(time.monotonic() - began)
"""


def ran(**variables: str) -> float:
    """Seconds that the end of the traces took, in a process of its own."""
    given = {**os.environ, "PYTHONPATH": ".", **variables}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=given, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def test_what_is_left_is_sent_at_the_end_and_through_no_proxy() -> None:
    with run_collector() as collector:
        nowhere = "http://127.0.0.1:9"
        ran(OTEL_EXPORTER_OTLP_ENDPOINT=collector.url, HTTP_PROXY=nowhere, http_proxy=nowhere, NO_PROXY="")
        [span] = collector.spans
    assert (span.service, span.name, span.facts) == ("wenpan-test", "turn", {"topic": "QUO01"})


def test_a_collector_that_hangs_holds_up_no_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert ran(OTEL_EXPORTER_OTLP_ENDPOINT=url) < ENDING + 1.5
