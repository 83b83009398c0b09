"""`make sources`: each source's health, last success, latency and breaker, as a table for operators.

Asks the action server that runs; without one it opens the market itself and asks every source one cheap
question. Prometheus asks each action server itself (actions/source_figures.py).
"""

import asyncio
import sys
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx

from actions.standing import standing
from gateway.columns import columns
from gateway.errors import GatewayError
from gateway.settings import Settings, read_settings
from market.market import Market
from market.probing import probe
from notices.report import TOKEN_HEADER

Standing = Sequence[dict[str, Any]]

_COLUMNS = ("source", "host", "state", "calls", "failed", "last success", "latency", "retry in")


async def ask(client: httpx.AsyncClient, settings: Settings) -> Standing | None:
    """What the action server that answers says of its sources; None where none does."""
    parts = urlsplit(settings.actions_url)
    url, headers = f"{parts.scheme}://{parts.netloc}/sources", {TOKEN_HEADER: settings.internal_token}
    try:
        answer = await client.get(url, headers=headers)
        said = answer.json() if answer.status_code == 200 else None
    except (httpx.HTTPError, ValueError):  # not there, too slow, or something else listens there
        return None
    return said if isinstance(said, list) else None


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
        running = await ask(client, settings)
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
