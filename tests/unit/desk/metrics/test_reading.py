"""What the figures count is read out of conversations that really took place."""

from datetime import datetime, timedelta

import pytest

from conversations import Conversations
from conversations.counter import Pressed
from conversations.messages import SHANGHAI, Reply
from conversations.owners import Step, accept, close, release, request_handoff, transfer, wrap_up
from desk.metrics.facts import Segment
from desk.metrics.reading import Reading
from desk.satisfaction.ratings import Ratings
from tests.fakes.brain import FakeBrain, turn
from tests.unit.conversations.conftest import Says, brain, conversations, fake, says

__all__ = ["brain", "conversations", "fake", "says"]


class Service:
    """One investor, agents who do as told, and the reading of it."""

    def __init__(self, conversations: Conversations, says: Says) -> None:
        self.conversations = conversations
        self.reading = Reading(conversations.database)
        self.ratings = Ratings(conversations.database)
        self._says = says
        self.number = 0

    async def asks(self, *texts: str) -> None:
        for text in texts:
            await self.conversations.answer(self._says(text))
        status = await self.conversations.status("web", "u1")
        self.number = status.conversation_id if status else 0

    async def wants_a_person(self, topic: str = "TRF03", priority: int = 0) -> int:
        """The segment."""
        known = {"reason": "ask_human", "topic": topic, "skill": "trade"}
        step = request_handoff(by="bot", reason="ask_human", priority=priority, handoff=known)
        return (await self.conversations.move(self.number, step)).epoch

    async def is_served(self, *words: str, agent: str = "wang", outcome: str | None = "solved") -> None:
        moved = await self.conversations.move(self.number, accept(agent))
        for text in words or ("您好",):
            await self.conversations.say(self.number, agent, Reply(text), epoch=moved.epoch)
        if outcome:
            await self.conversations.move(self.number, wrap_up(agent, detail={"outcome": outcome}))
            await self.conversations.move(self.number, close(by=agent, reason="served"))

    async def rates(self, segment: int, score: int) -> Reply | None:
        pressed = Pressed(self.number, "web", "u1", "wrapup", segment, f"desk:rate:{segment}:agent:{score}")
        return await self.ratings.press(pressed, f"{segment}:agent:{score}")

    async def shift(self, hours: float) -> None:
        """All of it happened so much earlier."""
        async with self.conversations.database.transaction() as connection:
            for table, columns in (
                ("transition", ("at",)),
                ("message", ("at",)),
                ("desk_rating", ("asked_at", "rated_at")),
            ):
                moved = ", ".join(f"{name} = {name} - interval '{hours} hours'" for name in columns)
                await connection.execute(f"update {table} set {moved}")  # noqa: S608 - ours

    @property
    def period(self) -> tuple[datetime, datetime]:
        now = datetime.now(SHANGHAI)
        return now - timedelta(days=1), now + timedelta(minutes=1)

    async def segments(self) -> list[Segment]:
        return await self.reading.segments(*self.period)


@pytest.fixture
async def service(conversations: Conversations, says: Says, fake: FakeBrain) -> Service:
    fake.answer = lambda question: (200, turn("好的", topic=_topic(question), intent=_intent(question)))
    return Service(conversations, says)


def _topic(question: dict[str, str]) -> str:
    return {"转人工": "CMP05", "怎么销户": "ACC11"}.get(question["text"], "TRF03")


def _intent(question: dict[str, str]) -> str:
    known = {"谢谢": "thanks", "啊？": "nlu_fallback", "转人工": "ask_human"}
    return known.get(question["text"], "ask_transfer_failure")


async def test_a_stretch_with_people_from_the_wish_to_its_end(service: Service) -> None:
    await service.asks("转账失败")
    segment = await service.wants_a_person(priority=6)
    await service.is_served("您好", "办好了")
    [found] = await service.segments()
    assert (found.segment, found.topic, found.skill, found.priority) == (segment, "TRF03", "trade", 6)
    assert (found.agent, found.accepts, found.outcome, found.end) == ("wang", 1, "solved", "closed")
    assert found.accepted_at
    assert found.spoke_at
    assert found.ended_at
    assert found.requested_at < found.accepted_at < found.spoke_at < found.ended_at
    assert found.handled == pytest.approx((found.ended_at - found.accepted_at).total_seconds())


