"""A collector of traces on loopback: it takes OTLP over HTTP and keeps every span it is sent."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True)
class Received:
    """One span; ids in hexadecimal, `parent` empty for the first of a trace."""

    service: str
    name: str
    trace: str
    id: str
    parent: str
    facts: dict[str, Any]
    failed: bool


class Collector(ThreadingHTTPServer):
    """`OTEL_EXPORTER_OTLP_ENDPOINT` is its `url`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.spans: list[Received] = []
        self.refused: list[str] = []
        self.bodies = bytearray()

    def trace(self, number: str) -> list[Received]:
        return [span for span in self.spans if span.trace == number]

    def take(self, path: str, body: bytes) -> None:
        if path != "/v1/traces":
            self.refused.append(path)
            return
        self.bodies += body
        sent = ExportTraceServiceRequest()
        sent.MergeFromString(body)  # type: ignore[no-untyped-call]  # made by protobuf
        for resource in sent.resource_spans:
            named = {each.key: each.value.string_value for each in resource.resource.attributes}
            for scope in resource.scope_spans:
                self.spans += [_received(named["service.name"], span) for span in scope.spans]


class _Taking(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        self.server.take(self.path, self.rfile.read(int(self.headers["Content-Length"])))
        content = b""  # an ExportTraceServiceResponse that finds no fault
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """The tests' output is for the tests."""


def _received(service: str, span: Any) -> Received:
    facts = {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in span.attributes}
    return Received(
        service=service,
        name=span.name,
        trace=span.trace_id.hex(),
        id=span.span_id.hex(),
        parent=span.parent_span_id.hex(),
        facts={name.removeprefix("wenpan."): value for name, value in facts.items()},
        failed=span.status.code == span.status.STATUS_CODE_ERROR,
    )


@contextmanager
def run_collector() -> Iterator[Collector]:
    """On a thread of its own until the end."""
    with Collector() as collector:
        threading.Thread(target=collector.serve_forever, name="collector", daemon=True).start()
        yield collector
        collector.shutdown()
