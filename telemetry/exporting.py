"""Traces by OpenTelemetry, sent to a collector: on while OTEL_EXPORTER_OTLP_ENDPOINT is set, else not loaded.

The library's own variables (OTEL_…) say where to, how much and how often. The library's global provider stays
unset: web frameworks and rasa-sdk would hand it spans of their own, with an investor's address or id in them.
"""

import contextlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from telemetry import spans
from telemetry.spans import HERE, Elsewhere, Facts, Kind, Span, named
from telemetry.traceparent import HEADER, Place

if TYPE_CHECKING:
    from typing import Unpack

    from opentelemetry.sdk.trace import SpanProcessor
    from opentelemetry.trace import Span as SdkSpan

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
ENDING = 2.0  # seconds for what is still to be sent when the process ends
BRAIN = "wenpan-rasa"


def is_on(environ: Mapping[str, str]) -> bool:
    """Whether a collector is named and nobody has switched the library off."""
    off = environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
    return not off and any(environ.get(name, "").strip() for name in ENDPOINTS)


@contextlib.contextmanager
def exporting(service: str, environ: Mapping[str, str]) -> Iterator[None]:
    """Within, the spans of this process are sent to the collector, if one is named."""
    if not is_on(environ):
        yield
        return
    import requests
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    line = requests.Session()
    line.trust_env = False  # a collector is ours: as all internal calls, this one takes no proxy
    processor = BatchSpanProcessor(OTLPSpanExporter(session=line))
    spans.use(Tracing(service, processor))
    try:
        yield
    finally:
        spans.use(None)
        _end(processor)


def _end(processor: "SpanProcessor") -> None:
    """Send what is left, if the collector takes it in time: a process never waits for its traces."""
    ending = threading.Thread(target=processor.shutdown, daemon=True)
    ending.start()
    ending.join(ENDING)


class Tracing:
    """Spans of `service`, and beside them those that the brain hands over, as a service of their own."""

    def __init__(self, service: str, processor: "SpanProcessor") -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
        from opentelemetry.sdk.trace.sampling import ALWAYS_ON

        class GivenIds(RandomIdGenerator):
            """Span ids that were chosen elsewhere."""

            next_id = 0

            def generate_span_id(self) -> int:
                return self.next_id

        def resource(name: str) -> Resource:
            return Resource.create({"service.name": name, "service.namespace": "wenpan"})

        self._ids = GivenIds()
        own = TracerProvider(resource=resource(service), shutdown_on_exit=False)
        brain = TracerProvider(
            resource=resource(BRAIN), sampler=ALWAYS_ON, id_generator=self._ids, shutdown_on_exit=False
        )
        for provider in (own, brain):
            provider.add_span_processor(processor)
        self._own, self._brain = own.get_tracer("wenpan"), brain.get_tracer("wenpan")

    @contextlib.contextmanager
    def span(self, name: str, kind: Kind, parent: str, facts: Mapping[str, Any]) -> Iterator[Span]:
        """As spans.span; nothing of an exception but its type is kept."""
        from opentelemetry.trace import SpanKind, use_span

        started = self._own.start_span(
            name, context=_context(parent), kind=SpanKind[kind.upper()], attributes=named(facts)
        )
        step = _Step(started)
        with use_span(started, end_on_exit=True, record_exception=False, set_status_on_exception=False):
            try:
                yield step
            except BaseException as error:
                step.fail(type(error).__name__)
                raise

    def here(self) -> str:
        from opentelemetry.trace import get_current_span

        context = get_current_span().get_span_context()
        if not context.is_valid:
            return ""
        trace_id, span_id = f"{context.trace_id:032x}", f"{context.span_id:016x}"
        return Place(trace_id, span_id, context.trace_flags.sampled).header()

    def keep(self, ended: Sequence[Elsewhere]) -> None:
        here = Place.read(self.here())
        if here is None or not here.sampled:
            return
        for each in ended:
            self._ids.next_id = int(each.span_id, 16)
            parent = Place(here.trace_id, each.parent_id, sampled=True).header()
            span = self._brain.start_span(
                each.name, context=_context(parent), attributes=named(each.facts), start_time=each.start
            )
            if each.failure:
                _Step(span).fail(each.failure)
            span.end(each.end)


class _Step:
    """A span of the library, which is told nothing but facts."""

    def __init__(self, span: "SdkSpan") -> None:
        self._span = span

    def tell(self, **facts: "Unpack[Facts]") -> None:
        self._span.set_attributes(named(facts))

    def fail(self, kind: str) -> None:
        from opentelemetry.trace import Status, StatusCode

        self._span.set_status(Status(StatusCode.ERROR, kind))
        self.tell(outcome=kind)


def _context(parent: str) -> Any:
    """The library's context for a parent: None is whatever is open, an empty one begins a trace."""
    from opentelemetry.context import Context
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    if parent == HERE:
        return None
    return TraceContextTextMapPropagator().extract({HEADER: parent} if parent else {}, Context())
