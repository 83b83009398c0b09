"""`make channels-check`: whether each channel that is configured works, and what to do where it does not.

Asks the platforms for tokens and changes nothing there. Shows names of variables, never what is in them.
"""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psycopg_pool import PoolTimeout

from channels.channel import Channel, Finding
from conversations.database import Database
from conversations.errors import StoreUnavailable
from conversations.privacy import trace_of
from gateway.channels import made
from gateway.errors import GatewayError
from gateway.platforms import Switch
from gateway.running import database_at_hand
from gateway.settings import Settings, read_settings

WITHIN = 45.0  # seconds for one channel
PATIENCE = 5.0  # seconds for the database
NO_DATABASE = Finding(
    False, "The database of DATABASE_URL cannot be reached.", "Look at DATABASE_URL, and whether it runs."
)
NO_TABLES = Finding(
    False, "The database has no tables of Wenpan yet.", "Start Wenpan once: `make run` makes them."
)


@dataclass(frozen=True, slots=True)
class Checked:
    """One channel: which of its variables are set, and what was found where it is on."""

    switch: Switch
    variables: Mapping[str, bool]
    findings: Sequence[Finding] = ()


def main() -> int:
    """Print what was found; 1 where something that is configured does not work."""
    try:
        settings = read_settings()
        if any(each.on for each in settings.platforms.switches()):
            with database_at_hand(settings) as dsn:
                found = asyncio.run(findings_of(settings, dsn))
        else:
            found = {}
    except GatewayError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    checked = sorted_out(settings, found, os.environ)
    print(page(checked))  # noqa: T201
    return 0 if all(finding.ok for each in checked for finding in each.findings) else 1


async def findings_of(
    settings: Settings, dsn: str, patience: float = PATIENCE
) -> dict[str, Sequence[Finding]]:
    """By channel, of those that are on; all at the same time."""
    names = [each.channel for each in settings.platforms.switches() if each.on]
    try:
        async with Database(dsn, connections=2, patience=patience) as database:
            if await database.row("select from pg_tables where tablename = 'channel_token'", {}) is None:
                return dict.fromkeys(names, [NO_TABLES])
            channels = made(settings, database)
            found = await asyncio.gather(*(_look(channel) for channel in channels))
            return {channel.name: each for channel, each in zip(channels, found, strict=True)}
    except (PoolTimeout, StoreUnavailable):  # tokens are shared through it
        return dict.fromkeys(names, [NO_DATABASE])


async def _look(channel: Channel) -> Sequence[Finding]:
    try:
        async with asyncio.timeout(WITHIN):
            return await channel.check()
    except TimeoutError:  # a network that swallows everything
        return [
            Finding(
                False, f"Nothing came back within {WITHIN:.0f} s.", "Look at the network and at HTTPS_PROXY."
            )
        ]
    except Exception as exc:  # a fault of ours must not hide what the other channels found
        print(trace_of(exc), file=sys.stderr)  # noqa: T201
        return [Finding(False, f"The check broke ({type(exc).__name__}).", "Report what is printed above.")]
    finally:
        await channel.close()


def sorted_out(
    settings: Settings, found: Mapping[str, Sequence[Finding]], environ: Mapping[str, str]
) -> list[Checked]:
    """Every channel there is, with what was found."""
    variables = settings.platforms.variables()
    return [
        Checked(
            switch,
            {name: bool(environ.get(name, "").strip()) for name in variables[switch.channel]},
            found.get(switch.channel, ()),
        )
        for switch in settings.platforms.switches()
    ]


def page(checked: Sequence[Checked]) -> str:
    """What the operator reads."""
    bad = sum(not finding.ok for each in checked for finding in each.findings)
    on = any(each.switch.on for each in checked)
    if not on:
        end = "No channel is configured; docs/channels.md leads through each."
    elif bad:
        end = f"{bad} to be mended; docs/channels.md leads through each channel."
    else:
        end = "All that is configured works."
    return "\n\n".join([*("\n".join(_lines(each)) for each in checked), end])


def _lines(each: Checked) -> list[str]:
    switch = each.switch
    given = [name for name, is_set in each.variables.items() if is_set]
    absent = [name for name, is_set in each.variables.items() if not is_set]
    if not switch.on:
        return [f"{switch.label}: off ({switch.variable} is not set)"]
    lines = [f"{switch.label}: on", f"  set      {', '.join(given)}"]
    lines += [f"  not set  {', '.join(absent)}"] if absent else []
    for finding in each.findings:
        lines.append(f"  {'✓' if finding.ok else '✗'} {finding.sentence}")
        lines += [f"    → {finding.remedy}"] if finding.remedy else []
    return lines


if __name__ == "__main__":
    sys.exit(main())
