"""Intents whose answer never differs, with the response that it is."""

from collections.abc import Mapping

SMALL_TALK: Mapping[str, str] = {
    "greet": "utter_greet",
    "goodbye": "utter_goodbye",
    "thanks": "utter_thanks",
    "help": "utter_help",
    "ask_machine": "utter_machine",
    "send_emoji": "utter_emoji",
    "say_nothing": "utter_say_nothing",
    "out_of_scope": "utter_out_of_scope",
}
"""What asks for nothing that is looked up."""
UNSERVED: Mapping[str, str] = {
    "ask_other_figure": "utter_other_figure",
    "ask_ranking": "utter_ranking",
    "ask_other_market": "utter_other_market",
}
"""Figures and markets that we do not have."""
_NO_QUESTIONS = frozenset({"greet", "goodbye", "thanks", "send_emoji", "say_nothing"})

ANSWERS: Mapping[str, str] = {
    **{intent: said for intent, said in SMALL_TALK.items() if intent not in _NO_QUESTIONS},
    **UNSERVED,
}
"""What is said where one of them is a question among several."""
