"""Looks over what an agent is about to send: what it breaks, with the words, the reason and the law. Pure."""

import re
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, Self
from urllib.parse import urlsplit

from desk.compliance.rows import Level, Row, Rows

_NEAR = 12
"""Characters on each side of a find in which its excuse must stand."""
_FAR = 60
"""Characters before a find within which a quotation that it stands in must begin."""
_SENTENCE_ENDS = "。!?;\n"
_CLAUSE_ENDS = f"{_SENTENCE_ENDS},:"


@dataclass(frozen=True, slots=True)
class Situation:
    """Who speaks where, and what was said before: the agent's licences; whether prices or products were
    spoken of, and whether the risk notice was given, since people were asked for.
    """

    licences: frozenset[str] = frozenset()
    priced: bool = False
    noticed: bool = False
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """`found` are the words as they were written; `append` is a text whose addition mends it; `seq` the place
    of a line that was sent already.
    """

    rule: str
    level: Level
    found: str
    reason: str
    source: str
    append: str | None = None
    seq: int | None = None

    def to_json(self) -> dict[str, Any]:
        """For desk.errors.Blocked and the page."""
        return asdict(self)


class Checker:
    """Checks by `rows`; `hosts` are places on the web that are ours, beside those of exchanges."""

    def __init__(self, rows: Rows, hosts: Collection[str] = ()) -> None:
        self.rows = rows
        self._hosts = rows.hosts | {host.lower() for host in hosts if host}
        self._prices = [row.patterns for row in rows.rules if row.notice]

    @classmethod
    def load(cls, hosts: Collection[str] = ()) -> Self:
        """By the file of data/notices. Raises RowsBroken."""
        return cls(Rows.load(), hosts)

    def check(self, text: str, situation: Situation) -> list[Finding]:
        """What a message breaks in this situation, at most once a rule; nothing for an ordinary one."""
        plain = self.rows.folding.plain(text)
        tight = self.rows.folding.tight(plain)
        noticed = situation.noticed or self.rows.noticed.search(tight.text) is not None
        findings = []
        for row in self.rows.rules:
            form = plain if row.plain else tight
            span = self._find(row, form.text, replace(situation, noticed=noticed))
            if span:
                findings.append(self._finding(row, form.written(text, *span), situation))
        return findings

    def situation(self, licences: Iterable[str], said: Iterable[str | None], channel: str) -> Situation:
        """Where a conversation stands; `said` is what bot and agents said since people were asked for."""
        forms = [self.form(text) for text in said if text]
        priced = any(pattern.search(form) for form in forms for pattern in self._prices)
        noticed = any(self.rows.noticed.search(form) for form in forms)
        return Situation(frozenset(licences), priced, noticed, channel)

    def form(self, text: str) -> str:
        """The form that patterns stand over."""
        return self.rows.folding.tight(self.rows.folding.plain(text)).text

    def _find(self, row: Row, text: str, situation: Situation) -> tuple[int, int] | None:
        """Where a text breaks a row without an excuse."""
        if situation.noticed and (row.notice or row.licence in situation.licences):
            return None
        if row.licence in situation.licences and not row.licensed:
            return None
        several = [row.patterns, *([row.when_priced] if row.when_priced and situation.priced else [])]
        for pattern in several:
            for found in pattern.finditer(text):
                if found[0] and not self._is_excused(row, text, found):
                    return found.span()
        return None

    def _is_excused(self, row: Row, text: str, found: re.Match[str]) -> bool:
        if row.links:
            return self._is_ours(found[0])
        begin, end = found.span()
        far = text[_after_last(text, _SENTENCE_ENDS, begin - _FAR, begin) : begin]
        near = text[_after_last(text, _CLAUSE_ENDS, begin - _NEAR, begin) : begin]
        behind = text[end : _first(text, _SENTENCE_ENDS, end, end + _NEAR)]
        clause = text[
            _after_last(text, _CLAUSE_ENDS, begin - _FAR, begin) : _first(text, _CLAUSE_ENDS, end, end + _FAR)
        ]
        sentence = far + text[begin : _first(text, _SENTENCE_ENDS, end, end + _FAR)]
        checks = (
            (self.rows.quoted, far),
            (row.unless_before, near),
            (row.unless_after, behind),
            (row.unless, clause),
            (row.unless_sentence, sentence),
        )
        return any(pattern is not None and pattern.search(part) for pattern, part in checks)

    def _is_ours(self, link: str) -> bool:
        host = _host(link)
        return any(host == ours or host.endswith(f".{ours}") for ours in self._hosts)

    def _finding(self, row: Row, found: str, situation: Situation) -> Finding:
        level, reason = row.level, row.reason
        if row.licence in situation.licences:
            level, reason = "warn", row.licensed or reason
        elif row.abroad and situation.channel in self.rows.abroad:
            level = row.abroad
        lacking = row.notice or row.licence in situation.licences
        return Finding(row.id, level, found, reason, row.source, self.rows.notice if lacking else None)


def _after_last(text: str, ends: str, low: int, high: int) -> int:
    """Where the sentence begins that goes on up to `high`, at the earliest at `low`."""
    low = max(low, 0)
    return max((text.rfind(end, low, high) + 1 for end in ends), default=low) or low


def _first(text: str, ends: str, low: int, high: int) -> int:
    """Where the sentence ends that `low` stands in, at the latest at `high`."""
    places = (text.find(end, low, high) for end in ends)
    return min((place for place in places if place >= 0), default=high)


def _host(link: str) -> str:
    """The host that a link leads to, whatever stands before its @."""
    try:
        return (urlsplit(link if "://" in link else f"//{link}").hostname or "").rstrip(".")
    except ValueError:  # no address at all, such as an unclosed bracket
        return ""
