"""One request to a source of facts, and who answers for its address."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request; `path` with its query, `shape` names a fault of form or is "ok"."""

    path: str
    body: bytes = b""
    shape: str = "ok"

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Route:
    """`render` gives the body in the true wire form; its faults of form follow `asked.shape`.

    Where one path serves many features, `marks` are the parts of its query that are this one's.
    """

    host: str
    prefix: str
    kind: str
    render: Callable[[Asked], bytes]
    marks: tuple[str, ...] = ()

    def fits(self, host: str, path: str) -> bool:
        """Whether it answers for this address."""
        return host == self.host and path.startswith(self.prefix) and all(mark in path for mark in self.marks)


JSON = "application/json; charset=UTF-8"
HTML = "text/html; charset=UTF-8"
