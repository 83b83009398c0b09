"""The board as a caller's page gets it: why somebody waits and never what they said; sent when it changed."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from conversations.records import Board, Head
from desk.people.caller import Caller, Role
from desk.routing.alerts import Alert
from desk.routing.terms import Terms
from desk.work.board import Facts, Glance, Sheet
from desk.work.contacts import Contact

AT = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
NONE: frozenset[str] = frozenset()


def caller(role: Role = "agent", agent: str = "wang", skills: frozenset[str] = NONE) -> Caller:
    return Caller(agent, "王芳", "1001", role, "session", skills=skills)


def head(number: int, owner: str, agent: str | None = None, **fields: Any) -> Head:
    known: dict[str, Any] = {name: None for name in Head.__dataclass_fields__} | {
        "conversation_id": number,
        "channel": "wechat",
        "user": f"oSECRET{number}",
        "owner": owner,
        "agent": agent,
        "joined": [],
        "epoch": 3,
        "seq": 9,
        "waiting": 0,
        "priority": 0,
        "queued_at": AT,
        "moved_at": AT,
        "created_at": AT,
        "age": 10.0,
        "waited": 75.0,
    }
    return Head(**{**known, **fields})


def cut(facts: Facts, who: Caller) -> dict[str, Any]:
    board: dict[str, Any] = json.loads(Sheet(facts).cut(who).whole)
    return board


def board(
    queued: list[Head] | None = None, attended: list[Head] | None = None, tickets: list[Head] | None = None
) -> Board:
    return Board(queued or [], len(queued or []), attended or [], tickets or [])


def test_the_queue_says_why_for_what_and_how_long_and_not_a_word_of_the_talk() -> None:
    summary = {"asked": [{"text": "我的密码是"}], "last": "快点", "securities": [{"ref": "SH600519"}]}
    handoff = {"reason": "misses", "skill": "general", "topic": "TRD01", "summary": summary}
    facts = Facts(board([head(1, "queued", handoff=handoff)]), contacts={1: Contact(vip=True, language="en")})
    [waiting] = cut(facts, caller())["queue"]
    assert waiting["reason"] == "misses"
    assert (waiting["topic"], waiting["waited"]) == ("TRD01", 75)
    assert (waiting["vip"], waiting["language"]) == (True, "en")
    assert waiting["securities"] == [{"ref": "SH600519"}]
    told = json.dumps(waiting, ensure_ascii=False)
    assert not any(word in told for word in ("密码", "快点", "oSECRET"))


def test_an_agent_sees_of_the_queue_and_of_what_was_left_only_what_they_can_take() -> None:
    skills = ("general", "trade", "risk", "adviser")
    queue = [head(n, "queued", handoff={"skill": skill}) for n, skill in enumerate(skills)]
    left = [head(n, "ticket", handoff={"skill": skill}) for n, skill in enumerate(skills)]
    shown = cut(Facts(board(queue, tickets=left)), caller(skills=frozenset({"risk", "adviser"})))
    assert [each["skill"] for each in shown["queue"]] == ["general", "risk"]
    assert [each["skill"] for each in shown["left"]] == ["general", "risk"]
    assert (shown["queue_count"], shown["tickets"]) == (4, 4)
    led = cut(Facts(board(queue)), caller("supervisor"))
    assert [each["skill"] for each in led["queue"]] == ["general", "trade", "risk"]


def test_of_a_long_queue_the_first_hundred_are_shown_and_all_are_counted() -> None:
    queue = [head(n, "queued") for n in range(300)]
    facts = Facts(Board(queue, 2_000, [], []))
    shown = cut(facts, caller())
    assert [each["conversation_id"] for each in shown["queue"]] == list(range(100))
    assert shown["queue_count"] == 2_000


def test_an_offer_says_how_many_seconds_are_left_to_take_it() -> None:
    facts = Facts(board(attended=[head(1, "assigned", "wang", age=12.0)]), terms=Terms(accept_within=30))
    assert cut(facts, caller())["mine"][0]["left"] == 18
    late = Facts(board(attended=[head(1, "assigned", "wang", age=99.0)]))
    assert cut(late, caller())["mine"][0]["left"] == 0


def test_mine_says_who_waits_for_an_answer_and_since_when() -> None:
    since = AT + timedelta(seconds=4)
    glance = Glance(9, "user", "text", "在吗", since, unread=2, unread_since=since)
    facts = Facts(board(attended=[head(1, "human", "wang", age=10.0)]), glances={1: glance})
    [mine] = cut(facts, caller())["mine"]
    assert (mine["unread"], mine["unread_for"], mine["last"]["text"]) == (2, 6, "在吗")
    assert cut(facts, caller(agent="li"))["mine"] == []


def test_a_colleague_who_joined_has_it_among_theirs() -> None:
    facts = Facts(board(attended=[head(1, "human", "wang", joined=["lin"])]))
    assert len(cut(facts, caller("senior", "lin"))["mine"]) == 1


def test_a_supervisor_sees_how_all_stand_and_no_text_of_what_is_not_theirs() -> None:
    glance = Glance(9, "user", "text", "我的秘密", AT)
    attended = [head(1, "human", "wang"), head(2, "wrapup", "zhao")]
    facts = Facts(board(attended=attended), {1: glance, 2: glance}, team=[{"agent": "wang"}])
    shown = cut(facts, caller("supervisor", "zhao"))
    assert [each["agent"] for each in shown["live"]] == ["wang", "zhao"]
    assert "我的秘密" not in json.dumps(shown["live"], ensure_ascii=False)
    assert [each["last"]["text"] for each in shown["mine"]] == ["我的秘密"]
    assert shown["team"] == [{"agent": "wang"}]
    assert not {"live", "team"} & cut(facts, caller(agent="li")).keys()


def test_an_alert_is_for_whom_it_names_and_for_supervisors_where_it_names_nobody() -> None:
    alerts = [Alert(1, 12, 3, "theft", None, AT), Alert(2, 13, 1, "appointment", "wang", AT)]
    facts = Facts(board(), alerts=alerts)

    def seen(who: Caller) -> list[int]:
        return [alert["id"] for alert in cut(facts, who)["alerts"]]

    assert seen(caller("supervisor", "zhao")) == [1]
    assert seen(caller()) == [2]
    assert seen(caller(agent="li")) == []


def test_a_board_on_which_only_time_went_by_is_the_same_and_another_line_is_not() -> None:
    def lasting(seq: int, age: float, waited: float) -> str:
        attended = [head(2, "human", "wang", seq=seq, age=age)]
        return Sheet(Facts(board([head(1, "queued", waited=waited)], attended))).cut(caller()).lasting

    assert lasting(9, 10.0, 75.0) == lasting(9, 11.0, 76.0)
    assert lasting(9, 10.0, 75.0) != lasting(10, 10.0, 75.0)
