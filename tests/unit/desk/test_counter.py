"""Each button of the desk goes to the part that knows its word."""

from conversations.counter import Answered, Pressed
from conversations.messages import Reply
from desk.counter import Counter


def pressed(payload: str) -> Pressed:
    return Pressed(7, "web", "u1", "bot", None, payload)


async def echo(pressed: Pressed, rest: str) -> Reply | None:
    return Reply(f"{pressed.conversation_id}: {rest}")


async def test_the_word_says_who_answers_and_gets_the_rest() -> None:
    counter = Counter({"rate": echo})
    assert await counter.press(pressed("desk:rate:3:agent:5")) == Reply("7: 3:agent:5")
    assert await counter.press(pressed("desk:rate")) == Reply("7: ")


async def test_a_word_nobody_knows_is_answered_by_nobody() -> None:
    counter = Counter({"rate": echo})
    for payload in ("desk:", "desk:slots", "desk:rates:1"):
        assert await counter.press(pressed(payload)) is None


async def test_what_follows_an_answer_is_asked_of_who_follows() -> None:
    async def thanks(answered: Answered) -> Reply | None:
        return Reply("评分") if answered.intent == "thank" else None

    answered = Answered(7, "web", "u1", 3, None, "thank", "QUO01")
    assert await Counter({}, thanks).after(answered) == Reply("评分")
    assert await Counter({}).after(answered) is None
