"""Answers what a share risks: standing and distance to every delisting line, events; or the rules alone."""

import re
from datetime import date, datetime, time
from typing import Any

from actions import figures
from actions.features import Answer
from actions.identify import Identifier
from actions.limits.words import LimitsWords
from actions.market_port import AskedMarket
from actions.question import Question
from actions.risk import evidence as risk_evidence
from actions.risk import more as risk_more
from actions.risk.assessment import Assessment, Assessor
from actions.risk.evidence import Gathered, Signed
from actions.risk.rules import LinesSheet
from actions.risk.sheet import RiskSheet, event_line
from actions.risk.words import INTENT, Speech
from actions.rule_stamps import RuleStamp
from actions.utterance import Button, Utterance, payload
from market.delisting import warning_in
from market.fact import Fact, Gap
from market.names import normalise
from market.securities import Security
from market.session import SHANGHAI
from rules.delisting import Line

EVENTS = 3
"""Announcements that tell why a share is warned."""


class RiskFeature:
    """Answers "万科会不会退市", "它为什么戴帽", "质押高不高", "ST是什么意思", "股价低于1元多少天退市"."""

    def __init__(
        self,
        market: AskedMarket,
        identifier: Identifier,
        assessor: Assessor,
        speech: Speech,
        stamp: RuleStamp,
        boards: LimitsWords,
    ) -> None:
        self._market = market
        self._identifier = identifier
        self._assessor = assessor
        self._speech = speech
        self._stamp = stamp
        self._boards = boards

    async def answer(self, question: Question) -> Answer:
        text = normalise(question.text)
        part = question.details.get("risk_part") or self._part(text)
        shares = [each for asked in question.asked for each in self._identifier.known(asked.refs)]
        named = any(each.kind == "stock" for each in shares)
        pointed = named or self._asks("pointing", text)
        if part == "rules" and question.details or not pointed and part in {"meaning", "rules"}:
            return Answer([self._general(part, text)])
        if part == "other_rules" and not named:
            return Answer([self._general(part, text)])
        security = self._identifier.one(
            question, INTENT, risk_part=part if part in {"more", "reason"} else ""
        )
        if isinstance(security, Answer):
            return security
        if security.kind != "stock":
            gap = Gap[Any]("not_covered")
            return Answer(
                [self._speech.facts.gap(gap, self._speech.words.what, security, demo=False)],
                shown=(security,),
            )
        told = await (self._more(security, text) if part == "more" else self._of(security, part))
        return Answer([told], shown=(security,))

    async def assess(self, security: Security) -> tuple[Gathered, Assessment]:
        """What is known of a share, and what follows from it under today's rules."""
        found = await risk_evidence.gather(self._market, security)
        return found, self._assessor.assess(found.evidence, self.today)

    async def brief(self, security: Security) -> risk_more.Told:
        """Standing, distances and events in a few lines, for whoever tells them beside other things."""
        found, assessment = await self.assess(security)
        sheet = self._sheet(found, assessment)
        head = self._standing(found, assessment)
        facts = list(found.signed or self.names(security))
        if sheet.below_of_year:
            facts += found.annual
        return risk_more.Told([head, *sheet.brief()], facts)

    async def unlock(self, security: Security) -> tuple[risk_more.Unlocked, str]:
        """The next unlock as a line, "" where nobody could say."""
        unlocks, shares = await risk_more.unlocked(self._market, security)
        answered = {"unlock": unlocks, "shares": shares}
        sheet = risk_more.MoreSheet(answered, self._speech, self.today, self._market.mode == "demo")
        return unlocks, sheet.unlock()

    def _sheet(self, found: Gathered, assessment: Assessment) -> RiskSheet:
        reported = self._speech.facts.sources(*found.annual)
        return RiskSheet(assessment, self._speech, self._stamp, self.today, reported)

    def _standing(self, found: Gathered, assessment: Assessment) -> str:
        """Where only the table of names has a warning, that, and whose name has none: neither is certain."""
        words, security = self._speech.words, found.security
        told = words.standings[assessment.standing]
        if assessment.standing == "normal" and (warning := security.warning or warning_in(security.name)):
            day = figures.day(date.fromisoformat(security.as_of), self.today) if security.as_of else ""
            told = words.unmarked.format(day=day, standing=words.standings[warning])
        return told + (words.suspended if found.halted else "")

    def _part(self, text: str) -> str:
        """What is asked of: the gravest word counts first."""
        parts = ("more", "other_rules", "rules", "meaning", "reason")
        return next((part for part in parts if self._asks(part, text)), "")

    def _asks(self, part: str, text: str) -> bool:
        return bool(re.search(self._speech.words.asks[part], text, re.IGNORECASE))

    async def _of(self, security: Security, part: str) -> Utterance:
        found, assessment = await self.assess(security)
        signed = found.signed or self.names(security)
        if not signed:
            gap = Gap[Any]("source_down")
            return self._speech.facts.gap(gap, self._speech.words.what, security, demo=False)
        asks_reason = part in {"reason", "meaning"}
        sheet = self._sheet(found, assessment)
        lines = self._reason(assessment) if asks_reason else sheet.lines()
        values = {
            "name": security.name,
            "code": security.code,
            "standing": self._standing(found, assessment),
            "lines": "\n".join(lines),
            "stamp": self._speech.facts.stamp(self._market.now(), *signed),
        }
        return Utterance("utter_risk", values, self._below(assessment, asks_reason=asks_reason))

    def _reason(self, found: Assessment) -> list[str]:
        """Why it is warned: its own announcements, then what the warning means."""
        words = self._speech.words.reason
        if found.standing in {"normal", "delisted", "delisting_period"}:
            sheet = RiskSheet(found, self._speech, self._stamp, self.today)
            return sheet.events() if found.standing == "normal" else sheet.lines()
        meaning = words[found.standing]
        if found.chain is None:
            return [words["unknown"], meaning]
        events = [event for event in found.chain.events if event.kind in {"risk_warning", "warning_possible"}]
        told = [event_line(event, self._speech, self.today) for event in events[-EVENTS:]]
        return [*(told or [words["none"]]), meaning, self._speech.words.events["caveat"]]

    def _below(self, found: Assessment, *, asks_reason: bool) -> tuple[Button, ...]:
        security, speech = found.security, self._speech
        topic = speech.to("ask_announcement", security, announcement_topic="退市")
        if found.standing in {"delisted", "delisting_period"}:
            return (speech.to("ask_delisted_shares", security), topic)
        if asks_reason:
            return (speech.to("ask_risk", security), topic)
        last = "reason" if found.standing in {"ST", "*ST"} else "rules"
        return (speech.part("more", security), topic, speech.part(last, security))

    async def _more(self, security: Security, text: str) -> Utterance:
        answered = await risk_more.gather(self._market, security)
        demo = self._market.mode == "demo"
        told = risk_more.MoreSheet(answered, self._speech, self.today, demo).tell(text)
        if not told.facts:
            gap = next(found for found in answered.values() if isinstance(found, Gap))
            return self._speech.facts.gap(gap, self._asked_of(text), security, demo=demo)
        values = {
            "name": security.name,
            "code": security.code,
            "standing": self._speech.words.more["head"],
            "lines": "\n".join(told.lines),
            "stamp": self._speech.facts.stamp(self._market.now(), *told.facts),
        }
        return Utterance("utter_risk", values, (self._speech.to("ask_risk", security),))

    def _asked_of(self, text: str) -> str:
        """The name of what a text asks for; of all of it where it asks for nothing in particular."""
        words = self._speech.words.more
        asked = [part for part, pattern in words["order"].items() if re.search(pattern, text)]
        return self._speech.words.join.join(words["parts"][part] for part in asked) or words["head"]

    def _general(self, part: str, text: str) -> Utterance:
        """The rules of the boards that are named, of all where none is; or what a warning means."""
        if part == "meaning":
            line = self._assessor.delisting.line("price", "sz_main", self.today)
            rows = [line.below] if isinstance(line, Line) else []
            return Utterance("utter_risk_meaning", {"stamp": self._stamp.sign(*rows)}, (self._to_rules,))
        boards = self._boards.boards_in(text) or tuple(self._boards.boards)
        sheet = LinesSheet(self._assessor.delisting, boards, self._boards, self._speech, self.today)
        response = "utter_risk_other_rules" if part == "other_rules" else "utter_risk_rules"
        values = {"lines": "\n".join(sheet.lines(text)), "stamp": sheet.stamp(self._stamp)}
        return Utterance(response, values, (self._speech.to("ask_delisted_shares"),))

    def names(self, security: Security) -> tuple[Signed, ...]:
        """Where nothing else is known, the list of names of its day, or the end of the listing."""
        known = security.end_date or (date.fromisoformat(security.as_of) if security.as_of else None)
        if known is None:
            return ()
        at = datetime.combine(known, time(), SHANGHAI)
        demo = self._market.mode == "demo"
        return (Fact(security.name, at, self._speech.words.names_source, demo=demo),)

    @property
    def _to_rules(self) -> Button:
        return Button(self._speech.words.buttons["rules"], payload(INTENT, None, risk_part="rules"))

    @property
    def today(self) -> date:
        return self._market.now().astimezone(SHANGHAI).date()
