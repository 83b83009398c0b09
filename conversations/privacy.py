"""What of a person or a fault may stand in a log line."""

import hashlib
import traceback


def anonymous(user: str) -> str:
    """A user's id as a log may hold it: the same id gives the same twelve characters."""
    return hashlib.blake2b(user.encode(), digest_size=6).hexdigest()


def trace_of(error: BaseException) -> str:
    """Kind and place of a fault without its words: PostgreSQL's name the row, and the row is a person's."""
    return type(error).__name__ + "\n" + "".join(traceback.format_tb(error.__traceback__))
