"""What a response becomes on its way out of Rasa."""

from typing import Any

import pytest

from bot.replies import Replies


async def said(**message: Any) -> list[dict[str, Any]]:
    replies = Replies()
    await replies.send_response("anyone", message)
    return replies.messages


async def test_what_an_action_calls_account_data_is_called_so() -> None:
    assert await said(text="持有 100 股", custom={"account": True}) == [
        {"text": "持有 100 股", "buttons": [], "image": None, "account": True}
    ]


async def test_what_it_is_to_be_written_in_goes_with_it() -> None:
    assert await said(text="转账限额", custom={"language": "zh-Hant"}) == [
        {"text": "转账限额", "buttons": [], "image": None, "language": "zh-Hant"}
    ]


@pytest.mark.parametrize("custom", [None, {}, {"account": False}, {"account": "yes"}, {"language": 1}])
async def test_nothing_else_is(custom: Any) -> None:
    assert await said(text="现价 10 元", custom=custom) == [
        {"text": "现价 10 元", "buttons": [], "image": None}
    ]


async def test_a_response_without_anything_to_show_is_left_out() -> None:
    assert await said(custom={"account": True}) == []
