"""How a trace goes on in another process (W3C Trace Context, level 1). Pure; in Python 3.10, too."""

import re
import secrets
from dataclasses import dataclass

HEADER = "traceparent"
_FORM = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_SAMPLED = 1


@dataclass(frozen=True)
class Place:
    """A span within its trace, both in lower hexadecimal; one that is not `sampled` is not kept."""

    trace_id: str
    span_id: str
    sampled: bool

    @classmethod
    def read(cls, header: str) -> "Place | None":
        """None for what is no header of version 00; an id of zeros is none."""
        found = _FORM.fullmatch(header)
        if found is None or not int(found[1], 16) or not int(found[2], 16):
            return None
        return cls(found[1], found[2], bool(int(found[3], 16) & _SAMPLED))

    def header(self) -> str:
        return f"00-{self.trace_id}-{self.span_id}-{_SAMPLED if self.sampled else 0:02x}"

    def beside(self) -> "Place":
        """A new span of the same trace."""
        return Place(self.trace_id, secrets.token_hex(8), self.sampled)
