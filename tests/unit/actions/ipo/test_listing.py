"""Who answers when a share was or will be listed."""

import pytest

from actions.features import Answer
from actions.ipo.listing import Listing
from actions.question import Question
from actions.utterance import Utterance


class Feature:
    """Answers always the same."""

    def __init__(self, response: str) -> None:
        self._response = response

    async def answer(self, question: Question) -> Answer:
        return Answer([Utterance(self._response)])


async def answered(calendar: str, text: str) -> tuple[str, str | None]:
    listing = Listing(Feature(calendar), Feature("utter_company"), "QUO03")
    answer = await listing.answer(Question(text=text))
    return answer.utterances[0].response, answer.topic


@pytest.mark.parametrize("text", ["贵州茅台什么时候上市", "贵州茅台上市了吗", "贵州茅台哪天上市"])
async def test_a_share_listed_long_ago_has_its_day_from_the_profile(text: str) -> None:
    assert await answered("utter_ipo_listed", text) == ("utter_company", "QUO03")


async def test_an_issue_has_its_day_from_the_list_of_issues() -> None:
    assert await answered("utter_ipo_share", "苏州天脉什么时候上市") == ("utter_ipo_share", None)


@pytest.mark.parametrize("text", ["贵州茅台几号申购", "贵州茅台能打吗", ""])
async def test_what_is_not_about_a_listing_stays_with_the_list_of_issues(text: str) -> None:
    assert await answered("utter_ipo_listed", text) == ("utter_ipo_listed", None)
