"""Figures of this process in Prometheus' form, where its library is missing; in Python 3.10, too."""

import os
import resource
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")
_SELF = Path("/proc/self")


def process_text() -> str:
    """CPU, memory, open files and start under the names that Prometheus' own libraries give them."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    lines = _series("process_cpu_seconds_total", "counter", used.ru_utime + used.ru_stime)
    if _SELF.exists():
        pages = int((_SELF / "statm").read_text().split()[1])
        lines += _series("process_resident_memory_bytes", "gauge", pages * _PAGE)
        lines += _series("process_open_fds", "gauge", len(list((_SELF / "fd").iterdir())))
        lines += _series("process_start_time_seconds", "gauge", _started())
    return lines


def _series(name: str, kind: str, value: float) -> str:
    return f"# TYPE {name} {kind}\n{name} {value!r}\n"


def _started() -> float:
    """Seconds since 1970."""
    since_boot = int((_SELF / "stat").read_text().rpartition(")")[2].split()[19]) / _TICKS
    boot = next(line for line in Path("/proc/stat").read_text().splitlines() if line.startswith("btime "))
    return int(boot.split()[1]) + since_boot
