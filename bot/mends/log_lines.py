"""Mend: log JSON lines without what people wrote.

What: `configure_colored_logging` sends all records as coloured lines, words of messages and all, to stderr.
Why: a log is read by machines and must not hold what an investor wrote; `telemetry.json_lines` sees to both.
Installed by `bot.start` before Rasa sets up its log, for a server only: training and tests talk to people.
Guard: tests/unit/bot/mends/test_log_lines.py
"""

import os

import rasa.utils.io
from rasa.shared.constants import DEFAULT_LOG_LEVEL, ENV_LOG_LEVEL

from bot import spans
from bot.mends.mend import Mend
from telemetry import json_lines


def configure(loglevel: str | int | None) -> None:
    level = loglevel or os.environ.get(ENV_LOG_LEVEL, DEFAULT_LOG_LEVEL)
    json_lines.set_up(("bot",), spans.trace, level)


MEND = Mend(
    owner=rasa.utils.io,
    name="configure_colored_logging",
    original=rasa.utils.io.configure_colored_logging,
    replacement=configure,
    leans_on=(rasa.utils.io.configure_colored_logging,),
    shape="19ab6f36d98048df",
)
