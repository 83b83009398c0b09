"""The figures of a process, as Prometheus reads them and as its own library counts them."""

import os

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.process_collector import ProcessCollector

from telemetry.process_figures import process_text


def test_they_are_those_of_prometheus_own_library() -> None:
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    found = {
        s.name: s.value for family in text_string_to_metric_families(process_text()) for s in family.samples
    }
    assert set(found) == {
        "process_cpu_seconds_total",
        "process_resident_memory_bytes",
        "process_open_fds",
        "process_start_time_seconds",
    }
    for name, value in found.items():
        assert value == pytest.approx(registry.get_sample_value(name), rel=0.2), name


def test_cpu_time_only_grows() -> None:
    def cpu() -> float:
        families = text_string_to_metric_families(process_text())
        return next(s.value for f in families for s in f.samples if s.name == "process_cpu_seconds_total")

    before = cpu()
    while os.times().user + os.times().system < before + 0.02:
        sum(range(10_000))
    assert cpu() > before
