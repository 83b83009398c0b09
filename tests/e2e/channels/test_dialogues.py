"""The same dialogue on every channel: the investor sees the same words, choices and pictures."""

import pytest

from tests.e2e.channels.conftest import DIALOGUES, SPOKEN, Played
from tests.e2e.channels.ways import WAYS

OTHERS = [*(way for way in WAYS if way != "web"), "late"]


@pytest.mark.parametrize("name", DIALOGUES)
async def test_the_web_chat_answers(played: Played, name: str) -> None:
    for turn, seen in zip(DIALOGUES[name], played[name, "web"], strict=True):
        assert seen.lines, turn
        assert turn.get("hears", "") in "\n".join(seen.lines)


async def test_a_chart_is_a_picture_everywhere(played: Played) -> None:
    for way in ("web", *OTHERS):
        assert [len(seen.pictures) for seen in played["chart", way]] == [1, 1], way


@pytest.mark.parametrize("way", OTHERS)
@pytest.mark.parametrize("name", DIALOGUES)
async def test_investors_see_the_same_as_on_the_web(played: Played, name: str, way: str) -> None:
    here, web = played[name, way], played[name, "web"]
    for turn, seen, typed in zip(DIALOGUES[name], here, web, strict=True):
        heard = [f"听到的是：{SPOKEN}"] if "speaks" in turn else []
        assert seen.lines == [*heard, *typed.lines]
        assert (list(seen.choices), seen.pictures) == (list(typed.choices), typed.pictures)
        assert way != "late" or not seen.passive
