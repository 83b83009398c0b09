"""Spans of one turn, handed back to the gateway with its answer: this frozen process itself sends nothing.

Without a sampled `traceparent` from the gateway nothing is kept. docs/contracts.md §3 has the form.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from telemetry.traceparent import HEADER, Place

_OPEN: ContextVar["Span | None"] = ContextVar("open span", default=None)


class Span:
    """A step under way; `ended` are the spans of its whole turn that are over."""

    def __init__(self, name: str, parent: Place, ended: list[dict[str, Any]], facts: dict[str, Any]) -> None:
        self.place = parent.beside()
        self._name, self._parent, self._facts = name, parent.span_id, facts
        self._began = time.time_ns()
        self.ended = ended

    def tell(self, **facts: Any) -> None:
        self._facts.update(facts)

    def end(self, failure: str | None) -> None:
        """`failure` is the type of an error, never its text."""
        self.ended.append(
            {
                "name": self._name,
                "span": self.place.span_id,
                "parent": self._parent,
                "start": self._began,
                "end": time.time_ns(),
                "facts": self._facts,
                "failure": failure,
            }
        )


@contextmanager
def turn(header: str, ended: list[dict[str, Any]]) -> Iterator[Span | None]:
    """The whole turn, in the trace that `header` names; its spans come into `ended` as they are over."""
    parent = Place.read(header) if header else None
    if parent is None or not parent.sampled:
        yield None
        return
    with _opened(Span("rasa turn", parent, ended, {})) as span:
        yield span


@contextmanager
def step(name: str, **facts: Any) -> Iterator[Span | None]:
    """A step of the turn; None where nobody traces."""
    around = _OPEN.get()
    if around is None:
        yield None
        return
    with _opened(Span(name, around.place, around.ended, facts)) as span:
        yield span


def trace() -> str:
    """The trace of the turn under way; empty where nobody traces."""
    span = _OPEN.get()
    return "" if span is None else span.place.trace_id


def header() -> dict[str, str]:
    """The headers that carry the trace on to the action server; none where nobody traces."""
    span = _OPEN.get()
    return {} if span is None else {HEADER: span.place.header()}


@contextmanager
def _opened(span: Span) -> Iterator[Span]:
    token = _OPEN.set(span)
    failure: str | None = None
    try:
        yield span
    except BaseException as error:
        failure = type(error).__name__
        raise
    finally:
        _OPEN.reset(token)
        span.end(failure)
