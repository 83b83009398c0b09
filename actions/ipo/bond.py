"""Answers about convertible bonds being issued: what they take, what they cost, which can be applied for."""

import re
from collections.abc import Sequence
from datetime import timedelta

from actions.dates import Span
from actions.features import Answer
from actions.ipo.lines import SHOWN, IssueLines
from actions.ipo.lists import Seen
from actions.ipo.reading import Read, day_words
from actions.ipo.speech import IpoSpeech
from actions.question import Question
from actions.utterance import Utterance
from market.convertible_bonds import BondStep, ConvertibleBond, falling

_GUIDES = {
    "amount": "utter_bond_amount",
    "paid": "utter_bond_amount",
    "difference": "utter_bond_difference",
    "steps": "utter_bond_steps",
}
_OF_ANY = {"conditions", "refused", "allotment", "amount", "paid", "difference", "steps"}
"""What holds of a named bond as of any other."""
_KEPT = {"ipo_view", "bond_step", "ipo_days", "listed", "listed_as", "next"}
_PERMISSION = "convertible_bond"
_NEXT = timedelta(days=30)
_NEAR = timedelta(days=14)
_DAY = timedelta(days=1)


class BondIpo:
    """Answers "打新债要什么条件", "可转债中一签多少钱", "今天有新债吗", "集智转债什么时候上市"."""

    def __init__(self, speech: IpoSpeech) -> None:
        self._speech = speech

    async def answer(self, question: Question) -> Answer:
        """A bond that is named, else the bonds of the days asked about, else what the rules say."""
        speech = self._speech
        read = Read.of(question, speech.words)
        key = speech.words.asked("bonds", read.text) or read.view
        seen = await speech.lists.bonds()
        field = speech.words.asked("bond_field", read.text)
        found = read.bonds(seen.issues)
        if found and (field or key not in _OF_ANY):
            return Answer([self._bond(found[0], seen, field)], details=_kept(question))
        if field == "market_price" and (name := read.unknown_bond()):
            return Answer([self._unpriced(name, seen)])
        if (told := self._guide(key)) is not None:
            return Answer([told])
        if (name := read.unknown_bond()) and seen.gap is None:
            values = {"query": name, "stamp": speech.stamp(seen.facts)}
            return Answer([Utterance("utter_bond_not_found", values, speech.buttons("bonds"))])
        if key == "calendar":
            return self._listed(read, seen)
        response = "utter_bond_result" if key == "result" else "utter_bond_steps"
        return Answer([speech.told(response, speech.buttons("bonds", "permission"))])

    def _guide(self, key: str) -> Utterance | None:
        """What the rules say, for which no list is needed."""
        speech, buttons = self._speech, self._speech.buttons("bonds")
        if key in {"conditions", "refused"}:
            return self._conditions(key)
        if key == "listed":
            return Utterance("utter_bond_listed", {}, buttons)
        if key == "allotment":
            return Utterance("utter_bond_allotment", {"mark": speech.rules.stamp.mark}, buttons)
        return speech.told(_GUIDES[key], buttons) if key in _GUIDES else None

    def _bond(self, bond: ConvertibleBond, seen: Seen[ConvertibleBond], field: str) -> Utterance:
        """One bond in full, the field that is asked for first; what it trades at is not known here."""
        lines = self._speech.lines
        lead = lines.lead(bond, field, demo=seen.demo is not None)
        if field == "market_price":
            lead = [self._speech.words.bond_unpriced.format(name=bond.name)]
        told = [*lead, *lines.bond(bond, demo=seen.demo is not None)]
        values = {"lines": "\n".join(told), "stamp": self._speech.stamp(seen.signed_by(bond))}
        return Utterance("utter_ipo_share", values, self._speech.buttons("bonds"))

    def _unpriced(self, name: str, seen: Seen[ConvertibleBond]) -> Utterance:
        """That the price of a bond is not known here, whether or not a list holds it."""
        if seen.gap is not None:
            return self._speech.gap(seen.gap, self._speech.words.what_bonds)
        told = self._speech.words.bond_unpriced.format(name=name)
        values = {"lines": told, "stamp": self._speech.stamp(seen.facts)}
        return Utterance("utter_ipo_share", values, self._speech.buttons("bonds"))

    def _conditions(self, key: str) -> Utterance:
        """The permission, with what opening it takes."""
        speech = self._speech
        permission = speech.rules.permissions.permission(_PERMISSION, speech.today)
        response = "utter_bond_conditions" if key == "conditions" else "utter_bond_refused"
        buttons, rows = speech.buttons("bonds"), permission.rows
        return speech.told(response, buttons, rows=rows, lines=speech.rules.conditions(permission))

    def _listed(self, read: Read, seen: Seen[ConvertibleBond]) -> Answer:
        """The bonds of the days asked about, else what comes next; and what a turn that goes on leans on."""
        speech = self._speech
        if seen.gap is not None:
            return Answer([speech.gap(seen.gap, speech.words.what_bonds)])
        step: BondStep = "listing_date" if self._of_listing(read) else "apply_date"
        named, near = read.named_span(speech.today), Span(speech.today, speech.today + _NEAR)
        span = named or (near if step == "listing_date" else speech.coming(_NEAR))
        found, key = falling(seen.issues, step, span.first, span.last), "one"
        dated = span.first != span.last
        if not found and seen.demo is not None:
            return Answer([self._sample(span, seen)])
        if not found:
            following = falling(seen.issues, step, max(span.last, speech.today) + _DAY, span.last + _NEXT)
            found, key, dated = following, "none_next" if following else "none", True
        elif step == "apply_date" and span == Span(speech.today, speech.today) and speech.over:
            key = "over"
        told = self._told(key, span, found, seen, start=read.start, step=step, dated=dated)
        details = {
            "ipo_view": "calendar",
            "bond_step": step,
            "ipo_days": f"{named.first}/{named.last}" if named else "",
            "listed": ",".join(bond.code for bond in found[read.start : read.start + SHOWN]),
            "listed_as": "ipo",
            "next": str(read.start + SHOWN) if len(found) > read.start + SHOWN else "",
        }
        return Answer([told], details={name: value for name, value in details.items() if value})

    @staticmethod
    def _of_listing(read: Read) -> bool:
        """Whether the days of listing are asked for, now or in the turn before."""
        applying = re.search("申购|打新|发行", read.text)
        return "上市" in read.text or (
            not applying and read.question.details.get("bond_step") == "listing_date"
        )

    def _told(
        self,
        key: str,
        span: Span,
        found: Sequence[ConvertibleBond],
        seen: Seen[ConvertibleBond],
        *,
        start: int,
        step: BondStep,
        dated: bool,
    ) -> Utterance:
        speech, listed = self._speech, step == "listing_date"
        heads, day = speech.words.heads, day_words(span, speech.today, speech.words)
        head = heads[f"bond_{'listing' if listed else 'apply'}_{key}"].format(day=day, count=len(found))
        lines = speech.lines.bonds(found[start:], listed=listed, dated=dated)
        return speech.listed(head, lines, seen.facts, speech.buttons("calendar", "permission"))

    def _sample(self, span: Span, seen: Seen[ConvertibleBond]) -> Utterance:
        """What stood in the list on its own day."""
        speech, own = self._speech, [bond for bond in seen.issues if bond.as_of is None]
        asked, day = day_words(span, speech.today, speech.words), seen.demo or speech.today
        head = speech.words.heads["demo_bonds"].format(asked=asked, day=day.isoformat())
        lines = IssueLines(speech.words, speech.rules, day).bonds(own, listed=False, dated=True)
        return speech.listed(head, lines, seen.facts, speech.buttons("permission"))


def _kept(question: Question) -> dict[str, str]:
    """What stays at hand of the list that a bond was taken from."""
    return {name: value for name, value in question.details.items() if name in _KEPT}
