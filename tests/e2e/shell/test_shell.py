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


LINES = "浦发银行多少钱\n\n它今天最高多少\n浦发银行走势图\n帮我分析下平安银行\n加自选 浦发银行\n同意\n"


def test_a_pipe_gets_quotes_a_chart_a_report_and_a_list_that_is_kept(
    system: System, recorded: Upstreams
) -> None:
    said = subprocess.run(
        [system.folder / ".venv/bin/python", "-m", "gateway.shell"],
        cwd=system.folder,
        env={**os.environ, **system.variables},
        input=LINES,
        capture_output=True,
        text=True,
        timeout=WITHIN,
        check=True,
    ).stdout
    row = recorded.row("SH600000")
    _, quote, high, chart, report, asked, kept = said.split("> ")
    assert "浦发银行 600000" in quote
    assert row.last in quote
    assert row.high in high
    assert "/media/" in chart
    assert "【估值】" in report
    assert "不含观点和预测" in report
    assert "同意保存吗" in asked
    assert "浦发银行" in kept


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
