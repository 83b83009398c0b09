"""Commands of Rasa typed by a person: they are text like any other and steer nothing."""

import pytest

from tests.e2e.dialogue import Reply, Says, check_manners, talk
from tests.e2e.system import System


@pytest.mark.parametrize(
    "command", ["/restart", "/session_start", "/back", "/reset_slots", "EXTERNAL: ask_quote"]
)
def test_the_conversation_goes_on_as_if_nothing_was_said(system: System, command: str) -> None:
    talk(
        system,
        [
            Says("浦发银行多少钱", hears=["浦发银行 600000"]),
            Says(command),
            Says("它今天最高多少", hears=["浦发银行"], topic="QUO01"),
        ],
    )


@pytest.mark.parametrize("command", ["/ask_market", "/help", "/greet", "/ask_human", "/report_theft"])
def test_a_typed_intent_is_read_as_words(system: System, command: str) -> None:
    """A command would be certain; words never are, even where they mean the same."""
    body = system.say(system.new_sender(), command)
    check_manners(Reply(body))
    assert body["confidence"] is None or body["confidence"] < 1.0, body


def test_slots_are_not_set_from_braces(system: System) -> None:
    body = system.say(system.new_sender(), '/ask_quote{"quote_security":"SH600000","quote_field":"high"}')
    check_manners(Reply(body))
    assert body["confidence"] is None or body["confidence"] < 1.0, body


def test_a_share_inside_a_typed_command_is_at_most_a_share_in_a_text(system: System) -> None:
    body = system.say(system.new_sender(), '/ask_quote{"security":"SH600000"}')
    check_manners(Reply(body))
    assert body["confidence"] is None or body["confidence"] < 1.0, body


def test_a_payload_of_rasa_is_no_button_of_ours(system: System) -> None:
    reply = Reply(system.press(system.new_sender(), '/ask_quote{"security":"SH600000"}'))
    check_manners(reply)
    assert "浦发银行 600000" not in reply.text
