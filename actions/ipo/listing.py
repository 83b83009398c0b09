"""When a share was or will be listed: an issue's own row, else what the company's profile says."""

import re

from actions.features import Answer, Feature
from actions.question import Question
from market.names import normalise

_LISTING = re.compile(r"(?<!退)上市(?!代码)")
_LONG_LISTED = "utter_ipo_listed"


class Listing:
    """The calendar, which hands a share that was listed long ago to the company's profile."""

    def __init__(self, calendar: Feature, company: Feature, topic: str) -> None:
        """`topic` is that of questions about companies."""
        self._calendar = calendar
        self._company = company
        self._topic = topic

    async def answer(self, question: Question) -> Answer:
        told = await self._calendar.answer(question)
        responses = {utterance.response for utterance in told.utterances}
        if _LONG_LISTED not in responses or not _LISTING.search(normalise(question.text)):
            return told
        of_company = await self._company.answer(question)
        of_company.topic = of_company.topic or self._topic
        return of_company