async def test_who_leaves_the_queue_was_never_accepted(service: Service) -> None:
    await service.asks("转账失败")
    await service.wants_a_person()
    await service.conversations.move(service.number, release(by="investor", reason="went back"))
    [found] = await service.segments()
    assert (found.abandoned, found.accepted_at, found.spoke_at, found.accepts) == (True, None, None, 0)


async def test_one_who_still_waits_has_no_end(service: Service) -> None:
    await service.asks("转账失败")
    await service.wants_a_person()
    [found] = await service.segments()
    assert (found.end, found.ended_at, found.abandoned) == (None, None, False)


async def test_a_transfer_stays_in_its_segment_and_counts_both_hands(service: Service) -> None:
    await service.asks("转账失败")
    await service.wants_a_person()
    await service.is_served(outcome=None)
    await service.conversations.move(service.number, transfer(by="wang", to="li"))
    await service.is_served(agent="li")
    [found] = await service.segments()
    assert (found.agent, found.accepts) == ("li", 2)


async def test_what_it_waits_for_between_two_agents_is_not_handled(service: Service) -> None:
    await service.asks("转账失败")
    await service.wants_a_person()
    await service.is_served(outcome=None)
    await service.shift(hours=0.25)
    await service.conversations.move(service.number, transfer(by="wang"))
    await service.shift(hours=2)
    await service.is_served(agent="li")
    [found] = await service.segments()
    assert found.handled == pytest.approx(15 * 60, abs=30)


async def test_the_outcome_outlives_a_word_of_thanks_behind_the_talk(service: Service) -> None:
    await service.asks("转账失败")
    await service.wants_a_person()
    await service.is_served(outcome=None)
    conversations, number = service.conversations, service.number
    await conversations.move(number, wrap_up("wang", detail={"outcome": "solved"}))
    await conversations.move(number, Step("human", "system", "written after the talk", "wang", quiet=True))
    await conversations.move(number, Step("wrapup", "system", "idle", agent="wang"))
    await conversations.move(number, release(by="system", reason="wrap-up ended"))
    [found] = await service.segments()
    assert found.outcome == "solved"


async def test_the_same_wish_within_three_days_means_the_first_was_not_settled(service: Service) -> None:
    await service.asks("转账失败")
    await service.wants_a_person()
    await service.is_served()
    await service.asks("还是转账失败")
    await service.wants_a_person()
    await service.is_served()
    assert [each.again for each in await service.segments()] == [True, False]


async def test_another_matter_is_another_matter(service: Service) -> None:
    await service.asks("转账失败", "转人工")
    await service.wants_a_person(topic="CMP05")
    await service.is_served()
    await service.asks("怎么销户", "转人工")
    await service.wants_a_person(topic="CMP05")
    segments = await service.segments()
    assert [each.topic for each in segments] == ["TRF03", "ACC11"]
    assert [each.again for each in segments] == [False, False]


async def test_what_was_asked_for_before_the_period_is_not_in_it(service: Service) -> None:
    await service.asks("转账失败")
    await service.wants_a_person()
    await service.is_served()
    await service.shift(hours=25)
    assert await service.segments() == []


async def test_every_talk_that_ended_was_asked_about_and_some_answer(service: Service) -> None:
    await service.asks("转账失败")
    first = await service.wants_a_person()
    await service.is_served()
    await service.rates(first, 5)
    await service.asks("再来")
    await service.wants_a_person()
    await service.is_served(agent="li")
    asked = await service.reading.asked(*service.period)
    assert [(each.agent, each.score) for each in asked] == [("wang", 5), ("li", None)]
    assert {each.skill for each in asked} == {"trade"}


