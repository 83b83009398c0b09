"""What each mode of the stand-ins' proxy is told as by a source that sees status, form and columns."""

from market.errors import SourceBanned, SourceChanged, SourceFailed, SourceTimeout, SourceUnavailable
from tests.fakes.upstreams.proxy import Mode

FAILURES: dict[Mode, type[SourceFailed]] = {
    "hang": SourceTimeout,
    "ban": SourceBanned,
    "empty": SourceBanned,
    "missing_column": SourceChanged,
    "truncated": SourceUnavailable,
    "reset": SourceUnavailable,
    "5xx": SourceUnavailable,
}


def patience(mode: Mode) -> float:
    """Seconds for a source's answer: what hangs is soon given up, all else waits for a busy machine."""
    return 1.0 if mode == "hang" else 10.0
