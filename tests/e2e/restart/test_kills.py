"""Any one process killed in the middle of a turn: the turn is answered, once, after the restart."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import httpx
import pytest

from tests.e2e.dialogue import Reply, Says, check_manners, talk
from tests.e2e.system import System, wait_for
from tests.e2e.upstreams import Upstreams

QUESTION = "浦发银行多少钱"
UNASKED = {"rasa": "SH510050", "actions": "SH510300", "gateway": "SH510500", "postgres": "SH512800"}


@pytest.mark.parametrize(("part", "ref"), UNASKED.items())
def test_the_turn_is_answered_once_after_the_restart(
    system: System, upstreams: Upstreams, part: str, ref: str
) -> None:
    row, sender = upstreams.row(ref), system.new_sender()
    kill_in_a_turn(system, upstreams, part, sender, f"{row.figures.code}多少钱")
    [answer] = bot_messages(system, sender)
    assert row.last in answer
    talk(system, [Says("它今天最高多少", hears=[row.high])], sender)


def test_what_was_answered_before_a_kill_is_still_there(system: System) -> None:
    sender = system.new_sender()
    talk(system, [Says(QUESTION), Says("谢谢")], sender)
    before = system.messages(sender)
    for part in ("gateway", "postgres"):
        system.kill(part)
        system.wait_healthy()
    assert system.messages(sender) == before
    talk(system, [Says("它今天最高多少", hears=["浦发银行"])], sender)


def test_without_an_action_server_what_needs_none_is_answered(system: System) -> None:
    with system.without("actions"):
        talk(system, [Says("恒生指数现在多少", hears=["这个市场的行情我这里没有"])])


@pytest.mark.parametrize("part", ["rasa", "actions"])
def test_question_waits_for_a_part_that_is_down_and_is_answered_when_it_is_back(
    system: System, part: str
) -> None:
    sender = system.new_sender()
    with system.without(part):
        answer = system.chat({"sender": sender, "text": QUESTION, "message_id": "m-1"})
        assert answer.status_code == 202, answer.text
        assert bot_messages(system, sender) == []
        assert parts_down(system) == [part]
    wait_for(lambda: bot_messages(system, sender) != [], 60, "never answered")
    assert "浦发银行 600000" in bot_messages(system, sender)[0]


def test_without_a_database_nothing_is_promised(system: System) -> None:
    with system.without("postgres"):
        answer = system.chat({"sender": system.new_sender(), "text": QUESTION})
        assert parts_down(system) == ["database"]
    assert answer.status_code == 503
    assert answer.json()


def test_a_whole_restart_keeps_the_conversation(system: System) -> None:
    sender = system.new_sender()
    talk(system, [Says(QUESTION)], sender)
    for part in ("rasa", "actions", "gateway", "postgres"):
        system.kill(part)
    system.wait_healthy()
    talk(system, [Says("它今天最高多少", hears=["浦发银行"])], sender)


def kill_in_a_turn(system: System, upstreams: Upstreams, part: str, sender: str, question: str) -> None:
    """Asks while all sources hang, kills the part, and returns with the answer to the same message."""
    upstreams.spoil_all("hang")
    with turn_under_way(system, upstreams, sender, question):
        system.kill(part)
        upstreams.mend()
    system.wait_healthy()
    wait_for(lambda: bot_messages(system, sender) != [], 60, f"no answer after {part} was killed")
    asked_again = Reply(system.say(sender, question, message_id="m-1"))
    check_manners(asked_again)
    assert asked_again.text == "\n".join(bot_messages(system, sender))


def parts_down(system: System) -> list[str]:
    """What /health, which is then 503, says is down."""
    status, body = system.health()
    assert status == 503
    return [name for name, state in body["parts"].items() if state != "ok"]


@contextmanager
def turn_under_way(system: System, upstreams: Upstreams, sender: str, question: str) -> Iterator[None]:
    """Within, a question has been taken and its quote is being waited for."""
    before = upstreams.count()
    asking = Thread(target=ask, args=(system, sender, question), daemon=True)
    asking.start()
    wait_for(lambda: upstreams.count() > before, 10, "no source was asked")
    yield
    asking.join(60)
    assert not asking.is_alive()


def ask(system: System, sender: str, question: str) -> None:
    """The investor's own request, whose connection may break when the gateway dies."""
    try:
        system.chat({"sender": sender, "text": question, "message_id": "m-1"})
    except httpx.TransportError:  # what a browser would see, too
        return


def bot_messages(system: System, sender: str) -> list[str]:
    return [message["text"] for message in system.messages(sender) if message["sender"] != "user"]
