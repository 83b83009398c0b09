"""`make sources`: each source's health, last success, latency and breaker, as a table for operators.

Asks the action server that runs; without one it opens the market itself and asks every source one cheap
question. What `/metrics` shows of the sources comes from here too.
"""

import asyncio
import sys
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from actions.standing import standing
from gateway.columns import columns
from gateway.errors import GatewayError
from gateway.settings import Settings, read_settings
from market.market import Market
from market.probing import probe
from notices.report import TOKEN_HEADER

Standing = Sequence[dict[str, Any]]

_COLUMNS = ("source", "host", "state", "calls", "failed", "last success", "latency", "retry in")


class SourceStates(Collector):
    """What the action server last said of its sources; `refresh` asks anew."""

    def __init__(self, client: httpx.AsyncClient, settings: Settings) -> None:
        parts = urlsplit(settings.actions_url)
        self._url = f"{parts.scheme}://{parts.netloc}/sources"
        self._headers = {TOKEN_HEADER: settings.internal_token}
        self._client = client
        self._standing: Standing = ()

    async def refresh(self) -> Standing | None:
        """What it says now; None where it does not answer, and then nothing is shown of the sources."""
        self._standing = ()
        try:
            answer = await self._client.get(self._url, headers=self._headers)
            said = answer.json() if answer.status_code == 200 else None
        except (httpx.HTTPError, ValueError):  # not there, too slow, or something else listens there
            return None
        if isinstance(said, list):
            self._standing = said
            return said
        return None

    def collect(self) -> Iterable[Metric]:
        labels = ["source", "host"]
        up = GaugeMetricFamily("wenpan_source_up", "1 while a source answers, once asked", labels=labels)
        is_open = GaugeMetricFamily("wenpan_source_breaker_open", "1 while it is left alone", labels=labels)
        calls = CounterMetricFamily("wenpan_source_calls", "calls to a source", labels=labels)
        failures = CounterMetricFamily(
            "wenpan_source_failures", "failed calls; SourceChanged is an alert", labels=[*labels, "kind"]
        )
        latency = GaugeMetricFamily("wenpan_source_seconds", "the last successful call", labels=labels)
        for each in self._standing:
            at = [each["source"], each["host"]]
            if each["state"] != "unasked":
                up.add_metric(at, each["state"] == "ok")
            is_open.add_metric(at, each["state"] == "open")
            calls.add_metric(at, each["calls"])
            for kind, count in each["failures"].items():
                failures.add_metric([*at, kind], count)
            if each["latency_ms"] is not None:
                latency.add_metric(at, each["latency_ms"] / 1000)
        return up, is_open, calls, failures, latency


def table(found: Standing) -> str:
    """Aligned columns, one source a line."""
    return columns(_COLUMNS, [_cells(each) for each in found])


def _cells(each: dict[str, Any]) -> tuple[str, ...]:
    failures = " ".join(f"{kind}×{count}" for kind, count in each["failures"].items())
    latency = "-" if each["latency_ms"] is None else f"{each['latency_ms']} ms"
    retry = f"{each['retry_after']} s" if each["retry_after"] else "-"
    return (
        each["source"],
        each["host"],
        each["state"],
        str(each["calls"]),
        failures or "-",
        each["last_success"] or "-",
        latency,
        retry,
    )


async def look(settings: Settings) -> tuple[str, Standing]:
    """Who was asked, and how the sources stand."""
    async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
        running = await SourceStates(client, settings).refresh()
    if running is not None:
        return "as the running action server has seen them", running
    async with Market.open("live") as market:
        await probe(market)
        return "asked just now, one question each", standing(market.houses)


def main() -> int:
    """Print the table; 1 where not one source is well."""
    try:
        settings = read_settings()
    except GatewayError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    whence, found = asyncio.run(look(settings))
    print(f"Sources, {whence}:\n{table(found)}")  # noqa: T201
    return 0 if any(each["state"] == "ok" for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
