"""What is said to who asks for a person or needs one, by whether people are there. Pure."""

from collections.abc import Mapping

from actions.desk import CLOSED, NONE, OPEN, wish
from actions.features import Answer
from actions.utterance import Utterance

ASKED = "ask_human"
"""The intent of who asks for a person."""
_SAID: Mapping[str, str] = {
    OPEN: "utter_human_called",
    CLOSED: "utter_human_closed",
    NONE: "utter_human_unavailable",
}


def called(desk: str) -> Answer:
    """The answer, with the wish for a person where there are any."""
    return Answer([Utterance(_SAID[desk])], handoff=None if desk == NONE else wish(ASKED, "general"))


def misunderstood(response: str) -> Answer:
    """A word to who is not understood again while people are at the desk, with the wish for one."""
    return Answer([Utterance(response)], handoff=wish("misunderstood", "general"))
