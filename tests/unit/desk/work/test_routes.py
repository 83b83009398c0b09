"""The addresses of a conversation: whose it is not gets nothing from any of them; what a page may send."""

from typing import Any

import pytest

from conversations import Inbound
from desk.people.caller import Permission, Role
from desk.work.pictures import LARGEST
from tests.unit.desk.work.floor import PICTURE, Floor

PERMISSIONS: tuple[Permission, ...] = ("read", "lead")
WRAP = {"outcome": "solved", "topic": "ACC01", "summary": "已核对", "told": ""}
SAY = {"text": "您好", "reply_id": "r1", "confirmed": []}
STEPS: list[tuple[str, dict[str, Any]]] = [
    ("accept", {}),
    ("say", SAY),
    ("note", {"text": "备注"}),
    ("whisper", {"text": "提醒"}),
    ("transfer", {"skill": "risk"}),
    ("wrap-up", WRAP),
    ("finish", {"to": "bot"}),
    ("resume", {}),
    ("requeue", {}),
    ("take-over", {}),
    ("join", {}),
    ("leave", {}),
    ("vip", {"vip": True}),
    ("tags", {"tags": ["两融"]}),
]
UNREADABLE: list[tuple[str, dict[str, Any], str]] = [
    ("say", {"text": "您好"}, "reply_id"),
    ("say", {"text": "您好", "reply_id": "a b"}, "reply_id"),
    ("say", {"text": 5, "reply_id": "r1"}, "text"),
    ("transfer", {}, "body"),
    ("transfer", {"skill": "risk", "agent": "li"}, "body"),
    ("wrap-up", {**WRAP, "outcome": "great"}, "outcome"),
    ("finish", {"to": "nowhere"}, "to"),
    ("requeue", {"epoch": -1}, "epoch"),
    ("requeue", {"epoch": 2**40}, "epoch"),
    ("requeue", {"epoch": "1"}, "epoch"),
    ("requeue", {"more": 1}, "more"),
    ("note", {"text": " "}, "text"),
    ("tags", {"tags": ["问" * 21]}, "tags.0"),
]
WITHOUT_EPOCH = {"note", "whisper", "leave", "vip", "tags"}


def body(step: str, fields: dict[str, Any], epoch: int) -> dict[str, Any]:
    return fields if step in WITHOUT_EPOCH else {"epoch": epoch, **fields}


async def test_an_agent_gets_nothing_from_a_conversation_that_is_not_theirs(floor: Floor) -> None:
    _, wang = await floor.desk()
    browser, _ = await floor.desk()
    head = await floor.served(wang)
    base = f"/desk/api/conversations/{head.conversation_id}"
    before, told = await floor.head(head.conversation_id), await floor.texts()
    for step, fields in STEPS:
        response = await browser.post(f"{base}/{step}", json=body(step, fields, head.epoch))
        assert (step, response.status_code) == (step, 403)
        assert response.json()["error"] == "not_allowed"
    pictured = await browser.post(f"{base}/picture?epoch={head.epoch}&reply_id=p1", content=PICTURE)
    reads = [
        await browser.get(path)
        for path in (base, f"{base}/lines", f"/desk/api/files/{head.conversation_id}/1")
    ]
    assert {response.status_code for response in (pictured, *reads)} == {403}
    after = await floor.head(head.conversation_id)
    assert (after.epoch, after.seq, after.joined) == (before.epoch, before.seq, [])
    assert (await floor.texts(), await floor.acts()) == (told, [])


async def test_who_is_not_signed_in_gets_nothing(floor: Floor) -> None:
    _, wang = await floor.desk()
    head = await floor.served(wang)
    stranger = floor.office.browser_of(floor.app)
    base = f"/desk/api/conversations/{head.conversation_id}"
    for step, fields in STEPS:
        response = await stranger.post(f"{base}/{step}", json=body(step, fields, head.epoch))
        assert (step, response.status_code) == (step, 401)
    assert (await stranger.get(base)).status_code == 401


async def test_who_serves_nobody_changes_nothing(floor: Floor) -> None:
    _, wang = await floor.desk()
    browser, _ = await floor.desk("quality")
    head = await floor.served(wang)
    base = f"/desk/api/conversations/{head.conversation_id}"
    for step, fields in STEPS:
        response = await browser.post(f"{base}/{step}", json=body(step, fields, head.epoch))
        assert (step, response.status_code) == (step, 403)


