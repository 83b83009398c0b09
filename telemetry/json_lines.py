"""Lines of log as JSON objects, free of what people wrote; for the processes that run others' servers.

What our own rooms log is written with care. A library's words are kept only while no request is under way:
within one they may quote it (Rasa logs the text of messages, httpx the addresses asked), so that only the
place in the code is told. Of an exception its type and its way through the code are kept. For both Pythons.
"""

import io
import json
import logging
import sys
import traceback
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
_asked: ContextVar[bool] = ContextVar("somebody asked", default=False)


def asked() -> None:
    """From here on this task does what somebody outside asked for."""
    _asked.set(True)


class JsonLines(logging.Formatter):
    """`own` are the rooms whose words can be trusted; `trace` gives the trace that is open, or ""."""

    def __init__(self, own: Iterable[str], trace: Callable[[], str]) -> None:
        super().__init__()
        self._own = frozenset(own)
        self._trace = trace

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, timezone.utc).isoformat().replace("+00:00", "Z")
        line: dict[str, Any] = {
            "event": self._event(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "timestamp": at,
        }
        if trace := self._trace():
            line["trace"] = trace
        if record.exc_info and record.exc_info[1]:
            line |= failure_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)

    def _event(self, record: logging.LogRecord) -> str:
        if record.name.partition(".")[0] not in self._own and _asked.get():
            return f"{short(record.pathname)}:{record.lineno}"
        return _event_of(record.getMessage())


def _event_of(message: str) -> str:
    """Of a line that is JSON already, as Rasa's, its event; its other fields may hold anything."""
    if not message.startswith("{"):
        return message
    try:
        said = json.loads(message)
    except ValueError:  # words that begin with a brace
        return message
    return str(said.get("event", "")) if isinstance(said, dict) else message


def failure_of(error: BaseException) -> dict[str, Any]:
    """An exception without its words: its type, and the frames it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    told = [f"{short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return {"failure": type(error).__name__, "frames": told}


def short(file: str) -> str:
    """A source file without where this machine keeps it."""
    path = Path(file)
    return str(path.relative_to(CHECKOUT)) if path.is_relative_to(CHECKOUT) else "/".join(path.parts[-3:])


class Printed(io.TextIOBase):
    """Takes what libraries print, as a log of theirs: a line each, by the same rules."""

    def __init__(self) -> None:
        super().__init__()
        self._log, self._begun = logging.getLogger("printed"), ""

    def write(self, text: str) -> int:
        *lines, self._begun = (self._begun + text).split("\n")
        for line in filter(str.strip, lines):
            self._log.info(line)
        return len(text)

    def flush(self) -> None:
        """What was begun without an end of its line."""
        self.write("\n" if self._begun else "")


def set_up(own: Iterable[str], trace: Callable[[], str], level: int | str = logging.INFO) -> None:
    """Send all records, warnings and what is printed through one formatter to stderr; as plain lines into a
    terminal.
    """
    handler = logging.StreamHandler()
    if not sys.stderr.isatty():
        handler.setFormatter(JsonLines(own, trace))
        sys.stdout = Printed()
    else:
        handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
