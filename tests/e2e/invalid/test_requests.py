"""Requests that no page of ours sends: refused as the caller's fault, and the gateway stays up."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.dialogue import Reply, Says, talk
from tests.e2e.system import System

MALFORMED = {
    "nothing": b"",
    "half an object": b'{"sender": "u1", "text": ',
    "a list": b"[1, 2]",
    "a number": b"7",
    "bytes that are no text": b'{"sender": "u1", "text": "\xff\xfe"}',
    "no sender": b'{"text": "x"}',
    "a number as sender": b'{"sender": 5, "text": "x"}',
    "a list as text": b'{"sender": "u1", "text": ["x"]}',
    "neither text nor payload": b'{"sender": "u1"}',
    "text and payload": b'{"sender": "u1", "text": "x", "payload": "y"}',
    "a sender that is a path": b'{"sender": "../../etc", "text": "x"}',
    "a sender with a NUL": b'{"sender": "u\\u0000", "text": "x"}',
    "a deep nest": b"[" * 100_000,
    "a number of many digits": b'{"sender": "u1", "text": ' + b"9" * 6000 + b"}",
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_is_400_and_says_so_in_json(system: System, body: bytes) -> None:
    answer = system.client.post("/api/chat", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400, answer.text
    assert answer.json()


def test_a_body_of_megabytes_is_refused(system: System) -> None:
    body = b'{"sender": "u1", "text": "' + b"x" * 5_000_000 + b'"}'
    answer = system.client.post("/api/chat", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 413}, answer.text


@pytest.mark.parametrize("after", ["x", "-1", "1.5", ""])
def test_a_place_in_the_transcript_is_a_number(system: System, after: str) -> None:
    answer = system.client.get("/api/chat/nobody/messages", params={"after": after})
    assert answer.status_code == (200 if after == "" else 400), answer.text


def test_the_same_message_twice_is_answered_once_with_the_same_answer(system: System) -> None:
    sender = system.new_sender()
    first = system.say(sender, "浦发银行多少钱", message_id="m-1")
    second = system.say(sender, "浦发银行多少钱", message_id="m-1")
    assert first["replies"] == second["replies"]
    assert first["seq"] == second["seq"]
    assert count(system, sender) == {"user": 1, "bot": len(first["replies"])}


def test_a_burst_of_one_message_is_answered_once(system: System) -> None:
    sender = system.new_sender()
    with ThreadPoolExecutor(8) as pool:
        bodies = list(pool.map(lambda _: system.say(sender, "浦发银行多少钱", message_id="m-1"), range(8)))
    assert all(body["replies"] == bodies[0]["replies"] for body in bodies)
    assert count(system, sender) == {"user": 1, "bot": len(bodies[0]["replies"])}


def test_the_same_id_of_two_people_is_two_messages(system: System) -> None:
    one, other = system.new_sender(), system.new_sender()
    assert "浦发银行" in Reply(system.say(one, "浦发银行多少钱", message_id="m-1")).text
    assert "上证指数" in Reply(system.say(other, "上证指数", message_id="m-1")).text


def test_messages_sent_at_once_are_answered_one_after_another(system: System) -> None:
    sender = system.new_sender()
    texts = ["浦发银行多少钱", "上证指数", "你好", "谢谢"]
    with ThreadPoolExecutor(4) as pool:
        bodies = list(pool.map(lambda text: system.say(sender, text), texts))
    seqs = [reply["seq"] for body in bodies for reply in body["replies"]]
    assert len(seqs) == len(set(seqs))
    transcript = system.messages(sender)
    assert [message["seq"] for message in transcript] == sorted(message["seq"] for message in transcript)
    assert sum(message["sender"] == "user" for message in transcript) == len(texts)


def test_the_transcript_outlives_everything_that_was_typed(system: System) -> None:
    sender = system.new_sender()
    talk(system, [Says("'; DROP TABLE messages; --"), Says("浦发银行多少钱", hears=["浦发银行"])], sender)
    typed = [message["text"] for message in system.messages(sender) if message["sender"] == "user"]
    assert typed == ["'; DROP TABLE messages; --", "浦发银行多少钱"]


def count(system: System, sender: str) -> dict[str, int]:
    """How many messages of each sender stand in the transcript."""
    senders = [message["sender"] for message in system.messages(sender)]
    return {who: senders.count(who) for who in sorted(set(senders), reverse=True)}