@pytest.mark.parametrize("role", ["quality", "compliance"])
async def test_who_reads_masked_transcripts_sees_nothing_unmasked_here(floor: Floor, role: Role) -> None:
    _, wang = await floor.desk()
    browser, _ = await floor.desk(role)
    head = await floor.served(wang)
    number = head.conversation_id
    await floor.says("我的手机号是13800138000")
    places = (f"conversations/{number}", f"conversations/{number}/lines", f"files/{number}/1")
    shown = [await browser.get(f"/desk/api/{place}") for place in places]
    assert [response.status_code for response in shown] == [403, 403, 403]
    assert await floor.acts() == []


async def test_opening_what_is_not_ones_own_leaves_one_trace_before_anything_is_shown(floor: Floor) -> None:
    _, wang = await floor.desk()
    browser, zhao = await floor.desk("supervisor")
    head = await floor.served(wang)
    base = f"/desk/api/conversations/{head.conversation_id}"
    assert await floor.acts() == []
    for path in (base, f"{base}/lines", f"{base}/lines?after=1"):
        assert (await browser.get(path)).status_code == 200
    assert await floor.acts() == [(zhao.agent, "view", f"conversation:{head.conversation_id}")]


async def test_the_trace_tells_a_masked_view_from_one_as_it_was_written(floor: Floor) -> None:
    _, wang = await floor.desk()
    _, zhao = await floor.desk("supervisor")
    head = await floor.served(wang)
    for permission in PERMISSIONS:
        for _ in range(2):
            await floor.opening.read(zhao, head.conversation_id, permission)
    rows, _ = await floor.office.audit.find(act="view")
    assert [row.detail["masked"] for row in reversed(rows)] == [True, False]


async def test_an_agent_sees_all_of_their_own_conversation_without_a_trace(floor: Floor) -> None:
    browser, wang = await floor.desk()
    head = await floor.served(wang)
    base = f"/desk/api/conversations/{head.conversation_id}"
    shown = (await browser.get(base)).json()
    assert set(shown) == {"head", "handoff", "customer", "steps", "notes", "draft", "sessions"}
    assert (shown["head"]["owner"], shown["handoff"]["topic"]) == ("human", "ACC01")
    assert [step["owner"] for step in shown["steps"]] == ["queued", "human"]
    lines = (await browser.get(f"{base}/lines?after=1&limit=2")).json()["lines"]
    assert [line["seq"] for line in lines] == [2, 3]
    ahead = (await browser.get(f"{base}/lines?before=3")).json()["lines"]
    assert [line["seq"] for line in ahead] == [1, 2]
    assert await floor.acts() == []


async def test_the_waiting_is_not_read_before_it_is_taken(floor: Floor) -> None:
    browser, _ = await floor.desk()
    head = await floor.waits()
    base = f"/desk/api/conversations/{head.conversation_id}"
    assert (await browser.get(base)).status_code == 403
    accepted = await browser.post(f"{base}/accept", json={"epoch": head.epoch})
    assert accepted.json()["owner"] == "human"
    assert (await browser.get(base)).status_code == 200


async def test_an_agent_reads_what_they_handed_on_only_when_that_stretch_is_over(floor: Floor) -> None:
    browser, wang = await floor.desk()
    other, li = await floor.desk()
    head = await floor.served(wang)
    number, base = head.conversation_id, f"/desk/api/conversations/{head.conversation_id}"
    moved = await browser.post(f"{base}/transfer", json={"epoch": head.epoch, "agent": li.agent})
    assert (await browser.get(base)).status_code == 403
    accepted = await other.post(f"{base}/accept", json={"epoch": moved.json()["epoch"]})
    wrapped = await other.post(f"{base}/wrap-up", json={"epoch": accepted.json()["epoch"], **WRAP})
    finish = {"epoch": wrapped.json()["epoch"], "to": "bot"}
    assert (await other.post(f"{base}/finish", json=finish)).json()["owner"] == "bot"
    assert [(await each.get(base)).status_code for each in (browser, other)] == [200, 200]
    say = {"epoch": (await floor.head(number)).epoch, **SAY}
    assert (await browser.post(f"{base}/say", json=say)).status_code == 403


