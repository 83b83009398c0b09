"""Spans of traces for whoever does a step of work; where traces are off, a call here does nothing.

A span says what was done, never for whom or with which words: `Facts` is all that it may say, whatever its
caller hands over. Nothing of OpenTelemetry is imported here; `telemetry.exporting` brings it.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Literal, Protocol, TypedDict, Unpack

from telemetry.traceparent import Place

Kind = Literal["internal", "server", "client"]
HERE: Final = "here"
"""The parent that is whatever span is open; else a parent is a header of W3C, and "" begins a trace."""
LONGEST = 80  # characters of a fact


class Facts(TypedDict, total=False):
    """What a span may say. `conversation` is hashed, `outcome` a word of ours or the type of an error."""

    action: str | None
    attempts: int
    channel: str
    conversation: str
    host: str
    intent: str | None
    job: str
    message_kind: str
    messages: int
    method: str
    outcome: str
    owner: str
    route: str
    source: str
    status: int
    topic: str | None


ATTRIBUTES: Mapping[str, str] = {name: f"wenpan.{name}" for name in Facts.__annotations__} | {
    "host": "server.address",
    "method": "http.request.method",
    "route": "http.route",
    "status": "http.response.status_code",
}


class Span(Protocol):
    """A step under way."""

    def tell(self, **facts: Unpack[Facts]) -> None:
        """Say more of it."""

    def fail(self, kind: str) -> None:
        """It came to nothing; `kind` is the type of an error, never its text."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A span of another process that has ended; ids in lower hexadecimal, times in ns since 1970."""

    name: str
    span_id: str
    parent_id: str
    start: int
    end: int
    facts: Mapping[str, Any]
    failure: str | None


class Tracer(Protocol):
    """Whoever keeps spans."""

    def span(
        self, name: str, kind: Kind, parent: str, facts: Mapping[str, Any]
    ) -> AbstractContextManager[Span]: ...

    def here(self) -> str:
        """The open span as a header; empty where none is open."""
        ...

    def keep(self, ended: Sequence[Elsewhere]) -> None:
        """Spans of the brain in the trace that is open here."""
        ...


class _Silent:
    """The span where traces are off: one object for all."""

    def __enter__(self) -> Span:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def tell(self, **facts: Unpack[Facts]) -> None:
        return None

    def fail(self, kind: str) -> None:
        return None


_SILENT = _Silent()
_tracer: Tracer | None = None


def use(tracer: Tracer | None) -> None:
    """From now on `tracer` keeps this process' spans; None: nobody does."""
    global _tracer  # noqa: PLW0603 - a process has one, as it has one log
    _tracer = tracer


def span(
    name: str, kind: Kind = "internal", parent: str = HERE, **facts: Unpack[Facts]
) -> AbstractContextManager[Span]:
    """A step, from entering to leaving; an exception that passes ends it as failed, by its type."""
    return _SILENT if _tracer is None else _tracer.span(name, kind, parent, facts)


def here() -> str:
    """The open span as the header that carries the trace on; empty where there is none."""
    return "" if _tracer is None else _tracer.here()


def trace() -> str:
    """The trace that is open; empty where there is none."""
    place = Place.read(here())
    return place.trace_id if place else ""


def keep(ended: Sequence[Elsewhere]) -> None:
    """Put spans of another process into the trace that is open."""
    if _tracer is not None:
        _tracer.keep(ended)


def named(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as attributes, cut short; what a span may not say, or says of nothing, is left out. Pure."""
    return {
        ATTRIBUTES[name]: value[:LONGEST] if isinstance(value, str) else value
        for name, value in facts.items()
        if name in ATTRIBUTES and isinstance(value, str | int | float)
    }
