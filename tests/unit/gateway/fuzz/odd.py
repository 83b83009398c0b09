"""What no page of ours and no platform sends: names, heads and bodies at the edge of HTTP and JSON."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

_PLACE = re.compile(r"\{\w+(?::\w+)?\}")
_DIGITS = ("0", "1", "-1", "9" * 19, "9" * 30, "\u0661", "1e9", "NaN")
_NAMES = st.sampled_from((*_DIGITS, "\0", "u1", "a/b")) | st.text(min_size=1, max_size=20).filter(
    lambda name: name.strip(".") != ""  # those are taken for steps
)
_VALUES = st.text(st.characters(min_codepoint=33, max_codepoint=255, exclude_characters="\x7f"), max_size=30)
HEADS = st.dictionaries(
    st.sampled_from(
        ["Accept", "Authorization", "Content-Encoding", "Content-Type", "Cookie", "Host", "If-None-Match"]
        + ["Origin", "Range", "User-Agent", "X-Desk-Token", "X-Forwarded-For", "traceparent"]
    ),
    st.sampled_from(["", "http://[::1", "Bearer \xff", "bytes=9-1", "::1, [::1]:99999", "wenpan_desk=\xff"])
    | _VALUES,
    max_size=3,
)
QUERIES = st.lists(
    st.tuples(
        st.sampled_from(["after", "before", "confirmed", "epoch", "limit", "q", "sender", "text", "until"]),
        st.sampled_from(["", "\0", *_DIGITS]) | st.text(max_size=10),
    ),
    max_size=3,
)
NO_OBJECTS = (
    b"",
    b"\x00",
    b"\xff\xfe{\x00}\x00",
    b"{",
    b'{"sender": "u1", "text": "x"',
    b"[]",
    b"null",
    b"1e999",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'{"a": ' + b"9" * 10_000 + b",}",
    b"<xml><a>1</a></xml>",
    b"sender=u1&text=x",
    b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
)
KINDS = st.sampled_from(
    [None, "application/json", "application/json; charset=utf-16", "text/plain", "application/xml", "no type"]
    + ["application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x"]
)


def is_no_object(body: bytes) -> bool:
    try:
        return not isinstance(json.loads(body), dict)
    except (ValueError, RecursionError):
        return True


BODIES = st.sampled_from(NO_OBJECTS) | st.binary(max_size=200).filter(is_no_object)


@dataclass(frozen=True)
class Odd:
    """A name for the places of an address, and what is sent there."""

    name: str
    heads: dict[str, str]
    query: list[tuple[str, str]]
    body: bytes

    @property
    def sent(self) -> dict[str, Any]:
        heads = {name: value.encode("latin-1") for name, value in self.heads.items()}
        return {"headers": heads, "params": self.query, "data": self.body}


REQUESTS = st.builds(Odd, _NAMES, HEADS, QUERIES, BODIES)


def filled(path: str, name: str) -> str:
    """An address with `name` in all its places."""
    return _PLACE.sub(quote(name, safe="").replace("\\", "%5C"), path)
