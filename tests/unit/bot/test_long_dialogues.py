"""A dialogue on a bounded state goes on as Rasa with its whole history would, and carries no more."""

import asyncio
import itertools
import json
from contextlib import closing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from bot import state
from bot.action_endpoint import ActionEndpoint
from bot.processor import TurnProcessor
from bot.replies import Replies
from tests.unit.bot.action_server import ActionServer

SAID = [
    "你好",
    "贵州茅台多少钱",
    "几点开盘",
    "我的测评结果",
    "转人工",
    "开始风险测试",
    "长期五年",
    "只能亏一点",
    "不做了",
    "🙂🙂",
    '/ask_quote{"security": "SZ000001"}',
    "/session_start",
    "/restart",
]
WHOLE_TEST = ["开始风险测试", "长期五年", "只能亏一点"]
SITUATIONS = [
    "digression",
    "result kept",
    "cancellation",
    "fallback",
    "fallback in a form",
    "form twice",
]
numbers = itertools.count()


async def run_turn(
    loaded: MessageProcessor, endpoint: ActionEndpoint, kept: Any, text: str, turns: int
) -> tuple[list[str], Any]:
    """What the bot said to `text`, and the next state, through JSON as on the wire."""
    tracker = state.restore(kept, "u1", loaded.domain)
    processor, replies = TurnProcessor(loaded, tracker, endpoint), Replies()
    await processor.handle_message(UserMessage(text, replies, "u1", message_id=f"m{next(numbers)}"))
    after = state.dump(processor.tracker, loaded.domain, turns)
    return [message["text"] for message in replies.messages], json.loads(json.dumps(after))


def actions_of(loaded: MessageProcessor) -> closing[ActionEndpoint]:
    assert loaded.action_endpoint is not None
    return closing(ActionEndpoint(loaded.action_endpoint))


def converse(loaded: MessageProcessor, said: list[str], turns: int) -> list[list[str]]:
    async def all_turns() -> list[list[str]]:
        kept, answers = None, []
        with actions_of(loaded) as endpoint:
            for text in said:
                replies, kept = await run_turn(loaded, endpoint, kept, text, turns)
                answers.append(replies)
        return answers

    return asyncio.run(all_turns())


def sizes(loaded: MessageProcessor, said: list[str]) -> list[int]:
    async def all_turns() -> list[int]:
        kept, found = None, []
        with actions_of(loaded) as endpoint:
            for text in said:
                _, kept = await run_turn(loaded, endpoint, kept, text, state.TURNS)
                found.append(len(kept["tail"]))
        return found

    return asyncio.run(all_turns())


def converse_with_rasa(loaded: MessageProcessor, said: list[str]) -> list[list[str]]:
    """The same dialogue with Rasa as it is, which keeps every event in its own tracker store."""

    async def all_turns() -> list[list[str]]:
        sender, answers = f"u{next(numbers)}", []
        for text in said:
            replies = Replies()
            await loaded.handle_message(UserMessage(text, replies, sender))
            answers.append([message["text"] for message in replies.messages])
        return answers

    return asyncio.run(all_turns())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(SAID), min_size=2, max_size=10))
def test_any_dialogue_goes_on_as_with_its_whole_history(
    loaded: MessageProcessor, actions: ActionServer, said: list[str]
) -> None:
    whole = converse_with_rasa(loaded, said)
    assert [converse(loaded, said, turns) for turns in (1, 2, 3, 5)] == [whole] * 4


@pytest.mark.parametrize(
    "said",
    [
        ["你好", "开始风险测试", "几点开盘", "长期五年", "几点开盘", "几点开盘", "只能亏一点", "你好"],
        [*WHOLE_TEST, "几点开盘", "几点开盘", "几点开盘", "几点开盘", "我的测评结果", "你好"],
        ["开始风险测试", "长期五年", "不做了", "只能亏一点", "几点开盘", "几点开盘", "长期五年"],
        ["几点开盘", "🙂🙂", "🙂🙂", "🙂🙂", "🙂🙂", "🙂🙂", "几点开盘"],
        ["开始风险测试", "🙂🙂", "🙂🙂", "🙂🙂", "🙂🙂", "长期五年", "🙂🙂", "只能亏一点"],
        [*WHOLE_TEST, *WHOLE_TEST, "我的测评结果"],
    ],
    ids=SITUATIONS,
)
def test_situation_goes_on_as_with_its_whole_history(
    loaded: MessageProcessor, actions: ActionServer, said: list[str]
) -> None:
    whole = converse_with_rasa(loaded, said)
    assert [converse(loaded, said, turns) for turns in (1, 2, 3, 5)] == [whole] * 4


@pytest.mark.parametrize("turns", [2, 3, 5])
def test_turn_that_is_taken_back_takes_its_slots_along(
    loaded: MessageProcessor, actions: ActionServer, turns: int
) -> None:
    said = ["几点开盘", "几点开盘", "几点开盘", *WHOLE_TEST, "/back", "我的测评结果"]
    answers = converse(loaded, said, turns)
    assert answers == converse_with_rasa(loaded, said)
    assert answers[-1] == ["您还没有做过测评。"]


def test_these_dialogues_are_worth_comparing(loaded: MessageProcessor, actions: ActionServer) -> None:
    said = ["你好", *WHOLE_TEST, "你好", "我的测评结果", "🙂🙂"]
    assert converse(loaded, said, 3) == [
        ["第一次见面，欢迎。"],
        ["您打算投资多久？"],
        ["您能承受多大亏损？"],
        ["记下了：long，little。"],
        ["又见面了。"],
        ["您已做过测评。"],
        ["没有听懂。"],
    ]


def test_a_dialogue_without_a_tail_is_not_at_its_start(
    loaded: MessageProcessor, actions: ActionServer
) -> None:
    assert converse(loaded, ["几点开盘", "你好"], 0)[1] == ["又见面了。"]


def test_a_story_is_followed_from_one_turn_into_the_next(
    loaded: MessageProcessor, actions: ActionServer
) -> None:
    assert converse(loaded, ["讲个故事", "再讲一个故事吧"], 3) == [["从前有座山。"], ["山里有座庙。"]]


@pytest.mark.parametrize(
    "again",
    [
        ["几点开盘"],
        ["贵州茅台多少钱", "🙂🙂"],
        ["开始风险测试", "🙂🙂", "几点开盘"],
        [*WHOLE_TEST, "不做了"],
    ],
    ids=["asking", "fallback", "a form that never ends", "a form again and again"],
)
def test_turn_300_carries_no_more_than_turn_5(
    loaded: MessageProcessor, actions: ActionServer, again: list[str]
) -> None:
    found = sizes(loaded, list(itertools.islice(itertools.cycle(again), 60)))
    assert max(found[30:]) <= max(found[:15])
    assert max(found) < 60
