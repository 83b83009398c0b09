"""Reads one workbook within narrow bounds: `python -m gateway.spreadsheet_reader`, a process of its own.

The workbook is its input, the packed table its output. Ends with 1 where it is no workbook. See
gateway/spreadsheets.py.
"""

import resource
import sys

from customers.errors import ImportRefused
from customers.importing import LARGEST
from customers.packing import pack
from customers.spreadsheet import read_workbook

CPU = 4  # seconds
MEMORY = 1024 * 1024 * 1024  # bytes of addresses, what Python and its libraries take included


def main() -> None:
    """Read, and say what was read."""
    if sys.platform == "linux":  # elsewhere its time is bounded by who started it
        resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        table = read_workbook(sys.stdin.buffer.read(LARGEST + 1))
    except (ImportRefused, MemoryError):  # who started it needs no reason
        sys.exit(1)
    sys.stdout.write(pack(table))


if __name__ == "__main__":
    main()
