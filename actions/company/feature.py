"""Answers who a company is: what it does, where and since when it is listed, how many shares it has."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from actions import figures
from actions.facts import FactWords
from actions.features import Answer
from actions.identify import Identifier
from actions.market_port import AskedMarket
from actions.question import Question
from actions.utterance import Button, Utterance, payload
from actions.words import NOTICES, load_words
from market.company import PROFILE, SHARES, Profile, Shares
from market.fact import Fact, Gap, Kind, Lack
from market.facts import known
from market.names import normalise
from market.securities import Security
from market.session import SHANGHAI

INTENT = "ask_company"
_COUNTS = frozenset({"total_shares", "float_shares"})


@dataclass(frozen=True)
class CompanyWords:
    """The table data/notices/company.yml; keys there are the names here."""

    what: str
    lexicon: str
    join: str
    limit: int
    asks: Mapping[str, str]
    not_known: str
    fields: Mapping[str, str]
    field: str
    cut: str
    shares: str
    floating: str
    exchanges: Mapping[str, str]
    board: str
    lines: Mapping[str, str]
    missing: str
    buttons: Mapping[str, list[str]]

    @classmethod
    def load(cls) -> Self:
        return load_words(cls, NOTICES / "company.yml")

    def asked(self, text: str) -> tuple[str, ...]:
        """The fields that a question names, in the order of the table."""
        plain = normalise(text)
        return tuple(name for name, pattern in self.asks.items() if re.search(pattern, plain))

    def beyond(self, text: str) -> str:
        """What a question asks of a company that no source of ours tells, "" where it is nothing of it."""
        found = re.search(self.not_known, normalise(text))
        return found.group() if found else ""


class Sheet:
    """What is known of one company, from its facts and from the list of securities, ready to be told."""

    def __init__(
        self,
        security: Security,
        profile: Profile | None,
        shares: Shares | None,
        words: CompanyWords,
        units: Mapping[str, int],
    ) -> None:
        self._security = security
        self._profile = profile or Profile()
        self._shares = shares
        self._words = words
        self._units = units

    def values(self) -> dict[str, str]:
        """Every field that is known, as it is told."""
        own, listed = self._profile, self._security
        told: dict[str, str | None] = {
            "business": self._cut(own.business),
            "board": own.board or self._board(),
            "listing_date": _iso(own.listing_date or listed.listing_date),
            "industry": own.industry,
            "registered_place": own.registered_place,
            "website": own.website,
            "full_name": own.full_name or listed.full_name,
            "legal_representative": own.legal_representative,
            "founded": _iso(own.founded),
            "former_names": self._words.join.join(own.former_names),
            "total_shares": self._count(self._shares.total) if self._shares else None,
            "float_shares": self._floating(),
            "floating": self._count(self._shares.floating) if self._shares else None,
        }
        return {name: value for name, value in told.items() if value}

    def _board(self) -> str:
        exchange = self._words.exchanges[self._security.exchange]
        board = self._security.board
        return exchange if board in exchange else self._words.board.format(exchange=exchange, board=board)

    def _cut(self, text: str | None) -> str | None:
        if text is None or len(text) <= self._words.limit:
            return text
        return self._words.cut.format(text=text[: self._words.limit])

    def _count(self, count: int | None) -> str | None:
        if count is None:
            return None
        return self._words.shares.format(count=figures.big(Decimal(count), self._units))

    def _floating(self) -> str | None:
        if self._shares is None or self._shares.floating is None:
            return None
        if (percent := self._shares.floating_percent) is None:
            return self._count(self._shares.floating)
        count = figures.big(Decimal(self._shares.floating), self._units)
        return self._words.floating.format(count=count, percent=figures.percent(percent))


class Company:
    """Joins identifier, market and words."""

    def __init__(
        self, market: AskedMarket, identifier: Identifier, words: CompanyWords, facts: FactWords
    ) -> None:
        self._market = market
        self._identifier = identifier
        self._words = words
        self._facts = facts

    async def answer(self, question: Question) -> Answer:
        """The fields that are asked for, else the whole company in a few lines."""
        given = tuple(name for name in question.details.get("company_field", "").split(",") if name)
        asked = self._words.asked(question.text) or given
        details = {"company_field": ",".join(asked)} if asked else {}
        security = self._identifier.one(question, INTENT, **details)
        if isinstance(security, Answer):
            security.details = details
            return security
        if security.kind != "stock":
            return self._answered(
                security, [self._gap(Gap("not_covered"), self._words.what, security)], details
            )
        beyond = "" if asked else self._words.beyond(question.text)
        told = [self._not_known(security, beyond)] if beyond else []
        return self._answered(security, [*told, await self._tell(security, asked)], details)

    async def _tell(self, security: Security, asked: Sequence[str]) -> Utterance:
        found = await asyncio.gather(*(self._market.facts.get(kind, security) for kind in _kinds(asked)))
        facts = [fact for each in found if (fact := known(each)) is not None]
        values = self._sheet(security, facts).values()
        lines = self._fields(values, asked) if asked else self._whole(values)
        if not lines:
            names = self._facts.join.join(self._words.fields[name] for name in asked)
            lack: Lack = next((each.reason for each in found if isinstance(each, Gap)), "no_data")
            return self._gap(Gap("no_data" if facts else lack), names, security)
        told = {
            "name": security.name,
            "code": security.code,
            "lines": "\n".join(lines),
            "stamp": self._facts.stamp(self._market.now(), *(facts or [self._listed(security)])),
        }
        response = "utter_company_fields" if asked else "utter_company"
        return Utterance(response, told, self._buttons(security))

    def _sheet(self, security: Security, facts: Sequence[Fact[Any]]) -> Sheet:
        values = [fact.value for fact in facts]
        profile = next((value for value in values if isinstance(value, Profile)), None)
        shares = next((value for value in values if isinstance(value, Shares)), None)
        return Sheet(security, profile, shares, self._words, self._facts.units)

    def _whole(self, values: Mapping[str, str]) -> list[str]:
        lines = [told for pattern in self._words.lines.values() if (told := _filled(pattern, values))]
        return lines if "business" in values else [*lines, self._words.missing]

    def _fields(self, values: Mapping[str, str], asked: Sequence[str]) -> list[str]:
        names = self._words.fields
        return [
            self._words.field.format(name=names[name], value=values[name]) for name in asked if name in values
        ]

    def _listed(self, security: Security) -> Fact[Security]:
        """The list of securities as a source of its own day."""
        at = date.fromisoformat(security.as_of) if len(security.as_of) == 10 else self._market.now().date()
        return Fact(security, datetime(at.year, at.month, at.day, tzinfo=SHANGHAI), self._words.lexicon)

    def _gap(self, gap: Gap[Any], what: str, security: Security) -> Utterance:
        return self._facts.gap(gap, what, security, demo=self._market.mode == "demo")

    def _not_known(self, security: Security, what: str) -> Utterance:
        return Utterance("utter_company_not_known", {"name": security.name, "what": what})

    def _answered(self, security: Security, said: list[Utterance], details: dict[str, str]) -> Answer:
        return Answer(said, shown=(security,), details=details)

    def _buttons(self, security: Security) -> tuple[Button, ...]:
        return tuple(
            Button(title, payload(intent, security, indicator=indicator))
            for title, (intent, indicator) in self._words.buttons.items()
        )


def _kinds(asked: Sequence[str]) -> list[Kind[Security, Any]]:
    """The facts in which the fields are found; nothing asked is everything."""
    fields = set(asked)
    kinds: list[Kind[Security, Any]] = [PROFILE] if not fields or fields - _COUNTS else []
    return [*kinds, SHARES] if not fields or fields & _COUNTS else kinds


def _filled(pattern: str, values: Mapping[str, str]) -> str | None:
    """The line with its values; None where it lacks one."""
    try:
        return pattern.format_map(values)
    except KeyError:  # a value that is not known
        return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
