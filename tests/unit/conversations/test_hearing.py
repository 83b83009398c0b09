"""Voices and pictures: what was heard is answered; what cannot be read gets a kind request to type."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from conversations import Answer, Brain, Conversations
from conversations.answering import TAKEOVERS, Answering, Desk
from conversations.counter import Closed
from conversations.counters import Counters
from conversations.database import Database
from conversations.hearing import Deaf, Hearing, Listening, Spoken
from conversations.notices import Notices
from conversations.reception import Always
from conversations.turns import Open
from tests.fakes.brain import FakeBrain
from tests.unit.conversations.conftest import Says


class Ear:
    """A recogniser that hears what it is told, and remembers what it was given."""

    def __init__(self) -> None:
        self.words: str | None = "贵州茅台多少钱"
        self.given: list[Spoken] = []
        self.broken: Exception | None = None

    async def hear(self, spoken: Spoken) -> str | None:
        self.given.append(spoken)
        if self.broken:
            raise self.broken
        return self.words


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
async def conversations(database_url: str, brain: Brain, ear: Ear) -> AsyncIterator[Conversations]:
    opened = await Conversations.open(database_url, brain, hearing=ear)
    yield opened
    await opened.close(within=0.5)


async def spoken(conversations: Conversations, says: Says) -> Answer:
    """The answer to a voice message."""
    answer = await conversations.answer(says(kind="voice", media={"wanted": "f1"}))
    assert isinstance(answer, Answer)
    return answer


async def test_a_voice_message_is_answered_like_what_was_said_in_it(
    conversations: Conversations, ear: Ear, fake: FakeBrain, says: Says
) -> None:
    answer = await spoken(conversations, says)
    assert answer.by == "bot"
    assert [reply.text for reply in answer.replies] == ["听到的是：贵州茅台多少钱", "答：贵州茅台多少钱"]
    assert fake.asked[-1]["text"] == "贵州茅台多少钱"
    said = (await conversations.messages("web", "u1"))[0]
    assert (said.kind, said.text) == ("voice", "贵州茅台多少钱")
    assert ear.given[0].media == {"wanted": "f1"}


@pytest.mark.parametrize("words", [None, "", " \x00 "])
async def test_what_cannot_be_made_out_gets_a_request_to_type(
    conversations: Conversations, ear: Ear, fake: FakeBrain, says: Says, words: str | None
) -> None:
    ear.words = words
    answer = await spoken(conversations, says)
    assert answer.by == "notice:voice"
    assert fake.asked == []


async def test_a_voice_on_a_disk_that_is_full_gets_a_request_to_type(
    conversations: Conversations, ear: Ear, says: Says
) -> None:
    ear.broken = OSError(28, "No space left on device")
    answer = await spoken(conversations, says)
    assert answer.by == "notice:voice"


async def test_a_voice_that_brought_down_gateways_is_not_listened_to_again(
    database_url: str, brain: Brain, ear: Ear
) -> None:
    answering = _answering(database_url, brain, ear)
    voice = replace(_picture(1), kind="voice", refusal="voice", media={"wanted": "f1"}, takeovers=TAKEOVERS)
    assert (await answering.compose(voice)).outcome.by == "notice:voice"
    assert ear.given == []


async def test_a_speech_too_long_for_the_brain_is_answered_as_a_long_text_is(
    conversations: Conversations, ear: Ear, says: Says
) -> None:
    ear.words = "长" * 2_001
    answer = await spoken(conversations, says)
    assert answer.by == "notice:too_long"


async def test_a_long_speech_is_repeated_only_in_part(
    conversations: Conversations, ear: Ear, says: Says
) -> None:
    ear.words = "长" * 61
    answer = await spoken(conversations, says)
    assert answer.replies[0].text == f"听到的是：{'长' * 60}…"


async def test_a_picture_is_not_listened_to(conversations: Conversations, ear: Ear, says: Says) -> None:
    answer = await conversations.answer(says(kind="image", media={"wanted": "f1"}))
    assert isinstance(answer, Answer)
    assert answer.by == "notice:image"
    assert ear.given == []


async def test_an_album_of_pictures_is_answered_once(conversations: Conversations, says: Says) -> None:
    said = []
    for album in ("a1", "a1", "a2"):
        answer = await conversations.answer(says(kind="image", media={"wanted": "f1", "album": album}))
        assert isinstance(answer, Answer)
        said.append(len(answer.replies))
    assert said == [1, 0, 1]


async def test_a_picture_whose_turn_begins_again_is_not_taken_for_another_of_its_album(
    database_url: str, brain: Brain
) -> None:
    answering = _answering(database_url, brain, Deaf())
    said = [len((await answering.compose(_picture(number))).outcome.replies) for number in (1, 2, 1)]
    assert said == [1, 0, 1]


def _answering(dsn: str, brain: Brain, hearing: Hearing) -> Answering:
    listening = Listening(Database(dsn, connections=1), hearing)
    return Answering(brain, Notices.load(), Counters(), listening, Desk(Always(), Closed()))


def _picture(number: int) -> Open:
    """One of an album, as it waits to be answered."""
    return Open(
        conversation_id=1,
        inbound_id=number,
        seq=number,
        channel="telegram",
        user="u1",
        epoch=0,
        message_id=str(number),
        kind="image",
        text=None,
        payload=None,
        refusal="image",
        state=None,
        media={"wanted": "f1", "album": "a1"},
    )