async def test_a_rating_can_be_changed_for_a_while_and_then_stays(service: Service) -> None:
    await service.asks("转账失败")
    segment = await service.wants_a_person()
    await service.is_served()
    await service.rates(segment, 5)
    await service.rates(segment, 2)
    [asked] = await service.reading.asked(*service.period)
    assert asked.score == 2
    await service.shift(hours=0.5)
    await service.rates(segment, 4)
    [asked] = await service.reading.asked(*service.period)
    assert asked.score == 2


async def test_a_rating_is_of_who_was_rated_whoever_goes_on(service: Service) -> None:
    await service.asks("转账失败")
    segment = await service.wants_a_person()
    moved = await service.conversations.move(service.number, accept("wang"))
    await service.conversations.move(service.number, wrap_up("wang", epoch=moved.epoch))
    await service.rates(segment, 1)
    await service.conversations.move(service.number, transfer(by="investor", reason="ask_human"))
    await service.is_served(agent="li")
    await service.rates(segment, 5)
    asked = await service.reading.asked(*service.period)
    assert [(each.agent, each.score) for each in asked] == [("wang", 1)]


@pytest.mark.parametrize(
    "rest", ["999:agent:5", "1:agent:6", "1:agent:0", "x:agent:5", "1:boss:5", "1:agent", ""]
)
async def test_what_was_never_offered_rates_nobody(service: Service, rest: str) -> None:
    await service.asks("转账失败")
    await service.wants_a_person()
    await service.is_served()
    pressed = Pressed(service.number, "web", "u1", "closed", None, f"desk:rate:{rest}")
    await service.ratings.press(pressed, rest)
    assert [each.score for each in await service.reading.asked(*service.period)] == [None]


async def test_the_bot_asks_once_a_day_after_thanks_for_an_answer(service: Service) -> None:
    await service.asks("转账失败")
    place = {"conversation_id": service.number, "place": 7, "intent": "thanks"}
    assert await service.ratings.ask_about_bot(**{**place, "intent": "ask_quote"}) is None  # type: ignore[arg-type]
    question = await service.ratings.ask_about_bot(**place)  # type: ignore[arg-type]  # facts by name
    assert question
    assert [choice.payload for choice in question.choices] == [f"desk:rate:7:bot:{n}" for n in (5, 3, 1)]
    assert await service.ratings.ask_about_bot(**{**place, "place": 9}) is None  # type: ignore[arg-type]
    pressed = Pressed(service.number, "web", "u1", "bot", None, "desk:rate:7:bot:1")
    told = await service.ratings.press(pressed, "7:bot:1")
    assert told
    assert "抱歉" in (told.text or "")
    [asked] = await service.reading.asked(*service.period)
    assert (asked.subject, asked.score) == ("bot", 1)


async def test_who_thanks_a_person_is_not_asked_about_the_bot(service: Service) -> None:
    await service.asks("转账失败")
    await service.wants_a_person()
    await service.is_served()
    assert await service.ratings.ask_about_bot(service.number, 9, "thanks") is None
    await service.asks("再问一个")
    assert await service.ratings.ask_about_bot(service.number, 12, "thanks")


async def test_sessions_with_the_bot_and_what_became_of_them(service: Service) -> None:
    await service.asks("转账失败", "啊？")
    await service.shift(hours=2)
    await service.asks("还是转账失败")
    await service.wants_a_person()
    first, second = await service.reading.sessions(*service.period)
    assert (first.topics, first.missed, first.handed, first.again) == (2, True, False, True)
    assert (second.topics, second.missed, second.handed, second.again) == (1, False, True, False)


async def test_who_asked_for_a_person_while_nobody_was_there_was_not_settled_by_the_bot(
    service: Service, fake: FakeBrain
) -> None:
    await service.asks("转账失败", "转人工")
    await service.shift(hours=2)
    ticket = {"ticket": {"act": "open", "kind": "message"}}
    fake.answer = lambda question: (200, {**turn("好的", topic="TRF03", intent="ask_quote"), **ticket})
    await service.asks("留言")
    assert [each.handed for each in await service.reading.sessions(*service.period)] == [True, True]
