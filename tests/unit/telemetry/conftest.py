"""Spans kept in memory, for tests that look at them."""

from collections.abc import Iterator

import pytest

from tests.fakes.traces import Traces, kept_traces


@pytest.fixture
def kept() -> Iterator[Traces]:
    with kept_traces() as traces:
        yield traces
