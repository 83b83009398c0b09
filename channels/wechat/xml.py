"""XML as WeChat writes it → its fields, and fields → XML that WeChat reads. Pure.

Investors paste control characters, which XML forbids: they are dropped, not a reason to lose a message. A
document that declares types or entities is refused, whatever it declares.
"""

import re
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from channels.errors import UnreadableUpdate

DEEPEST = 8  # levels; WeChat's own messages have three
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_xml(text: str) -> dict[str, str]:
    """The text of each leaf by its path below the root, as `SendLocationInfo/Label`; of several with one path
    the first. Raises UnreadableUpdate.
    """
    leaves = _Leaves()
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_types
    parser.StartElementHandler = leaves.begin
    parser.EndElementHandler = leaves.end
    parser.CharacterDataHandler = leaves.add
    try:
        parser.Parse(_FORBIDDEN.sub("", text).encode(), True)
    except expat.ExpatError as error:  # its text says where, not what
        raise UnreadableUpdate("not XML") from error
    return leaves.found


def write_xml(fields: Mapping[str, str | int]) -> str:
    """One flat document; no text can end its own element."""
    inner = "".join(f"<{name}>{_written(value)}</{name}>" for name, value in fields.items())
    return f"<xml>{inner}</xml>"


class _Leaves:
    """Collects the text of elements that have no element inside."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._path: list[str] = []
        self._said: list[str] = []
        self._in_leaf = False

    def begin(self, name: str, _attributes: Any) -> None:
        if len(self._path) == DEEPEST:
            raise UnreadableUpdate("nested too deep")
        self._path.append(name)
        self._said = []
        self._in_leaf = True

    def add(self, text: str) -> None:
        self._said.append(text)

    def end(self, _name: str) -> None:
        if self._in_leaf and len(self._path) > 1:
            self.found.setdefault("/".join(self._path[1:]), "".join(self._said))
        self._path.pop()
        self._in_leaf = False


def _refuse_types(*_declared: Any) -> None:
    raise UnreadableUpdate("declares a document type")


def _written(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    inside = _FORBIDDEN.sub("", value).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{inside}]]>"
