"""Starts the action server on loopback: `python -m actions`."""

import logging
import os
import sys
import warnings
from datetime import datetime

from sanic import HTTPResponse, Request, json
from sanic.response import BaseHTTPResponse

from actions.errors import BadSettings
from actions.handlers.quote import (
    AnswerMarket,
    AnswerQuote,
    DismissChoices,
    ShowFacts,
    Suggest,
    TakeChoice,
)
from actions.quoting import Quoting
from actions.residue import Residue
from actions.server import OPEN_PATH, App, build_app, executor_of
from actions.settings import Settings
from actions.words import QuoteWords
from market.names import Names
from market.quotes import Quotes
from market.session import SHANGHAI

HOST = "127.0.0.1"


def build(settings: Settings) -> App:
    """The application with real collaborators, whose quotes live as long as the server's loop."""
    quotes = Quotes.open(settings.market_mode)
    quoting = Quoting(Names.load(), quotes, QuoteWords.load(), Residue.load(), lambda: datetime.now(SHANGHAI))
    asking = [kind(quoting) for kind in (AnswerQuote, AnswerMarket, ShowFacts, TakeChoice, Suggest)]
    app = build_app(executor_of([*asking, DismissChoices()]), settings.token)

    async def enter(app: App) -> None:
        await quotes.__aenter__()

    async def leave(app: App) -> None:
        await quotes.__aexit__(None, None, None)

    async def tell_market(request: Request, answer: BaseHTTPResponse) -> HTTPResponse | None:
        """What the health page adds: which data is served, and how that came to be."""
        if request.path != OPEN_PATH:
            return None
        return json({"status": "ok", "market": {"mode": quotes.mode, "reason": quotes.reason}}, answer.status)

    app.register_middleware(tell_market, "response")
    app.register_listener(enter, "before_server_start")
    app.register_listener(leave, "after_server_stop")
    return app


def main() -> None:
    """Read the environment and serve until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    # Rasa 3.6 with this SDK is the pair that the contract tests hold together.
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk")
    try:
        settings = Settings.read(os.environ)
    except BadSettings as bad:
        sys.exit(str(bad))
    build(settings).run(HOST, settings.port, single_process=True, access_log=False, motd=False)


if __name__ == "__main__":
    main()
