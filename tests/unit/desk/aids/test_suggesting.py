"""The bot's suggestion: only when asked for, for who speaks there, and nothing of it changes anything."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from conversations.messages import SHANGHAI
from conversations.records import Line
from desk.work.suggesting import question_of
from tests.fakes.brain import Answer, FakeBrain, action_failed, not_ready, turn
from tests.unit.desk.aids.conftest import Aids

QUOTE = "贵州茅台 600519\n1437.21 ▼12.69\n11-20 15:00 · 腾讯行情 · 不构成投资建议"


async def suggested(
    aids: Aids, fake: FakeBrain, brains: Any, said: str = "创业板权限怎么开通"
) -> dict[str, Any]:
    """What an agent is shown after the investor has said something, if the brain answers so."""
    browser, _, head = await aids.at_work()
    await aids.floor.says(said)
    fake.answer = brains if callable(brains) else lambda _question: (200, brains)
    answered = await browser.post(f"/desk/api/conversations/{head.conversation_id}/suggest", json={})
    assert answered.status_code == 200
    return dict(answered.json())


async def test_it_is_what_the_bot_would_say_with_where_it_is_from(aids: Aids, fake: FakeBrain) -> None:
    shown = await suggested(aids, fake, turn("您好。", QUOTE, topic="QUO01"), "茅台多少钱")
    assert shown["text"] == f"您好。\n\n{QUOTE}"
    assert shown["source"]["kind"] == "bot"
    assert shown["source"]["id"] == "QUO01"
    assert shown["source"]["as_of"] == "11-20 15:00 · 腾讯行情 · 不构成投资建议"
    assert shown["automatic"] is True


async def test_the_brain_sees_the_state_and_nothing_comes_of_its_answer(aids: Aids, fake: FakeBrain) -> None:
    browser, wang, head = await aids.at_work()
    state = fake.asked[-1]["state"] or {}
    promised = {"kind": "report", "key": "SH600519"}
    fake.answer = lambda _question: (200, turn("好的。", state={"version": 9}, followup=promised))
    await aids.floor.says("茅台多少钱")
    before = await everything(aids, head.conversation_id)
    asked = len(fake.asked)
    await browser.post(f"/desk/api/conversations/{head.conversation_id}/suggest", json={})
    assert await everything(aids, head.conversation_id) == before
    (question,) = fake.asked[asked:]
    assert (question["text"], question["desk"]) == ("茅台多少钱", "open")
    assert question["state"] == {"version": 1, "turns": state.get("turns", 0) + 1}


async def everything(aids: Aids, number: int) -> list[Any]:
    """All that a turn could change."""
    database, values = aids.floor.office.database, {"id": number}
    return [
        await database.rows(statement, values)
        for statement in (
            "select * from conversation where id = %(id)s",
            "select * from message where conversation_id = %(id)s order by seq",
            "select * from followup where conversation_id = %(id)s",
            "select * from ticket where conversation_id = %(id)s",
            "select * from transition where conversation_id = %(id)s order by id",
        )
    ]


async def test_where_the_bot_has_no_answer_the_nearest_article_stands_in(aids: Aids, fake: FakeBrain) -> None:
    browser, _, head = await aids.at_work()
    await aids.floor.says("创业板权限怎么开通")
    own: dict[str, Any] = {"text": "您的持仓", "buttons": [], "image": None, "account": True}
    cases: list[dict[str, Any]] = [
        {"intent": "nlu_fallback", "topic": "ADV06"},
        {"topic": None, "intent": "greet"},
        {"handoff": {"reason": "ask_human", "skill": None, "priority": 0}},
        {"ticket": {"act": "open", "kind": "complaint"}},
        {"messages": []},
        {"messages": [own]},
    ]
    for fields in cases:
        fake.answer = partial(_answering, {**turn("没有听懂。"), **fields})
        answered = await browser.post(f"/desk/api/conversations/{head.conversation_id}/suggest", json={})
        shown = answered.json()
        assert (shown["source"]["kind"], shown["source"]["id"]) == ("article", "PRM01")
        assert shown["text"] == shown["article"]["answer"]


def _answering(body: dict[str, Any], _question: dict[str, Any]) -> Answer:
    return 200, body


@pytest.mark.parametrize("answer", [action_failed, not_ready])
async def test_without_a_brain_an_article_may_help(aids: Aids, fake: FakeBrain, answer: Any) -> None:
    assert (await suggested(aids, fake, answer))["source"]["kind"] == "article"


async def test_without_a_brain_and_an_article_it_says_so(aids: Aids, fake: FakeBrain) -> None:
    browser, _, head = await aids.at_work()
    await aids.floor.says("qwertyuiop")
    fake.answer = not_ready
    refused = await browser.post(f"/desk/api/conversations/{head.conversation_id}/suggest", json={})
    assert (refused.status_code, refused.json()) == (503, {"error": "unavailable"})


async def test_there_may_be_nothing_to_suggest(aids: Aids, fake: FakeBrain) -> None:
    missed = turn("没有听懂。", intent="nlu_fallback", topic="ADV06")
    shown = await suggested(aids, fake, missed, "qwertyuiop")
    assert (shown["text"], shown["source"]) == (None, None)
    assert await aids.floor.acts() == []


async def test_a_picture_of_the_bot_comes_along(aids: Aids, fake: FakeBrain) -> None:
    words: dict[str, Any] = {"text": "走势图如下。", "buttons": [], "image": None}
    picture: dict[str, Any] = {"text": None, "buttons": [], "image": "/media/a.png"}
    shown = await suggested(aids, fake, {**turn(), "messages": [words, picture]}, "茅台走势图")
    assert (shown["text"], shown["image"]) == ("走势图如下。", "/media/a.png")


async def test_what_is_shown_and_used_is_counted(aids: Aids) -> None:
    browser, wang, head = await aids.at_work()
    address = f"/desk/api/conversations/{head.conversation_id}/suggest"
    shown = (await browser.post(address, json={})).json()
    assert (await browser.post(f"{address}/used", json={"id": shown["id"]})).status_code == 200
    rows, _ = await aids.floor.office.audit.find(act="suggestion")
    assert [(row.actor, row.detail["step"], row.detail["id"]) for row in reversed(rows)] == [
        (wang.agent, "shown", shown["id"]),
        (wang.agent, "used", shown["id"]),
    ]
    assert (await browser.post(f"{address}/used", json={"id": "x"})).status_code == 400


async def test_nobody_is_helped_in_a_strangers_conversation(aids: Aids, fake: FakeBrain) -> None:
    _, _, head = await aids.at_work()
    other, _ = await aids.desk("supervisor")
    address, asked = f"/desk/api/conversations/{head.conversation_id}/suggest", len(fake.asked)
    assert (await other.post(address, json={})).status_code == 403
    assert (await other.post(f"{address}/used", json={"id": "0" * 16})).status_code == 403
    assert len(fake.asked) == asked


def lines(*said: tuple[str, str | None]) -> list[Line]:
    empty: Any = dict.fromkeys(Line.__slots__)
    at = datetime(2026, 11, 26, 10, tzinfo=SHANGHAI)
    blank = Line(**{**empty, "at": at})
    return [replace(blank, seq=seq, sender=who, text=text) for seq, (who, text) in enumerate(said, 1)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ((("user", "甲"), ("agent", "乙"), ("user", "丙"), ("system", "丁"), ("user", "戊")), "丙\n戊"),
        ((("user", "甲"), ("user", None), ("agent", "乙")), "甲"),
        (tuple(("user", str(n)) for n in range(9)), "6\n7\n8"),
        ((("agent", "乙"), ("user", None)), ""),
        ((), ""),
        ((("user", "字" * 600),), "字" * 500),
    ],
)
def test_what_waits_for_a_word_is_asked_as_one_question(
    said: tuple[tuple[str, str | None], ...], asked: str
) -> None:
    assert question_of(lines(*said)) == asked