async def test_who_was_slower_hears_whose_it_is(floor: Floor) -> None:
    one, _ = await floor.desk()
    other, _ = await floor.desk()
    head = await floor.waits()
    path = f"/desk/api/conversations/{head.conversation_id}/accept"
    assert (await one.post(path, json={"epoch": head.epoch})).status_code == 200
    late = await other.post(path, json={"epoch": head.epoch})
    assert (late.status_code, late.json()) == (409, {"error": "already_taken", "owner": "human"})


async def test_what_cannot_be_read_names_its_field(floor: Floor) -> None:
    browser, wang = await floor.desk()
    head = await floor.served(wang)
    for step, fields, fault in UNREADABLE:
        sent = {**body(step, {}, head.epoch), **fields}
        response = await browser.post(f"/desk/api/conversations/{head.conversation_id}/{step}", json=sent)
        assert (response.status_code, response.json()) == (400, {"error": "unreadable", "field": fault})


async def test_a_number_that_is_none_is_unknown(floor: Floor) -> None:
    browser, _ = await floor.desk("supervisor")
    for number in ("0", "999999", "99999999999999999999", "-1", "x", "１２"):
        assert (await browser.get(f"/desk/api/conversations/{number}")).status_code == 404
        assert (await browser.get(f"/desk/api/files/{number}/1")).status_code == 404


async def test_script_laden_and_long_messages_come_out_as_the_data_they_are(floor: Floor) -> None:
    browser, wang = await floor.desk()
    head = await floor.served(wang)
    nasty = "<script>alert(document.cookie)</script>\u2028'\"><img src=x onerror=alert(1)>"
    await floor.says(nasty)
    await floor.says("长" * 10_000)
    response = await browser.get(f"/desk/api/conversations/{head.conversation_id}/lines?after={head.seq}")
    lines = [line for line in response.json()["lines"] if line["sender"] == "user"]
    assert response.headers["content-type"] == "application/json"
    assert lines[0]["text"] == nasty
    assert (lines[1]["length"] or len(lines[1]["text"])) == 10_000


async def test_a_file_is_for_who_may_read_and_runs_in_no_browser(floor: Floor) -> None:
    browser, wang = await floor.desk()
    watching, _ = await floor.desk("supervisor")
    head = await floor.served(wang)
    floor.files = {"aa.png": (PICTURE, "image/png"), "bb.pdf": (b"%PDF-1 <script>", "application/pdf")}
    for name, (_, mime) in floor.files.items():
        sent = Inbound("web", "u1", name, kind="image", media={"file": name, "mime": mime})
        await floor.conversations.receive(sent)
    place = f"/desk/api/files/{head.conversation_id}"
    seqs = [line.seq for line in await floor.records.lines(head.conversation_id, head.seq) if line.media]
    shown, kept = [await browser.get(f"{place}/{seq}") for seq in seqs]
    assert (shown.content, shown.headers["content-type"]) == (PICTURE, "image/png")
    assert shown.headers["content-disposition"].startswith("inline")
    assert kept.headers["content-disposition"].startswith("attachment")
    for response in (shown, kept):
        assert "sandbox" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"
    assert await floor.acts() == []
    assert (await watching.get(f"{place}/{seqs[0]}")).status_code == 200
    assert [act for _, act, _ in await floor.acts()] == ["view", "view"]
    assert (await browser.get(f"{place}/1")).status_code == 404


async def test_a_picture_is_sent_by_its_bytes(floor: Floor) -> None:
    browser, wang = await floor.desk()
    head = await floor.served(wang)
    path = f"/desk/api/conversations/{head.conversation_id}/picture"
    sent = await browser.post(
        path, params={"epoch": head.epoch, "reply_id": "p1", "text": "见图"}, content=PICTURE
    )
    assert (sent.status_code, sent.json()["seq"]) == (200, head.seq + 1)
    assert (await browser.post(path, params={"epoch": head.epoch}, content=PICTURE)).status_code == 400
    refused = await browser.post(
        path, params={"epoch": head.epoch, "reply_id": "p2"}, content=b"x" * (LARGEST + 1)
    )
    assert refused.json() == {"error": "unreadable", "field": "picture.size"}
