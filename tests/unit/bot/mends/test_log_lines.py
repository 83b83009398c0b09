"""The server's log: JSON lines, and Rasa's code is the one that was mended."""

import json
import os
import subprocess
import sys

from bot.mends import log_lines

SCRIPT = """
import logging
from bot.mends.log_lines import MEND
MEND.install()
import rasa.utils.io
from rasa.utils.log_utils import configure_structlog
import structlog
rasa.utils.io.configure_colored_logging(None)
configure_structlog()
from telemetry.json_lines import asked
asked()
structlog.get_logger("rasa.core.processor").warning("processor.message", text="13800138000")
logging.getLogger("rasa.core").warning("Cannot understand 13800138000")
logging.getLogger("bot.turn").warning("ours")
"""


def test_it_fits_the_installed_rasa() -> None:
    assert log_lines.MEND.fits(), log_lines.MEND.shape_found()


def test_the_servers_lines_are_json_and_hold_no_word_of_an_investor() -> None:
    quiet = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"}  # as the supervisor starts it
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT]
    ran = subprocess.run(command, env=quiet, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in ran.stderr.splitlines()[-3:]]
    assert lines[-1]["event"] == "ours"
    assert {line["level"] for line in lines} == {"warning"}
    assert "13800138000" not in ran.stderr + ran.stdout
