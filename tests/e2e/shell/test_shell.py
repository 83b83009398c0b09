"""`make shell`: a quote in the terminal, from a pipe and under `rasa shell` itself."""

import os
import pty
import select
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.e2e import processes
from tests.e2e.system import System
from tests.e2e.upstreams import Upstreams

WITHIN = 150.0


def test_a_pipe_gets_its_quotes(system: System, recorded: Upstreams) -> None:
    said = subprocess.run(
        [system.folder / ".venv/bin/python", "-m", "gateway.shell"],
        cwd=system.folder,
        env={**os.environ, **system.variables},
        input="浦发银行多少钱\n\n它今天最高多少\n",
        capture_output=True,
        text=True,
        timeout=WITHIN,
        check=True,
    ).stdout
    row = recorded.row("SH600000")
    assert said.index("浦发银行 600000") < said.index("> 它今天最高多少")
    assert row.last in said
    assert row.high in said.partition("> 它今天最高多少")[2]


def test_a_pipe_gets_chart_and_report_in_the_same_turn(system: System) -> None:
    said = subprocess.run(
        [system.folder / ".venv/bin/python", "-m", "gateway.shell"],
        cwd=system.folder,
        env={**os.environ, **system.variables},
        input="浦发银行走势图\n帮我分析下平安银行\n",
        capture_output=True,
        text=True,
        timeout=WITHIN,
        check=True,
    ).stdout
    chart, _, report = said.partition("> 帮我分析下平安银行")
    assert "/media/" in chart
    assert "【估值】" in report
    assert "不含观点和预测" in report


@pytest.mark.slow
def test_a_person_gets_a_quote_under_rasa_shell(system: System, recorded: Upstreams) -> None:
    with terminal(system) as screen:
        read_until(screen, "Your input")
        os.write(screen, "浦发银行多少钱\r".encode())
        read_until(screen, recorded.row("SH600000").last)
        os.write(screen, b"/stop\r")


@contextmanager
def terminal(system: System) -> Iterator[int]:
    """The talk in a terminal of its own; yields the screen's end of it, which keyboard and eyes share."""
    screen, line = pty.openpty()
    talk = subprocess.Popen(
        [system.folder / ".venv/bin/python", "-m", "gateway.shell"],
        cwd=system.folder,
        env={**os.environ, **system.variables, "TERM": "xterm", "COLUMNS": "100"},
        stdin=line,
        stdout=line,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(line)
    try:
        yield screen
    finally:
        processes.stop(talk)
        os.close(screen)


def read_until(screen: int, words: str) -> None:
    """Reads what is written to the terminal until `words` stand there."""
    end, seen = time.monotonic() + WITHIN, b""
    while words.encode() not in seen:
        assert time.monotonic() < end, seen.decode(errors="replace")
        if select.select([screen], [], [], 1.0)[0]:
            seen += os.read(screen, 65536)
