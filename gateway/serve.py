"""`python -m gateway.serve`: the gateway alone, beside a Rasa, an action server and a PostgreSQL that run."""

import asyncio
import contextlib
import os
import sys

import uvicorn

from conversations.errors import StoreUnavailable
from gateway import logs
from gateway.app import create_app, open_rooms
from gateway.commands import complain
from gateway.data_keys import admit
from gateway.draining import DrainingServer, Leaving
from gateway.errors import DatabaseMissing, GatewayError
from gateway.heads import Heads
from gateway.processes import DRAIN
from gateway.settings import Settings, read_settings
from gateway.waiting import wait_for_database
from telemetry.exporting import exporting

KEPT = 75  # seconds of an idle connection: longer than load balancers keep theirs, so that none breaks in use


def main() -> int:
    """Serve until SIGTERM and through the notice, then let running turns finish."""
    logs.set_up(readable=sys.stderr.isatty())
    try:
        settings = read_settings()
        if settings.database_url is None:
            raise DatabaseMissing
        wait_for_database(settings.database_url)
        with contextlib.suppress(StoreUnavailable):  # it has gone again; who serves waits once more
            asyncio.run(admit(settings.database_url, settings.keys))
    except GatewayError as error:
        return complain(str(error))
    with exporting("wenpan-gateway", os.environ), contextlib.suppress(KeyboardInterrupt):
        server(settings, settings.database_url).run()  # uvicorn raises it again when all is closed
    return 0


def server(settings: Settings, database_url: str) -> uvicorn.Server:
    """The web server; its log goes through ours, and it believes no header about where a caller is."""
    leaving = Leaving()
    return DrainingServer(
        uvicorn.Config(
            create_app(settings, lambda: open_rooms(settings, database_url), leaving),
            host=settings.host,
            port=settings.port,
            loop="uvloop",
            http=Heads,
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws_max_size=65_536,
            timeout_keep_alive=KEPT,
            timeout_graceful_shutdown=int(DRAIN),
        ),
        leaving,
        settings.drain_notice,
    )


if __name__ == "__main__":
    sys.exit(main())
