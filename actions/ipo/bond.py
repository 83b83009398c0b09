"""Answers about convertible bonds being issued: what they take, what they cost, which can be applied for."""

from collections.abc import Sequence
from datetime import timedelta

from actions.dates import Span
from actions.features import Answer
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
        key = read.view or speech.words.asked("bonds", read.text)
        if (told := self._guide(key)) is not None:
            return Answer([told])
        seen = await speech.lists.bonds()
        if found := read.bonds(seen.issues):
            return Answer([self._bond(found[0], seen, read.text)])
        if (name := read.unknown_bond()) and seen.gap is None:
            values = {"query": name, "stamp": speech.stamp(seen.facts)}
            return Answer([Utterance("utter_bond_not_found", values, speech.buttons("bonds"))])
        if key == "calendar":
            return Answer([self._listed(read, seen)])
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

    def _bond(self, bond: ConvertibleBond, seen: Seen[ConvertibleBond], text: str) -> Utterance:
        """One bond in full, what the text asks for first."""
        lines, field = self._speech.lines, self._speech.words.asked("field", text)
        told = [*lines.lead(bond, field, demo=seen.demo is not None), *lines.bond(bond)]
        values = {"lines": "\n".join(told), "stamp": self._speech.stamp(seen.signed_by(bond))}
        return Utterance("utter_ipo_share", values, self._speech.buttons("bonds"))

    def _conditions(self, key: str) -> Utterance:
        """The permission, with what opening it takes."""
        speech = self._speech
        permission = speech.rules.permissions.permission(_PERMISSION, speech.today)
        response = "utter_bond_conditions" if key == "conditions" else "utter_bond_refused"
        buttons, rows = speech.buttons("bonds"), permission.rows
        return speech.told(response, buttons, rows=rows, lines=speech.rules.conditions(permission))

    def _listed(self, read: Read, seen: Seen[ConvertibleBond]) -> Utterance:
        speech = self._speech
        if seen.gap is not None:
            return speech.gap(seen.gap, speech.words.what_bonds)
        listed, span = "上市" in read.text, read.span(speech.today, speech.today + _NEAR)
        step: BondStep = "listing_date" if listed else "apply_date"
        found = falling(seen.issues, step, span.first, span.last)
        if found:
            dated = span.first != span.last
            return self._told("one", span, found, seen, listed=listed, dated=dated)
        if seen.demo is not None:
            return self._sample(span, seen)
        following = falling(seen.issues, step, span.last + _DAY, span.last + _NEXT)
        return self._told(
            "none_next" if following else "none", span, following, seen, listed=listed, dated=True
        )

    def _told(
        self,
        key: str,
        span: Span,
        found: Sequence[ConvertibleBond],
        seen: Seen[ConvertibleBond],
        *,
        listed: bool,
        dated: bool,
    ) -> Utterance:
        speech = self._speech
        day = day_words(span, speech.today, speech.words)
        heads = speech.words.heads
        head = heads[f"bond_{'listing' if listed else 'apply'}_{key}"].format(day=day, count=len(found))
        lines = speech.lines.bonds(found, listed=listed, dated=dated)
        return speech.listed(head, lines, seen.facts, speech.buttons("calendar", "permission"))

    def _sample(self, span: Span, seen: Seen[ConvertibleBond]) -> Utterance:
        """What stood in the list on its own day."""
        speech, own = self._speech, [bond for bond in seen.issues if bond.as_of is None]
        asked, day = day_words(span, speech.today, speech.words), seen.demo or speech.today
        head = speech.words.heads["demo_bonds"].format(asked=asked, day=day.isoformat())
        lines = speech.lines.bonds(own, listed=False, dated=True)
        return speech.listed(head, lines, seen.facts, speech.buttons("permission"))
