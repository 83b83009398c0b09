"""Spans kept in memory, for tests that look at them."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from telemetry import spans
from telemetry.exporting import Tracing


class Traces:
    """The spans that have ended, by their names; of several of one name the last."""

    def __init__(self, exporter: InMemorySpanExporter) -> None:
        self._exporter = exporter

    @property
    def all(self) -> list[ReadableSpan]:
        return list(self._exporter.get_finished_spans())

    def __getitem__(self, name: str) -> ReadableSpan:
        return {span.name: span for span in self.all}[name]

    def named(self, name: str) -> list[ReadableSpan]:
        return [span for span in self.all if span.name == name]


@contextmanager
def kept_traces() -> Iterator[Traces]:
    """Within, spans of this process are kept; before and after nobody keeps them."""
    exporter = InMemorySpanExporter()
    spans.use(Tracing("wenpan-test", SimpleSpanProcessor(exporter)))
    try:
        yield Traces(exporter)
    finally:
        spans.use(None)


def id_of(span: ReadableSpan) -> str:
    assert span.context is not None
    return f"{span.context.span_id:016x}"


def trace_of(span: ReadableSpan) -> str:
    assert span.context is not None
    return f"{span.context.trace_id:032x}"


def parent_of(span: ReadableSpan) -> str | None:
    return f"{span.parent.span_id:016x}" if span.parent else None


def facts_of(span: ReadableSpan) -> dict[str, object]:
    return {name.removeprefix("wenpan."): value for name, value in (span.attributes or {}).items()}
