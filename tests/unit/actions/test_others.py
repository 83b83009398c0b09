"""Where a question names several shares and a feature answers one, nothing is dropped without a word."""

from dataclasses import dataclass, field, replace
from datetime import date

from actions.facts import FactWords
from actions.features import Answer
from actions.identify import Identifier
from actions.others import OneOfSeveral
from actions.question import Asked, Question
from actions.residue import Residue
from actions.utterance import Button, Utterance, payload
from market.securities import Security
from tests.unit.actions.given import MOUTAI, PING_AN_BANK, WULIANGYE, FakeLexicon
from tests.unit.actions.reading import buttons, messages

IDENTIFIER = Identifier(FakeLexicon(), Residue.load())


@dataclass
class First:
    """A feature that tells of the first share that is named."""

    messages: int = 1
    details: dict[str, str] = field(default_factory=dict)
    below: tuple[Button, ...] = ()

    async def answer(self, question: Question) -> Answer:
        found = IDENTIFIER.one(question, "ask_risk")
        if isinstance(found, Answer):
            return found
        told = Utterance("utter_fact_none", {"name": found.name, "what": ""}, self.below)
        return Answer([told] * self.messages, shown=(found,), details=self.details)


def named(*securities: Security) -> Question:
    return Question("", tuple(Asked((each.ref,), each.name) for each in securities))


async def ask(intent: str, feature: First, question: Question) -> Answer:
    return await OneOfSeveral(intent, feature, IDENTIFIER, FactWords.load()).answer(question)


async def test_the_others_are_named_and_offered() -> None:
    feature = First(details={"risk_part": "more"})
    answer = await ask("ask_risk", feature, named(MOUTAI, PING_AN_BANK, WULIANGYE))
    assert messages(answer)[1] == "这次先答贵州茅台。平安银行、五粮液可以接着查："
    assert buttons(answer) == {
        "平安银行": '/ask_risk{"security":"SZ000001","risk_part":"more"}',
        "五粮液": '/ask_risk{"security":"SZ000858","risk_part":"more"}',
    }


async def test_a_short_answer_is_given_of_both() -> None:
    answer = await ask("ask_indicator", First(), named(MOUTAI, WULIANGYE))
    assert messages(answer) == ["没有查到贵州茅台。", "没有查到五粮液。"]
    assert answer.shown == (MOUTAI, WULIANGYE)


async def test_an_answer_of_two_messages_leaves_room_for_a_button_only() -> None:
    more = tuple(Button(title, payload("ask_risk")) for title in "甲乙丙")
    for intent in ("ask_risk", "ask_indicator"):
        answer = await ask(intent, First(messages=2, below=more), named(MOUTAI, WULIANGYE))
        assert len(answer.utterances) == 2
        assert [button.title for button in answer.utterances[1].buttons] == ["五粮液", "甲", "乙"]


async def test_what_is_offered_already_is_not_offered_again() -> None:
    other = (Button("五粮液走势图", payload("ask_chart", WULIANGYE)),)
    answer = await ask("ask_chart", First(below=other), named(MOUTAI, WULIANGYE))
    assert len(answer.utterances) == 1


async def test_no_turn_has_more_than_three_buttons() -> None:
    more = tuple(Button(title, payload("ask_risk")) for title in "甲乙丙")
    offering = await ask("ask_risk", First(below=more), named(MOUTAI, PING_AN_BANK, WULIANGYE))
    assert list(buttons(offering)) == ["甲", "平安银行", "五粮液"]
    both = await ask("ask_indicator", First(below=more), named(MOUTAI, WULIANGYE))
    assert [len(each.buttons) for each in both.utterances] == [0, 3]


async def test_one_share_or_a_question_back_stays_as_it_is() -> None:
    assert len((await ask("ask_risk", First(), named(MOUTAI, MOUTAI))).utterances) == 1
    assert len((await ask("ask_risk", First(), Question(""))).utterances) == 1


async def test_an_issue_that_is_told_under_another_row_of_its_share_is_not_offered_again() -> None:
    """A list of issues makes its own row of a share, without full name and day of listing."""
    listed = replace(MOUTAI, full_name="贵州茅台酒股份有限公司", listing_date=date(2001, 8, 27))

    class OfIssue:
        async def answer(self, question: Question) -> Answer:
            return Answer([Utterance("utter_fact_none", {"name": "", "what": ""})], shown=(listed,))

    asking = OneOfSeveral("ask_ipo_calendar", OfIssue(), IDENTIFIER, FactWords.load())
    assert len((await asking.answer(named(MOUTAI))).utterances) == 1
