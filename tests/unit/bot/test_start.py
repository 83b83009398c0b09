"""Rasa's command line starts as it does by itself, only sooner."""

import os
import subprocess
import sys

IN_ORDER = """
import sys
import bot.start
order = list(sys.modules)
print(order.index("skops.io"), order.index("rasa"), "tensorflow" in order[: order.index("skops.io")])
"""


def run(*arguments: str) -> str:
    environment = {
        **os.environ,
        "PYTHONPATH": ".",
        "PYTHONWARNINGS": "ignore",
        "RASA_TELEMETRY_ENABLED": "false",
    }
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_skops_is_loaded_before_rasa_and_tensorflow() -> None:
    skops, rasa, tensorflow_was_there = run("-c", IN_ORDER).split()
    assert int(skops) < int(rasa)
    assert tensorflow_was_there == "False"


def test_it_is_rasas_own_command_line_but_listens_on_loopback() -> None:
    shown = " ".join(run("-m", "bot.start", "run", "--help").split())
    assert "usage: rasa run" in shown
    assert "(default: 127.0.0.1)" in shown
    assert "default: 0.0.0.0" not in shown
