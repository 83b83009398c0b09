"""Who sends a workbook that is made to hurt hurts a process of its own, which is ended."""

import os
import sys
from pathlib import Path

import pytest

from customers.spreadsheet import read_workbook
from gateway.spreadsheets import Spreadsheets
from tests.unit.workbooks import ROWS, packed, workbook

LEFT = """
import os, sys, pathlib, time
sys.stdin.buffer.read()
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()) + " " + str(sorted(os.environ)))
time.sleep(60)
"""


async def test_a_workbook_is_read() -> None:
    assert await Spreadsheets().table(workbook(ROWS)) == read_workbook(workbook(ROWS))


async def test_what_is_no_workbook_is_none() -> None:
    assert await Spreadsheets().table(packed("<c")) is None


async def test_who_takes_too_long_is_ended_and_knows_none_of_our_secrets(tmp_path: Path) -> None:
    told = tmp_path / "told"
    left = Spreadsheets(within=3.0, command=(sys.executable, "-c", LEFT, str(told)))
    assert await left.table(b"x") is None
    number, _, environment = told.read_text().partition(" ")
    with pytest.raises(ProcessLookupError):
        os.kill(int(number), 0)
    assert "DATABASE_URL" not in environment
    assert "PATH" in environment


@pytest.mark.parametrize(
    "program", ["raise SystemExit(3)", "import os; os.kill(os.getpid(), 9)", "print('[[[')", "print('[1]')"]
)
async def test_who_dies_or_babbles_has_read_nothing(program: str) -> None:
    assert await Spreadsheets(command=(sys.executable, "-c", program)).table(b"x" * 200_000) is None


async def test_one_that_cannot_be_started_has_read_nothing() -> None:
    assert await Spreadsheets(command=("/nowhere/python",)).table(b"x") is None
