"""The same dialogue on every channel: the investor sees the same words, choices and pictures."""

import pytest

from tests.e2e.channels.conftest import DIALOGUES, Played
from tests.e2e.channels.ways import WAYS

OTHERS = [*(way for way in WAYS if way != "web"), "late"]


@pytest.mark.parametrize("name", DIALOGUES)
async def test_the_web_chat_answers(played: Played, name: str) -> None:
    for turn, seen in zip(DIALOGUES[name], played[name, "web"], strict=True):
        assert seen.lines, turn
        assert turn.get("hears", "") in "\n".join(seen.lines)


@pytest.mark.parametrize("way", OTHERS)
@pytest.mark.parametrize("name", DIALOGUES)
async def test_investors_see_the_same_as_on_the_web(played: Played, name: str, way: str) -> None:
    here, web = played[name, way], played[name, "web"]
    assert [seen.words for seen in here] == [seen.words for seen in web]
    assert way != "late" or not any(seen.passive for seen in here)
