"""Replies written in advance: stocked once, found by what is typed, kept by who leads, within the rules."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from desk.compliance.checking import Situation
from desk.errors import NotNow, RowsBroken, Unknown
from desk.people.caller import Role
from desk.work.canned import CannedReplies, Wording, filled, load_wordings
from tests.unit.desk.aids.conftest import Aids
from tests.unit.desk.work.floor import CHECKER

BODY = {"shortcut": "fee", "title": "佣金", "text": "佣金以您签署的协议为准。", "skill": None}


@pytest.mark.parametrize("wording", load_wordings(), ids=lambda wording: wording.shortcut)
def test_what_a_fresh_installation_says_breaks_no_rule(wording: Wording) -> None:
    assert not CHECKER.check(wording.text, Situation(frozenset({"general"})))
    assert len(wording.text.split("\n")) <= 8


def test_a_file_of_something_else_is_found_at_start(tmp_path: Path) -> None:
    file = tmp_path / "canned.yml"
    file.write_text("- {shortcut: a, words: b}", encoding="utf-8")
    with pytest.raises(RowsBroken):
        load_wordings(file)


async def test_the_stock_is_taken_over_once_even_where_two_start_at_once(aids: Aids) -> None:
    other = CannedReplies(aids.floor.office.database, CHECKER.check)
    counts = await asyncio.gather(aids.replies.stock(), other.stock())
    assert sorted(counts) == [0, len(load_wordings())]


async def test_what_was_removed_does_not_come_back(aids: Aids) -> None:
    await aids.replies.stock()
    for reply in await aids.replies.find(""):
        await aids.replies.remove("chen", reply.id)
    assert await aids.replies.stock() == 0
    assert await aids.replies.find("") == []


async def test_the_nearest_comes_first(aids: Aids) -> None:
    for shortcut, title, text in [
        ("zz", "说明", "关于 risk 的说明"),
        ("yy", "risk 的标题", "略"),
        ("risky", "甲", "略"),
        ("risk", "乙", "略"),
        ("other", "丙", "略"),
    ]:
        await aids.replies.add("chen", Wording(shortcut, title, text))
    found = [reply.shortcut for reply in await aids.replies.find("/risk")]
    assert found == ["risk", "risky", "yy", "zz"]


async def test_what_is_for_ones_own_skill_comes_before_the_rest(aids: Aids) -> None:
    for shortcut, skill in [("a", "trade"), ("b", "risk"), ("c", None)]:
        await aids.replies.add("chen", Wording(shortcut, "题", "略", skill))
    assert [reply.shortcut for reply in await aids.replies.find("", {"risk"})] == ["b", "c", "a"]
    assert [reply.shortcut for reply in await aids.replies.find("", only="trade")] == ["a"]


async def test_signs_are_only_signs(aids: Aids) -> None:
    await aids.replies.add("chen", Wording("a", "题", "略"))
    for typed in ("%", "_", "\\", "'; drop table desk_canned"):
        assert await aids.replies.find(typed) == []
    assert len(await aids.replies.find("a")) == 1


async def test_a_name_is_given_once_at_a_time(aids: Aids) -> None:
    first = await aids.replies.add("chen", Wording("a", "题", "略"))
    with pytest.raises(NotNow) as caught:
        await aids.replies.add("chen", Wording("a", "别的", "略"))
    assert caught.value.why == "shortcut_taken"
    await aids.replies.remove("chen", first.id)
    again = await aids.replies.add("chen", Wording("a", "别的", "略"))
    with pytest.raises(Unknown):
        await aids.replies.change("chen", first.id, Wording("b", "题", "略"))
    assert (await aids.replies.find(""))[0].id == again.id


def test_what_is_not_known_stays_to_be_seen() -> None:
    assert filled("{name}，{ticket}", {"name": "王", "ticket": None}) == "王，{ticket}"


async def test_a_reply_is_filled_in_for_who_asks(aids: Aids) -> None:
    browser, wang, head = await aids.at_work()
    await aids.replies.add("chen", Wording("hi", "问候", "我是{name}，工号{number}，编号{ticket}。"))
    [plain] = (await browser.get("/desk/api/canned?q=hi")).json()["canned"]
    assert plain["text"] == f"我是{wang.name}，工号{wang.number}，编号{{ticket}}。"
    assert plain["template"] == "我是{name}，工号{number}，编号{ticket}。"
    number = head.conversation_id
    opened = await ticket(aids, number, "complaint")
    await ticket(aids, number, "noted")
    [whole] = (await browser.get(f"/desk/api/canned?q=hi&conversation={number}")).json()["canned"]
    assert whole["text"].endswith(f"-{opened:04d}。")
    other, _ = await aids.desk()
    for refused in (f"{number}", "9" * 30, "0"):
        assert (await other.get(f"/desk/api/canned?conversation={refused}")).status_code in (403, 404)


async def ticket(aids: Aids, number: int, kind: str) -> int:
    row = await aids.floor.office.database.row(
        """insert into ticket (conversation_id, message_id, kind, opened_at, contact_due, resolve_due)
        values (%(number)s, 'm', %(kind)s, now(), now(), now()) returning id""",
        {"number": number, "kind": kind},
    )
    assert row is not None
    return int(row["id"])


@pytest.mark.parametrize("role", ["supervisor", "admin"])
async def test_who_leads_or_sets_up_keeps_the_replies(aids: Aids, role: Role) -> None:
    browser, caller = await aids.desk(role)
    made = await browser.post("/desk/api/canned", json=BODY)
    assert made.status_code == 201
    address = f"/desk/api/canned/{made.json()['id']}"
    changed = await browser.put(address, json={**BODY, "title": "手续费"})
    assert (changed.status_code, changed.json()["title"]) == (200, "手续费")
    assert (await browser.delete(address)).status_code == 200
    assert (await browser.delete(address)).status_code == 404
    rows, _ = await aids.floor.office.audit.find(act="setting")
    assert [(row.actor, row.detail["act"]) for row in reversed(rows)] == [
        (caller.agent, act) for act in ("added", "changed", "removed")
    ]


async def test_others_only_read_them(aids: Aids) -> None:
    others: list[Role] = ["agent", "senior", "quality", "compliance"]
    for role in others:
        browser, _ = await aids.desk(role)
        calls = [
            await browser.post("/desk/api/canned", json=BODY),
            await browser.put("/desk/api/canned/1", json=BODY),
            await browser.delete("/desk/api/canned/1"),
        ]
        assert [call.status_code for call in calls] == [403] * 3
        assert (await browser.get("/desk/api/canned")).json() == {"canned": []}


async def test_what_may_not_be_sent_is_not_kept(aids: Aids) -> None:
    browser, _ = await aids.desk("supervisor")
    refusals: list[tuple[dict[str, Any], int, str]] = [
        ({"text": "稳赚不赔"}, 422, "blocked"),
        ({"text": "加我微信"}, 422, "blocked"),
        ({"text": "{password}"}, 400, "unreadable"),
        ({"text": "{name"}, 400, "unreadable"),
        ({"shortcut": "a b"}, 400, "unreadable"),
        ({"title": ""}, 400, "unreadable"),
        ({"more": 1}, 400, "unreadable"),
    ]
    for change, status, error in refusals:
        refused = await browser.post("/desk/api/canned", json={**BODY, **change})
        assert (refused.status_code, refused.json()["error"]) == (status, error)
    assert await aids.replies.find("") == []
