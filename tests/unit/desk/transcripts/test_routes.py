"""Transcripts over HTTP: who sees what, what it leaves in the log, what leaves the house."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from conversations.database import Database
from desk.audit.log import Audit
from desk.errors import NotAllowed
from desk.people.caller import Caller, Role
from desk.routes.transcripts import TranscriptRoutes
from desk.transcripts.dossier import weave
from desk.transcripts.exports import Exporter, Wanted
from desk.transcripts.gathering import Archive
from desk.transcripts.search import Search
from desk.transcripts.words import Words
from desk.work.opening import Opening
from tests.unit.desk.transcripts.conftest import Desk
from tests.unit.desk.transcripts.stored import store
from tests.unit.desk.transcripts.talk import dossier, line, step

ONE = "/desk/api/transcripts/12"
REASON = "监管检查需要调阅"


async def test_what_is_opened_is_masked_and_leaves_its_trace(kept: Desk) -> None:
    caller = await kept.sign_in("quality")
    shown = (await kept.client.get(ONE)).json()
    assert shown["masked"]
    assert shown["entries"][0]["text"] == "我叫<name>，手机<phone>"
    assert shown["conversation"]["user"] != "user-of-the-web"
    assert shown["next"] is None
    [(actor, act, subject, _)] = await kept.log()
    assert (actor, act, subject) == (caller.agent, "view", "conversation:12")


async def test_pages_follow_each_other(kept: Desk) -> None:
    await kept.sign_in("supervisor")
    first = (await kept.client.get(ONE, params={"limit": 6})).json()
    second = (await kept.client.get(ONE, params={"after": first["next"]})).json()
    seqs = [
        entry["seq"] for page in (first, second) for entry in page["entries"] if entry["type"] == "message"
    ]
    assert seqs == list(range(1, 11))
    assert second["next"] is None


async def test_an_agent_reads_only_what_was_theirs(kept: Desk) -> None:
    await kept.sign_in("agent")
    for response in (await kept.client.get(ONE), await kept.client.get("/desk/api/transcripts")):
        assert response.status_code == 403
    assert await kept.log() == []


async def test_ones_own_leaves_no_view(desk: Desk, desk_database: Database) -> None:
    await desk.sign_in("agent", id="wang")
    await store(desk_database, dossier(owner="human"), "wang")
    assert (await desk.client.get(ONE)).status_code == 200
    assert await desk.log() == []


@pytest.mark.parametrize(
    ("role", "fresh", "reason", "status", "code"),
    [
        ("quality", True, REASON, 403, "not_allowed"),
        ("admin", True, REASON, 403, "not_allowed"),
        ("supervisor", False, REASON, 403, "fresh_sign_in_needed"),
        ("supervisor", True, "查看  ", 400, "unreadable"),
        ("supervisor", True, "", 400, "unreadable"),
    ],
)
async def test_who_may_not_unmask_or_export_gets_nothing_and_leaves_no_act(
    kept: Desk, role: Role, fresh: bool, reason: str, status: int, code: str
) -> None:
    await kept.sign_in(role, fresh=fresh)
    unmask = await kept.client.post(f"{ONE}/unmask", json={"reason": reason})
    exported = await kept.client.post(f"{ONE}/export", json={"format": "json", "reason": reason})
    for response in (unmask, exported):
        assert (response.status_code, response.json()["error"]) == (status, code)
        assert "张三" not in response.text
    assert [act for _, act, _, _ in await kept.log() if act != "view"] == []


async def test_who_may_export_but_not_unmask_exports_masked_only(kept: Desk, tmp_path: Path) -> None:
    exporter = Exporter(Archive(kept.office.database), kept.office.audit, tmp_path, Words.load())
    caller = Caller("zhao", "赵敏", "1009", "quality", "session", fresh=True)
    with pytest.raises(NotAllowed):
        await exporter.export(caller, 12, Wanted("json", REASON, unmask=True))
    exported = await exporter.export(caller, 12, Wanted("json", REASON))
    assert b"13800138000" not in exported.content


async def test_unmasked_is_shown_for_a_reason_that_is_in_the_log(kept: Desk) -> None:
    caller = await kept.sign_in("compliance")
    shown = (await kept.client.post(f"{ONE}/unmask", json={"reason": REASON})).json()
    assert not shown["masked"]
    assert shown["entries"][0]["text"] == "我叫张三，手机13800138000"
    assert (await kept.log())[-1] == (caller.agent, "unmask", "conversation:12", {"reason": REASON})


@pytest.mark.parametrize(("format", "unmask"), [("json", False), ("html", True), ("pdf", False)])
async def test_an_export_is_in_the_log_with_the_hash_of_its_bytes(
    kept: Desk, format: str, unmask: bool
) -> None:
    caller = await kept.sign_in("compliance")
    body = {"format": format, "reason": REASON, "unmask": unmask}
    response = await kept.client.post(f"{ONE}/export", json=body)
    assert response.status_code == 200
    assert response.headers["content-disposition"].startswith('attachment; filename="transcript-12-')
    assert response.headers["content-disposition"].endswith(f'.{format}"')
    beginnings = {"json": b"{", "html": b"<!doctype html>", "pdf": b"%PDF-"}
    assert response.content.startswith(beginnings[format])
    log = await kept.log()
    assert [act for _, act, _, _ in log] == (["unmask"] if unmask else []) + ["export"]
    assert log[-1] == (
        caller.agent,
        "export",
        "conversation:12",
        {
            "format": format,
            "masked": not unmask,
            "internal": True,
            "reason": REASON,
            "messages": 10,
            "sha256": sha256(response.content).hexdigest(),
        },
    )


async def test_a_copy_for_an_investor_leaves_the_inside_out(kept: Desk) -> None:
    await kept.sign_in("compliance")
    body = {"format": "json", "reason": REASON, "copy": True}
    exported = json.loads((await kept.client.post(f"{ONE}/export", json=body)).content)
    assert [entry["type"] for entry in exported["entries"]].count("note") == 0
    assert exported["export"]["by"].isdigit()


async def test_nothing_is_handed_out_that_the_log_could_not_take(
    kept: Desk, desk_database: Database, tmp_path: Path
) -> None:
    away = Audit(Database(desk_database.dsn, patience=0.1))  # its pool was never opened
    exporter = Exporter(Archive(desk_database), away, tmp_path, Words.load())
    opening = Opening(desk_database, kept.office.audit)
    routes = TranscriptRoutes(Search(desk_database), exporter, opening)
    client = kept.office.browser(routes.routes(kept.office.guard))
    await kept.office.signed_in(client, "compliance")
    for address, body in (("export", {"format": "json", "reason": REASON}), ("unmask", {"reason": REASON})):
        response = await client.post(f"{ONE}/{address}", json=body)
        assert (response.status_code, response.json()) == (503, {"error": "unavailable"})


async def test_what_cannot_be_read_is_refused(kept: Desk) -> None:
    await kept.sign_in("compliance")
    for body, field in (
        ({"format": "exe", "reason": REASON}, "format"),
        ({"format": "json"}, "reason"),
        ({"format": "json", "reason": REASON, "to": "me"}, "to"),
        ({"format": "json", "reason": "长" * 201}, "reason"),
    ):
        response = await kept.client.post(f"{ONE}/export", json=body)
        assert (response.status_code, response.json()) == (400, {"error": "unreadable", "field": field})


async def test_a_conversation_that_is_not_there(kept: Desk) -> None:
    await kept.sign_in("compliance")
    assert (await kept.client.get("/desk/api/transcripts/13")).status_code == 404
    missing = await kept.client.post(
        f"/desk/api/transcripts/{10**30}/export", json={"format": "json", "reason": REASON}
    )
    assert missing.status_code == 404


async def test_a_long_conversation_opens_in_pages_and_leaves_whole(
    desk: Desk, desk_database: Database
) -> None:
    lines = tuple(line(n, text=f"第{n}句，手机13800138000") for n in range(1, 2001))
    steps = (step(1, "bot", "closed", 2001),)
    await store(desk_database, dossier(seq=2000, entries=weave(lines, steps, ())))
    await desk.sign_in("compliance")
    page = (await desk.client.get(ONE)).json()
    assert page["next"] == 500
    assert len(page["entries"]) == 500
    body = {"format": "json", "reason": REASON}
    whole = json.loads((await desk.client.post(f"{ONE}/export", json=body)).content)
    assert [entry["seq"] for entry in whole["entries"] if entry["type"] == "message"] == list(range(1, 2001))
    assert whole["entries"][-1]["owner"] == "closed"
