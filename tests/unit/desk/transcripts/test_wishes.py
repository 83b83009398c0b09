"""Investors' wishes about their data: written down, due, answered once, each step in the log."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from conversations.database import Database
from conversations.erasing import Erasing
from conversations.errors import StoreUnavailable
from conversations.messages import Reply
from conversations.notices import Notices
from conversations.records import Line
from desk.people.caller import Role
from desk.routes.wishes import WishRoutes
from desk.transcripts.document import record_of
from desk.transcripts.exports import Exporter
from desk.transcripts.gathering import Archive
from desk.transcripts.received import Received
from desk.transcripts.wishes import ANSWER_WITHIN, Wishes
from desk.transcripts.words import Words
from tests.unit.desk.office import Office
from tests.unit.desk.transcripts.stored import store
from tests.unit.desk.transcripts.talk import LINES, dossier, line

WISHES = "/desk/api/wishes"


@dataclass
class Outside:
    """What reaches the investor."""

    erasing: Erasing
    told: list[str] = field(default_factory=list)
    away: bool = False

    async def tell(self, _conversation_id: int, what: Reply) -> None:
        if self.away:
            raise StoreUnavailable
        self.told.append(what.text or "")


@dataclass
class Desk:
    office: Office
    client: httpx.AsyncClient
    outside: Outside
    folder: Path

    async def wish(self, kind: str, text: str = "请处理我的信息") -> dict[str, Any]:
        body = {"conversation": 12, "kind": kind, "text": text}
        response = await self.client.post(WISHES, json=body)
        assert response.status_code == 201, response.text
        wish: dict[str, Any] = response.json()
        return wish

    async def answer(self, id: int, **body: Any) -> httpx.Response:
        return await self.client.post(f"{WISHES}/{id}/answer", json={"granted": True, **body})

    async def blank(self, conversation: int = 12) -> list[int]:
        """Places of the transcript where nothing is left."""
        whole = await Archive(self.office.database).whole(conversation)
        lines = [entry for entry in whole.entries if isinstance(entry, Line)]
        return [each.seq for each in lines if not (each.text or each.media or each.image or each.buttons)]

    async def steps(self) -> list[str]:
        rows, intact = await self.office.audit.find(act="wish")
        assert intact
        return [row.detail["step"] for row in reversed(rows)]


@pytest.fixture
async def desk(office: Office, tmp_path: Path) -> Desk:
    database = office.database
    outside = Outside(Erasing(database, Notices.load()))
    exporter = Exporter(Archive(database), office.audit, tmp_path, Words.load())
    wishes = Wishes(outside, database, exporter, Received(database, tmp_path), office.audit)
    desk = Desk(office, office.browser(WishRoutes(wishes).routes(office.guard)), outside, tmp_path)
    await store(database, dossier())
    await office.signed_in(desk.client, "compliance")
    return desk


async def test_a_wish_is_due_in_fifteen_days_and_the_investor_knows(
    desk: Desk, desk_database: Database
) -> None:
    wish = await desk.wish("delete", "把你们存的我的聊天删掉")
    [row] = await desk_database.rows("select due_at - made_at as time from desk_wish", {})
    assert row["time"] == timedelta(days=ANSWER_WITHIN) == timedelta(days=15)
    assert not wish["overdue"]
    assert desk.outside.told[0].startswith(
        f"已登记您删除个人信息的申请，编号 {wish['id']}，最迟 {wish['due_at'][5:10]} 前"
    )
    assert await desk.steps() == ["taken"]


async def test_open_wishes_stand_by_their_day_and_show_which_are_late(
    desk: Desk, desk_database: Database
) -> None:
    first, second = await desk.wish("copy"), await desk.wish("correct")
    late = "update desk_wish set due_at = now() - interval '1 minute' where id = %(id)s returning id"
    await desk_database.rows(late, {"id": second["id"]})
    shown = (await desk.client.get(WISHES)).json()["wishes"]
    assert [(wish["id"], wish["overdue"]) for wish in shown] == [(second["id"], True), (first["id"], False)]
    await desk.answer(second["id"])
    assert [wish["id"] for wish in (await desk.client.get(WISHES)).json()["wishes"]] == [first["id"]]
    everything = (await desk.client.get(WISHES, params={"open": "false"})).json()["wishes"]
    assert [(wish["id"], wish["outcome"], wish["overdue"]) for wish in everything] == [
        (second["id"], "granted", False),
        (first["id"], None, False),
    ]


async def test_a_deletion_blanks_what_no_duty_keeps_and_says_why_the_rest_stays(desk: Desk) -> None:
    wish = await desk.wish("delete")
    outlook = (await desk.client.get(f"{WISHES}/{wish['id']}")).json()["outlook"]
    assert outlook == {"free": 6, "kept": 4, "duties": ["securities"]}
    answered = (await desk.answer(wish["id"])).json()
    assert await desk.blank() == [1, 2, 3, 4, 5, 10]
    assert answered["outcome"] == "partly"
    assert answered["answer"] == desk.outside.told[-1]
    assert "已清除 6 条聊天内容，另有 4 条不能删除" in answered["answer"]
    assert "证券法第137条" in answered["answer"]
    assert "反洗钱法" not in answered["answer"]
    assert await desk.steps() == ["taken", "deleting", "answered"]


async def test_what_was_blanked_is_seen_in_the_record_and_not_blanked_again(
    desk: Desk, desk_database: Database
) -> None:
    first, second = await desk.wish("delete"), await desk.wish("delete")
    await desk.answer(first["id"])
    again = (await desk.answer(second["id"])).json()
    assert (again["outcome"], again["answer"].count("已清除")) == ("kept", 0)
    record = record_of(await Archive(desk_database).whole(12))
    [redaction] = [entry["redaction"] for entry in record["entries"] if entry.get("redaction")]
    assert redaction == {"reason": f"wish {first['id']}", "seqs": [1, 2, 3, 4, 5, 10]}


async def test_a_picture_leaves_the_disk_unless_somebody_elses_message_names_it(
    desk: Desk, desk_database: Database
) -> None:
    alone, shared = f"{'1' * 64}.jpg", f"{'2' * 64}.jpg"
    lines = [line(n, text=None, kind="image", media={"file": f}) for n, f in enumerate((alone, shared), 1)]
    known: dict[str, Any] = {"ratings": (), "tickets": (), "appointments": ()}
    await store(desk_database, dossier(conversation_id=13, user="u13", seq=2, entries=tuple(lines), **known))
    other = (line(1, text=None, kind="image", media={"file": shared}),)
    await store(desk_database, dossier(conversation_id=14, user="u14", seq=1, entries=other, **known))
    for name in (alone, shared):
        (desk.folder / name).touch()
    body = {"conversation": 13, "kind": "delete", "text": "删掉图片"}
    await desk.answer((await desk.client.post(WISHES, json=body)).json()["id"])
    assert [path.name for path in desk.folder.iterdir()] == [shared]


async def test_where_everything_must_be_kept_nothing_is_blanked(desk: Desk, desk_database: Database) -> None:
    await desk_database.rows("update message set topic = 'ACC08' returning seq", {})
    answered = (await desk.answer((await desk.wish("delete"))["id"])).json()
    assert (answered["outcome"], await desk.blank()) == ("kept", [])
    assert "证券法第137条" in answered["answer"]
    assert "反洗钱法第34条" in answered["answer"]


async def test_a_chat_about_the_market_goes_whole(desk: Desk, desk_database: Database) -> None:
    await store(
        desk_database,
        dossier(conversation_id=13, user="u13", entries=(line(1),), appointments=(), tickets=()),
    )
    body = {"conversation": 13, "kind": "delete", "text": "删掉"}
    wish = (await desk.client.post(WISHES, json=body)).json()
    answered = (await desk.answer(wish["id"])).json()
    assert (answered["outcome"], await desk.blank(13)) == ("granted", [1])


async def test_a_correction_is_noted_and_the_transcript_stays_as_it_was_said(
    desk: Desk, desk_database: Database
) -> None:
    wish = await desk.wish("correct", "我的职业应为教师")
    assert (await desk.answer(wish["id"])).json()["outcome"] == "granted"
    whole = await Archive(desk_database).whole(12)
    noted = [entry for entry in whole.entries if getattr(entry, "kind", "") == "system"]
    assert [getattr(entry, "text", "") for entry in noted] == ["我的职业应为教师"]
    assert [entry for entry in whole.entries if entry in LINES] == list(LINES)


async def test_a_copy_is_the_investors_own_whole_and_leaves_its_rows(desk: Desk) -> None:
    wish = await desk.wish("copy")
    body = {"format": "json", "reason": "投资者申请副本"}
    response = await desk.client.post(f"{WISHES}/{wish['id']}/copy", json=body)
    content = json.loads(response.content)
    assert content["entries"][0]["text"] == "我叫张三，手机13800138000"
    assert not content["export"]["internal"]
    rows, _ = await desk.office.audit.find(subject="conversation:12")
    assert [row.act for row in reversed(rows)] == ["wish", "unmask", "export", "wish"]


async def test_a_refusal_has_a_reason_and_the_investor_reads_it(desk: Desk) -> None:
    wish = await desk.wish("correct")
    assert (await desk.answer(wish["id"], granted=False, reason="不")).status_code == 400
    answered = (await desk.answer(wish["id"], granted=False, reason="未能核实您的身份。")).json()
    assert answered["outcome"] == "refused"
    assert desk.outside.told[-1].startswith(f"申请 {wish['id']} 不能办理：未能核实您的身份。")


async def test_a_wish_is_answered_once(desk: Desk) -> None:
    wish = await desk.wish("copy")
    assert (await desk.answer(wish["id"])).status_code == 200
    again = await desk.answer(wish["id"], granted=False, reason="未能核实身份")
    assert (again.status_code, again.json()) == (409, {"error": "not_now", "why": "answered"})
    assert len(desk.outside.told) == 2


async def test_of_two_answers_at_once_one_counts(desk: Desk) -> None:
    wish = await desk.wish("correct")
    granted, refused = desk.answer(wish["id"]), desk.answer(wish["id"], granted=False, reason="未能核实身份")
    answers = await asyncio.gather(granted, refused)
    assert sorted(response.status_code for response in answers) == [200, 409]
    assert len(desk.outside.told) == 2
    assert await desk.steps() == ["taken", "answered"]


async def test_what_was_refused_at_the_same_moment_is_not_deleted(desk: Desk) -> None:
    wish = await desk.wish("delete")
    granted, refused = desk.answer(wish["id"]), desk.answer(wish["id"], granted=False, reason="未能核实身份")
    answers = [response.json() for response in await asyncio.gather(granted, refused)]
    [outcome] = [answer["outcome"] for answer in answers if "outcome" in answer]
    assert (outcome == "partly") is bool(await desk.blank())


async def test_an_investor_who_cannot_be_told_now_leaves_the_answer_with_the_staff(desk: Desk) -> None:
    wish = await desk.wish("correct")
    desk.outside.away = True
    assert (await desk.answer(wish["id"])).json()["answer"].startswith("申请")


async def test_only_compliance_tends_wishes(desk: Desk) -> None:
    roles: tuple[Role, ...] = ("agent", "senior", "supervisor", "quality", "admin")
    for role in roles:
        await desk.office.signed_in(desk.client, role)
        assert (await desk.client.get(WISHES)).status_code == 403
        taken = await desk.client.post(WISHES, json={"conversation": 12, "kind": "copy", "text": "副本"})
        assert taken.status_code == 403
    assert desk.outside.told == []


async def test_a_wish_that_means_nothing_is_refused(desk: Desk) -> None:
    for conversation, kind, text, status in (
        (99, "copy", "副本", 404),
        (0, "copy", "副本", 400),
        (12, "burn", "副本", 400),
        (12, "copy", " ", 400),
    ):
        body = {"conversation": conversation, "kind": kind, "text": text}
        assert (await desk.client.post(WISHES, json=body)).status_code == status
    assert await desk.steps() == []
