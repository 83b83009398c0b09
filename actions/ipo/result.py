"""Answers questions about a draw: when it is, what its numbers mean, and whether a number won.

Nobody's account can be seen from here: what is told are published facts, and how to look it up.
"""

import re
from collections.abc import Sequence

from actions.dates import spans
from actions.features import Answer
from actions.ipo.lines import SHOWN
from actions.ipo.lists import Seen
from actions.ipo.reading import Read, day_words
from actions.ipo.speech import IpoSpeech, as_security
from actions.question import Question
from actions.utterance import Utterance
from market.ipo import Ipo, falling
from market.ipo_numbers import Numbers, decidable, read_numbers, winners

_GUIDES = {
    "lot": "utter_ipo_lot",
    "numbering": "utter_ipo_numbering",
    "chance": "utter_ipo_chance",
    "notice": "utter_ipo_notice",
}
_LONG_NUMBER = re.compile(r"\d{8,}")


class IpoResult:
    """Answers "我中签了吗", "配号是什么意思", "苏州天脉中签率", "我的配号是100012345678"."""

    def __init__(self, speech: IpoSpeech) -> None:
        self._speech = speech

    async def answer(self, question: Question) -> Answer:
        """Numbers that are named, else an issue, else the issues drawn on a day, else the guide."""
        speech = self._speech
        read, buttons = Read.of(question, speech.words), speech.buttons("calendar", "payment")
        key, numbered = speech.words.asked("result", read.text), _LONG_NUMBER.search(read.text)
        if key in _GUIDES and not numbered:
            return Answer([speech.told(_GUIDES[key], buttons)])
        seen = await speech.lists.shares()
        found = read.shares(seen.issues)
        if found and found[0].exchange == "BJ":
            return speech.beijing(found[0], seen)
        if numbered:
            return self._compared(read_numbers(read.text), found, seen)
        if found:
            return self._share(found[0], seen, read.text)
        days = spans(read.text, speech.today)
        drawn = falling(seen.issues, "payment_date", days[0].first, days[0].last) if days else []
        if drawn and "我" not in read.text:
            lines = [self._drawn(ipo) for ipo in drawn[:SHOWN]]
            words = day_words(days[0], speech.today, speech.words)
            head = speech.words.heads["drawn_one"].format(day=words, kind=speech.words.kind, count=len(drawn))
            return Answer([speech.listed(head, lines, seen.facts, speech.buttons("payment", "calendar"))])
        response = "utter_ipo_result_when" if key == "when" else "utter_ipo_result"
        return Answer([speech.told(response, buttons)])

    def _share(self, ipo: Ipo, seen: Seen[Ipo], text: str) -> Answer:
        """One issue, its rate or its winning numbers first."""
        told = self._speech.share(ipo, seen, text or self._speech.words.fields["result_date"], "payment")
        return Answer([told], shown=(as_security(ipo),))

    def _compared(self, numbers: Numbers | None, found: Sequence[Ipo], seen: Seen[Ipo]) -> Answer:
        """Own numbers beside the published ones; where one side is unclear, nothing is said of a win."""
        if numbers is None:
            return Answer([Utterance("utter_ipo_bad_numbers")])
        if not found:
            return Answer([Utterance("utter_ipo_which_draw")])
        ipo, speech = found[0], self._speech
        values = {"name": ipo.name, "code": ipo.code, "stamp": speech.stamp(seen.signed_by(ipo))}
        if not decidable(numbers, ipo.tails):
            day = speech.words.spoken(ipo.result_date or ipo.payment_date, speech.today)
            lines = speech.words.result["expected"].format(day=day)
            told = Utterance("utter_ipo_not_drawn", values | {"lines": lines}, speech.about(ipo, "payment"))
            return Answer([told], shown=(as_security(ipo),))
        won = winners(numbers, ipo.tails)
        lines = "\n".join([self._outcome(won, numbers), *speech.lines.tails(ipo.tails)])
        told = Utterance("utter_ipo_matched", values | {"lines": lines}, speech.about(ipo, "payment"))
        return Answer([told], shown=(as_security(ipo),))

    def _outcome(self, won: Sequence[str], numbers: Numbers) -> str:
        words = self._speech.words
        if not won:
            return words.result["lost"].format(count=numbers.count)
        shown = words.join.join(won[:SHOWN])
        return words.result["won_more" if len(won) > SHOWN else "won"].format(numbers=shown, count=len(won))

    def _drawn(self, ipo: Ipo) -> str:
        rate = self._speech.words.rate(ipo.winning_rate)
        return self._speech.words.lines["drawn"].format(name=ipo.name, code=ipo.code, rate=rate)
