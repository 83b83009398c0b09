"""The written forms of one security's name, and how sure each of them is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from market.names.normal import HAN, key_text

if TYPE_CHECKING:
    from market.securities import Security

# open: counts anywhere. context: an ordinary word too, so a stock word must stand near. alone: the rest of
# the message may only ask.
Gate = Literal["open", "context", "alone"]

_WARNING = re.compile(rf"^(?:S?\*?ST|S|PT|退市)(?=[{HAN}]|TCL)")
_TAIL = re.compile(r"(?:-?(?:UW|U|W|WD)|[AB]股?|退市|退)$")
_COMPANY = re.compile(r"(?:股份)?有限(?:责任)?公司$|股份公司$")
_GROUP = re.compile(r"(?:\(?集团\)?|\(?控股\)?)$")
_BRACKETED = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class Form:
    """One way to write a name, in matching form."""

    text: str
    gate: Gate
    rank: int


def stem(text: str) -> str:
    """Return a name in matching form without ST, -U, A and the like."""
    return _TAIL.sub("", _WARNING.sub("", text)) or text


def forms_of(security: Security) -> list[Form]:
    """Return the forms of a name: the name itself, its stem, and what its full name shortens to.

    Rank 0 is the name, higher ranks give way to lower ones when two securities share a form. A stem of two
    characters (人福 of ST人福) is too common a string to be found inside a sentence.
    """
    name = key_text(security.name)
    forms = [Form(name, "open", 0)]
    if security.kind != "stock":
        return forms
    for part in _name_parts(name):
        if len(part) >= 3:
            forms.append(Form(part, "open", 2))
        elif len(part) == 2 and security.status == "listed":
            forms.append(Form(part, "alone", 4))
    return forms + [Form(text, "open", 3) for text in _full_forms(security.full_name)]


def _name_parts(name: str) -> list[str]:
    """Return a name without its tail, and with its warning left out or written the other way."""
    unwarned = _WARNING.sub("", name)
    parts = [unwarned, stem(name)]
    if "ST" in name[: len(name) - len(unwarned)]:
        parts += [warning + part for part in parts for warning in ("ST", "*ST")]
    return [part for part in dict.fromkeys(parts) if part != name]


def _full_forms(full_name: str) -> list[str]:
    """Return a company's full name and its shorter forms of at least four characters."""
    if not full_name:
        return []
    whole = key_text(full_name)
    short = _COMPANY.sub("", whole)
    plain = _BRACKETED.sub("", short)
    candidates = [whole, short, plain, _GROUP.sub("", plain), "".join(re.split(r"[()]", short))]
    return list(dict.fromkeys(text for text in candidates if len(text) >= 4))
