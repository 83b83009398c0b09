"""Answers who is on the way to a listing: the latest changes, the meetings to come, or one company."""

import asyncio
from collections.abc import Sequence
from typing import Any

from actions.features import Answer
from actions.ipo.lines import SHOWN
from actions.ipo.speech import IpoSpeech
from actions.utterance import Utterance
from market.fact import Fact, Gap
from market.facts import known
from market.ipo_pipeline import IPO_PIPELINE, IPO_REVIEWS, Applicant, Review, of_company

_MEETINGS = 2


class IpoPipeline:
    """Answers "IPO排队情况", "最近上会的公司", and for a name that no calendar knows."""

    def __init__(self, speech: IpoSpeech) -> None:
        self._speech = speech

    async def answer(self, name: str = "") -> Answer:
        """All of them, or the companies whose full name holds `name`."""
        facts, words = self._speech.market.facts, self._speech.words
        found, met = await asyncio.gather(facts.get(IPO_PIPELINE, None), facts.get(IPO_REVIEWS, None))
        fact, reviews = known(found), known(met)
        if fact is None:
            return Answer(
                [self._speech.gap(found if isinstance(found, Gap) else Gap("no_data"), words.what_pipeline)]
            )
        signed: list[Fact[Any]] = [fact]
        companies = of_company(fact.value, name) if name else list(fact.value)
        if not companies:
            return Answer(
                [Utterance("utter_ipo_not_found", {"query": name, "stamp": self._speech.stamp(signed)})]
            )
        coming = [] if name or reviews is None else self._coming(reviews.value)
        signed += [reviews] if coming and reviews is not None else []
        head = words.heads["pipeline_of" if name else "pipeline"].format(query=name)
        lines = [*coming, *(self._applicant(each) for each in companies)][:SHOWN]
        return Answer([self._speech.listed(head, lines, signed, self._speech.buttons("calendar", "listing"))])

    def _coming(self, reviews: Sequence[Review]) -> list[str]:
        """The next meetings."""
        words, today = self._speech.words, self._speech.today
        found = sorted((each for each in reviews if each.day >= today), key=lambda each: each.day)
        return [
            words.lines["review"].format(
                date=words.short(each.day, today),
                company=each.company,
                result=each.result or words.lines["not_reviewed"],
            )
            for each in found[:_MEETINGS]
        ]

    def _applicant(self, applicant: Applicant) -> str:
        words = self._speech.words
        return words.lines["applicant"].format(
            date=words.short(applicant.updated, self._speech.today),
            company=applicant.company,
            market=applicant.market,
            state=applicant.state,
        )
