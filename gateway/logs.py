"""How this process logs: one JSON object a line (readable lines in a terminal), no personal data.

Ids of people and messages are hashed. Of an exception its type and its way through the code are kept, for
its text may quote what an investor wrote.
"""

import hashlib
import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from telemetry import spans
from telemetry.json_lines import failure_of

PERSONAL = frozenset({"sender", "user", "message_id", "payload", "text"})


def set_up(*, readable: bool, stream: TextIO = sys.stderr) -> None:
    """Send everything, the standard library's records too, through one formatter to `stream`."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hash_ids,
        tell_failure,
        tell_trace,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.addFilter(names_nobody)
    handler.setFormatter(_formatter(shared, readable))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "procrastinate"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _formatter(shared: list[Processor], readable: bool) -> logging.Formatter:
    plain = structlog.processors.JSONRenderer(ensure_ascii=False)
    renderer = structlog.dev.ConsoleRenderer() if readable else plain
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )


def names_nobody(record: logging.LogRecord) -> bool:
    """Keep out uvicorn's line for each socket: it holds the caller's address and query, sender and all."""
    return not (record.name == "uvicorn.error" and '"WebSocket %s"' in str(record.msg))


def hash_ids(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Replace what names a person by a mark that is the same for the same person."""
    for name in PERSONAL & event.keys():
        event[name] = hashed(str(event[name]))
    return event


def hashed(value: str) -> str:
    return hashlib.blake2b(value.encode(), digest_size=6).hexdigest()


def tell_failure(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Put an exception's type and frames in the place of the exception."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event.update(failure_of(error))
    return event


def tell_trace(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Name the trace that is open, so that a line finds its spans and those of other processes."""
    if trace := spans.trace():
        event["trace"] = trace
    return event
