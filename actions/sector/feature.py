"""Answers how sectors stand: all in the order of a figure, one in full, or that of a share."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import get_args

from actions.facts import FactWords
from actions.features import Answer
from actions.identify import Identifier
from actions.market_port import AskedMarket
from actions.question import Question
from actions.residue import Residue
from actions.sector.lines import SectorLines, SectorWords
from actions.utterance import Button, Utterance, payload
from market.company import PROFILE
from market.fact import Fact, Gap
from market.facts import known
from market.names import normalise
from market.sector_names import SectorNames
from market.sectors import SECTORS, Group, Order, Sector, ordered
from market.securities import Security
from market.session import CLOSE, SHANGHAI

INTENT = "ask_sector"
_OFFERED = 3
_AT_ONCE = 3
"""Sectors of one message that are answered."""
_GROUPS: list[Group] = list(get_args(Group))
_ORDERS: list[Order] = list(get_args(Order))

Table = Fact[tuple[Sector, ...]]


class Sectors:
    """Joins identifier, market and words."""

    def __init__(
        self, market: AskedMarket, identifier: Identifier, words: SectorWords, facts: FactWords
    ) -> None:
        self._market = market
        self._identifier = identifier
        self._words = words
        self._facts = facts
        self._names = SectorNames(words.aliases)
        self._residue = Residue(words.question_words.split())

    async def answer(self, question: Question) -> Answer:
        """The sector that is named, that of the share that is meant, else the list of all."""
        if name := question.details.get("sector_name", ""):
            return await self._named(question, name)
        if question.details:
            return Answer(await self._list(*_pressed(question.details)))
        text = normalise(question.text)
        if share := self._share(question, text):
            return await self._own(share)
        remembered = question.thread_details.get("sector_name", "") if question.thread == INTENT else ""
        if remembered and re.search(self._words.here, text) and not self._residue.of(text):
            return await self._named(question, remembered)
        return await self._named(question, text)

    async def _named(self, question: Question, text: str) -> Answer:
        """The sectors that a text names; names nearly like it; or the list, where it names none."""
        group = self._words.group(text)
        found, tables, lacks = await self._find(text, group)
        if found:
            return self._told(found, tables, text)
        wanted = self._residue.of(text)
        if not wanted or not tables:
            return Answer(await self._list(self._words.order(text), group))
        near = self._names.near(wanted, [each.name for table in tables for each in table.value], _OFFERED)
        if near:
            buttons = tuple(Button(name, payload(INTENT, sector_name=name)) for name in near)
            return Answer([Utterance("utter_sector_near", {"query": wanted}, buttons)])
        return Answer([self._gap(lacks[0]) if lacks else self._unknown(wanted, group)])

    async def _find(
        self, text: str, group: Group
    ) -> tuple[list[tuple[Sector, Group]], list[Table], list[Gap[tuple[Sector, ...]]]]:
        """What a text names, in the group that it speaks of first; the tables that were looked into."""
        tables: list[Table] = []
        lacks: list[Gap[tuple[Sector, ...]]] = []
        for each in sorted(_GROUPS, key=lambda other: other != group):
            answer = await self._market.facts.get(SECTORS, each)
            table = known(answer)
            if table is None:
                lacks += [answer] if isinstance(answer, Gap) else []
                continue
            tables.append(table)
            names = set(self._names.find(text, [sector.name for sector in table.value]))
            if names:
                return [(sector, each) for sector in table.value if sector.name in names], [table], []
        return [], tables, lacks

    def _told(self, found: Sequence[tuple[Sector, Group]], tables: Sequence[Table], text: str) -> Answer:
        lines = SectorLines(self._words, self._facts.units, self._market.now())
        stamp = self._facts.stamp(self._market.now(), *tables)
        shown = [sector for sector, _ in found][:_AT_ONCE]
        group = found[0][1]
        if len(shown) > 1:
            values = {
                "head": self._words.heads["named"],
                "lines": lines.table(shown, self._words.order(text)),
            }
            return Answer(
                [Utterance("utter_sector_list", values | {"stamp": stamp}, self._buttons("", group))]
            )
        [sector] = shown
        said: list[Utterance] = []
        if sector.net_inflow is None and self._words.order(text) in {"inflow", "outflow"}:
            said.append(Utterance("utter_sector_flow_none", {"name": sector.name}))
        values = {"name": sector.name, "group": self._words.groups[group], "lines": lines.sheet(sector)}
        values["stamp"] = self._stamp(sector, tables)
        said.append(Utterance("utter_sector", values, self._buttons("", group)))
        if re.search(self._words.members, text):
            said.append(Utterance("utter_sector_members"))
        return Answer(said, details={"sector_name": sector.name})

    async def _list(self, order: Order, group: Group) -> list[Utterance]:
        """All sectors of a group by one figure; by their change where nobody knows that figure."""
        found = await self._market.facts.get(SECTORS, group)
        table = known(found)
        if table is None:
            return [self._gap(found if isinstance(found, Gap) else Gap("no_data"))]
        said: list[Utterance] = []
        if order in {"inflow", "outflow"} and all(each.net_inflow is None for each in table.value):
            said.append(Utterance("utter_sector_flow_unknown"))
            order = "up" if order == "inflow" else "down"
        shown = ordered(table.value, order)[: self._words.shown]
        lines = SectorLines(self._words, self._facts.units, self._market.now())
        values = {
            "head": self._words.heads[order].format(group=self._words.groups[group]),
            "lines": lines.table(shown, order),
            "stamp": self._facts.stamp(self._market.now(), table),
        }
        return [*said, Utterance("utter_sector_list", values, self._buttons(order, group))]

    def _unknown(self, wanted: str, group: Group) -> Utterance:
        buttons = self._buttons("up", group)
        if self._market.mode == "demo":
            what = self._words.named_what.format(name=wanted)
            return replace(self._facts.gap(Gap("no_data"), what, demo=True), buttons=buttons)
        return Utterance("utter_sector_unknown", {"query": wanted}, buttons)

    def _share(self, question: Question, text: str) -> Security | None:
        """The share whose sector is meant: one that is named, or one spoken of where its own is asked for."""
        if question.asked:
            found = self._identifier.known(question.asked[0].refs)
            shares = [each for each in found if each.kind == "stock"]
            if len(shares) == 1 and (len(found) == 1 or re.search(self._words.own, text)):
                return shares[0]
            return None
        if not re.search(self._words.own, text):
            return None
        share = self._identifier.any(question, INTENT)
        return share if isinstance(share, Security) and share.kind == "stock" else None

    async def _own(self, share: Security) -> Answer:
        """The industry that a share's company is put in, and the sector of that name if there is one."""
        if share.status == "delisted":
            return Answer([self._identifier.gone(share)], shown=(share,))
        answer = await self._market.facts.get(PROFILE, share)
        profile = known(answer)
        named = {"name": share.name, "code": share.code}
        if profile is None or not profile.value.industry:
            return Answer(
                [self._gap(answer if isinstance(answer, Gap) else Gap("no_data"), share)], shown=(share,)
            )
        industry = profile.value.industry
        found, tables, _ = await self._find(industry, "industry")
        if not found:
            said = Utterance(
                "utter_sector_own_unmatched", named | {"industry": industry}, self._buttons("up", "industry")
            )
            return Answer([said], shown=(share,))
        told = self._told(found[:1], tables, "")
        own = Utterance("utter_sector_own", named | {"industry": industry})
        return Answer([own, *told.utterances], shown=(share,), details=told.details)

    def _stamp(self, sector: Sector, tables: Sequence[Table]) -> str:
        """When and whence; a sector with a day of its own is of that day."""
        if sector.day:
            at = datetime.combine(sector.day, CLOSE, SHANGHAI)
            tables = [replace(table, as_of=at) for table in tables]
        return self._facts.stamp(self._market.now(), *tables)

    def _gap(self, gap: Gap[tuple[Sector, ...]] | Gap[object], share: Security | None = None) -> Utterance:
        what = self._words.own_what if share else self._words.what
        return self._facts.gap(gap, what, share, demo=self._market.mode == "demo")

    def _buttons(self, order: str, group: Group) -> tuple[Button, ...]:
        """The other orders of the same group, and the other group."""
        others = [each for each in ("up", "down", "inflow") if each != order][:2]
        listed = [
            Button(self._words.buttons[each], payload(INTENT, sector_list=each, sector_group=group))
            for each in others
        ]
        other: Group = "concept" if group == "industry" else "industry"
        return (
            *listed,
            Button(self._words.buttons[other], payload(INTENT, sector_list="up", sector_group=other)),
        )


def _pressed(details: Mapping[str, str]) -> tuple[Order, Group]:
    """The order and the group that a button names."""
    orders = [each for each in _ORDERS if each == details.get("sector_list")]
    groups = [each for each in _GROUPS if each == details.get("sector_group")]
    return (orders or _ORDERS)[0], (groups or _GROUPS)[0]
