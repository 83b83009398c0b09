"""`python -m gateway`, which is `make run`: starts, watches and stops everything Wenpan consists of."""

import asyncio
import signal
import sys
from collections.abc import Mapping, Sequence

from conversations.errors import StoreUnavailable
from gateway import processes
from gateway.articles import load_files, sentences
from gateway.commands import complain, tell
from gateway.data_keys import admit
from gateway.demo_desk import Account, is_demo, offer
from gateway.errors import DatabaseUnreachable, GatewayError
from gateway.migrations import migrate
from gateway.model import train_if_stale
from gateway.ports import require_free
from gateway.postgres import EmbeddedPostgres
from gateway.running import embedded_postgres
from gateway.settings import Settings, read_settings
from gateway.supervisor import Supervisor, interrupted_by
from notices.report import TOKEN_HEADER

READY_WITHIN = 180.0  # seconds; a slow disk reads Rasa's libraries for a minute
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    """Run until told to stop; 1 with one clear sentence when that is not possible."""
    supervisor = None
    try:
        with interrupted_by(STOPPING):
            settings = read_settings()
            postgres = None if settings.database_url else embedded_postgres()
            supervisor = Supervisor(tell, postgres)
            database_url = start(supervisor, settings, postgres)
            market = market_in_use(settings)
            accounts = offer(database_url, wanted=is_demo(settings, market))
            tell(banner(settings, market, accounts))
            supervisor.watch()
    except KeyboardInterrupt:
        tell("\nStopping …")
    except GatewayError as error:
        return complain(f"\n{error}")
    finally:
        if supervisor:
            supervisor.stop()
    return 0


def start(supervisor: Supervisor, settings: Settings, postgres: EmbeddedPostgres | None) -> str:
    """Bring everything up over the database it returns; what takes longest is started first and waited for
    last.
    """
    check_ports(settings)
    database_url = postgres.start() if postgres else settings.database_url or ""
    model = train_if_stale(tell)
    tell("Starting …")
    environment = settings.environment(database_url)
    if settings.rasa_port:
        supervisor.start(processes.rasa(settings, environment, model, settings.rasa_port))
    if settings.actions_port:
        supervisor.start(processes.actions(settings, environment))
    migrate(database_url)
    try:
        asyncio.run(admit(database_url, settings.keys))
    except StoreUnavailable as exc:
        raise DatabaseUnreachable("it has gone since its tables were looked at") from exc
    for sentence in sentences(load_files(database_url)):
        tell(sentence)
    supervisor.start(processes.gateway(settings, environment))
    supervisor.wait_ready(READY_WITHIN)
    return database_url


def check_ports(settings: Settings) -> None:
    """Complain about a port that is taken before anything is started."""
    require_free(settings.host, settings.port, "PORT")
    if settings.rasa_port:
        require_free("127.0.0.1", settings.rasa_port, "RASA_URL")
    if settings.actions_port:
        require_free("127.0.0.1", settings.actions_port, "ACTIONS_URL")


def market_in_use(settings: Settings) -> Mapping[str, str]:
    """`mode` and `reason` as the action server found them at its start."""
    known = {TOKEN_HEADER: settings.internal_token}
    said = processes.ask(processes.health_of_actions(settings.actions_url), known) or {}
    market: Mapping[str, str] = said.get("market", {})
    return market


def banner(settings: Settings, market: Mapping[str, str], accounts: Sequence[Account] = ()) -> str:
    """What to read when all is up."""
    address = settings.public_url or f"http://127.0.0.1:{settings.port}"
    return "\n".join(
        [
            "",
            "Wenpan is running.",
            f"  web chat    {address}/",
            f"  desk        {address}/desk",
            *(f"              {line}" for line in desk_words(settings, accounts)),
            f"  market      {market_words(market)}",
            f"  channels    web; {', '.join(channel_words(settings))}",
            f"  logs        {processes.LOGS}",
            "Ctrl-C stops everything.",
        ]
    )


def desk_words(settings: Settings, accounts: Sequence[Account]) -> list[str]:
    """How to sign in there."""
    if settings.desk.chatwoot:
        return [f"people answer in {settings.desk.chatwoot.url}"]
    if not accounts:
        return ['make desk-admin ARGS="create NAME 姓名 工号" makes the first admin']
    return [f"demo: {name}  {password}  ({role})" for name, password, role in accounts]


def market_words(market: Mapping[str, str]) -> str:
    """What investors will see; data of the past must not be taken for today's."""
    if market.get("mode") == "live":
        return "live sources"
    why = (
        "no live source can be reached" if market.get("reason") == "no_source_answers" else "MARKET_MODE=demo"
    )
    return f"DEMO DATA of the past ({why}); every answer says so"


def channel_words(settings: Settings) -> list[str]:
    """Which of the other channels are on, and why the rest is off."""
    return [
        f"{each.label} on" if each.on else f"{each.label} off (no {each.variable})"
        for each in settings.platforms.switches()
    ]


if __name__ == "__main__":
    sys.exit(main())
