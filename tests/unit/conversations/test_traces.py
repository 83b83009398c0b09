"""The trace of a message, from its turn over the brain to its send; and that nobody is named in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from conversations import Brain, Conversations
from conversations.sending import Item, Limits, Parcel, Request, SendResult, WindowClosed
from telemetry import spans
from tests.fakes.brain import FakeBrain, action_failed, echo, turn
from tests.fakes.traces import Traces, facts_of, id_of, kept_traces, parent_of, trace_of
from tests.unit.conversations.conftest import Says, eventually

TEXT, USER = "我叫王小明 13800138000", "very-private-person"


@pytest.fixture
def traces() -> Iterator[Traces]:
    with kept_traces() as kept:
        yield kept


@dataclass
class Platform:
    """Takes everything, or refuses it for good."""

    refuses: bool = False
    name: str = "telegram"
    limits: Limits = field(default_factory=lambda: Limits(per_second=1000))

    def pack(self, items: Sequence[Item]) -> list[Parcel[Item]]:
        return [Parcel((item,), (Request(item.recipient, item.key(), item),)) for item in items]

    async def send(self, request: Request[Item]) -> SendResult:
        if self.refuses:
            raise WindowClosed("45015")
        return SendResult("ref")


async def sent(platform: Platform, dsn: str, brain: Brain, says: Says, traces: Traces) -> Conversations:
    """Conversations that have answered one message on the platform and whose send has ended."""
    conversations = await Conversations.open(dsn, brain, senders=[platform])
    with spans.span("request", "server"):
        await conversations.answer(says(TEXT, channel="telegram", user=USER))

    async def over() -> bool:
        return bool(traces.named("send"))

    await eventually(over)
    await conversations.close(within=0.5)
    return conversations


async def test_a_message_is_one_trace_from_the_request_to_the_send(
    database_url: str, brain: Brain, says: Says, traces: Traces
) -> None:
    await sent(Platform(), database_url, brain, says, traces)
    way = ["request", "turn", "ask", "try"]
    for outer, inner in zip(way, way[1:], strict=False):
        assert parent_of(traces[inner]) == id_of(traces[outer])
    assert parent_of(traces["send"]) == id_of(traces["turn"])
    assert len({trace_of(span) for span in traces.all}) == 1


async def test_a_turn_says_what_came_of_it(
    database_url: str, brain: Brain, says: Says, traces: Traces
) -> None:
    await sent(Platform(), database_url, brain, says, traces)
    told = facts_of(traces["turn"])
    assert len(str(told.pop("conversation"))) == 12
    assert told == {
        "channel": "telegram",
        "message_kind": "text",
        "outcome": "bot",
        "topic": "QUO01",
        "intent": "ask_quote",
        "owner": "bot",
        "messages": 1,
    }
    assert facts_of(traces["ask"]) == {"attempts": 1}
    assert facts_of(traces["send"])["outcome"] == "sent"


async def test_a_send_that_is_refused_says_why_without_the_platforms_words(
    database_url: str, brain: Brain, says: Says, traces: Traces
) -> None:
    await sent(Platform(refuses=True), database_url, brain, says, traces)
    assert (traces["send"].status.is_ok, facts_of(traces["send"])["outcome"]) == (False, "WindowClosed")


async def test_no_span_names_anybody_or_holds_a_word_of_theirs(
    database_url: str, brain: Brain, says: Says, traces: Traces
) -> None:
    await sent(Platform(), database_url, brain, says, traces)
    told = "".join(span.to_json() for span in traces.all)
    assert len(traces.all) >= 5
    assert not [word for word in ("王小明", "13800138000", USER, "答") if word in told]


async def test_the_brain_is_told_the_trace_and_its_spans_are_kept(
    conversations: Conversations, fake: FakeBrain, says: Says, traces: Traces
) -> None:
    def traced(question: dict[str, Any]) -> tuple[int, Any]:
        line = next(line for line in fake.heads[-1].split("\r\n") if line.startswith("traceparent: "))
        own = line.split("-")[2]
        span = {"name": "rasa turn", "span": "a" * 16, "parent": own, "start": 1, "end": 2}
        return 200, turn(
            "好", spans=[{**span, "facts": {"intent": "ask_quote", "text": TEXT}, "failure": None}]
        )

    fake.answer = traced
    await conversations.answer(says(TEXT))
    assert parent_of(traces["rasa turn"]) == id_of(traces["try"])
    assert facts_of(traces["rasa turn"]) == {"intent": "ask_quote"}


async def test_each_try_at_the_brain_is_seen(
    conversations: Conversations, fake: FakeBrain, says: Says, traces: Traces
) -> None:
    fake.answer = action_failed
    await conversations.answer(says(TEXT))
    assert [facts_of(span)["outcome"] for span in traces.named("try")] == ["ActionFailed", "ActionFailed"]
    assert facts_of(traces["ask"])["attempts"] == 2
    assert facts_of(traces["turn"])["outcome"] == "notice:action_failed"


async def test_what_waited_for_another_answer_has_a_trace_of_its_own(
    conversations: Conversations, fake: FakeBrain, says: Says, traces: Traces
) -> None:
    fake.hold.clear()
    with spans.span("request", "server"):
        await conversations.receive(says("一"))
        await fake.reached.wait()
        await conversations.receive(says("二"))
    fake.hold.set()

    async def both() -> bool:
        return len(traces.named("turn")) == 2

    await eventually(both)
    first, second = traces.named("turn")
    assert parent_of(first) == id_of(traces["request"])
    assert parent_of(second) is None
    assert trace_of(first) != trace_of(second)


async def test_where_traces_are_off_the_brain_is_told_none(
    conversations: Conversations, fake: FakeBrain, says: Says
) -> None:
    fake.answer = echo
    await conversations.answer(says(TEXT))
    assert "traceparent" not in fake.heads[-1]


async def test_the_way_from_the_message_to_its_send_is_measured(
    database_url: str, fake: FakeBrain, brain: Brain, says: Says, traces: Traces
) -> None:
    fake.pause = 0.15
    conversations = await sent(Platform(), database_url, brain, says, traces)
    measures = conversations.counters.measures()
    [answered], [sending] = measures["answer_seconds"].values(), measures["send_seconds"].values()
    assert 0.15 <= answered.total <= sending.total
    assert (answered.below()[-1], sending.below()[-1]) == (1, 1)
    assert measures["asking_seconds"]["answered"].below()[-1] == 1
    assert measures["confidence"][""].total == pytest.approx(0.98)
    assert conversations.counters.value("understood", "understood") == 1
